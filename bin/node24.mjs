// Every command starts here, in plain JavaScript, so that an old Node gives one clear line instead of a syntax error.
// Usage: node bin/node24.mjs FILE.ts [ARG ...]
const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 24) {
  console.error(
    `Keepline needs Node 24, and this is Node ${process.versions.node}. The project brings its own as the npm package "node"; ` +
      'its install script did not run. Run "npm ci" without --ignore-scripts (or "npm rebuild node"), or install Node 24.',
  );
  process.exit(1);
}
const { pathToFileURL } = await import('node:url');
const { resolve } = await import('node:path');
process.argv.splice(1, 1);
await import(pathToFileURL(resolve(process.argv[1])).href);
