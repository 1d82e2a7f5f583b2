/** The folders' boundaries: who may import whom (docs/architecture.md). */
const ours = ['core/model', 'core/store', 'core/channels', 'lambdas', 'worker', 'infra', 'local', 'simulator', 'client', 'console', 'bench', 'test'];
const allow = {
  'core/model': [],
  'core/store': ['core/model'],
  'core/channels': ['core/model', 'core/store'],
  lambdas: ['core'],
  worker: ['core'],
  infra: [],
  simulator: [],
  client: ['core/model'],
  console: ['client', 'core/model'],
};
module.exports = {
  forbidden: [
    ...Object.entries(allow).map(([folder, targets]) => ({
      name: `${folder.replace('/', '-')}-imports`,
      severity: 'error',
      from: { path: `^${folder}/` },
      to: { path: `^(${ours.join('|')})/`, pathNot: `^(${[folder, ...targets].join('|')})/` },
    })),
    {
      name: 'baileys-only-in-worker-whatsapp',
      severity: 'error',
      from: { pathNot: '^(worker/whatsapp|simulator|test|bench)/' },
      to: { path: 'node_modules/(@whiskeysockets/)?baileys' },
    },
    {
      name: 'aws-only-in-store-and-channels',
      severity: 'error',
      from: { path: '^(core/model|lambdas|worker|client|console|simulator)/' },
      to: { path: 'node_modules/@aws-sdk' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|cdk\\.out)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
