import type { Plugin } from 'rolldown';

/**
 * Has the bundler leave out of the contract and the store what an entry does not use. It cannot know that making a schema
 * out of others changes nothing else; so each value of a file becomes a call that says so.
 */
export const onlyUsed: Plugin = {
  name: 'only-used',
  transform: {
    filter: { id: /\/core\/(model|store)\/.*\.ts$/ },
    handler(code) {
      let marked = '';
      let at = 0;
      for (const statement of this.parse(code, { lang: 'ts' }).body) {
        const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
        if (declared?.type !== 'VariableDeclaration') continue;
        for (const { init } of declared.declarations) {
          if (!init || init.type === 'ArrowFunctionExpression' || init.type === 'Literal') continue;
          marked += `${code.slice(at, init.start)}/* @__PURE__ */ (() => (${code.slice(init.start, init.end)}))()`;
          at = init.end;
        }
      }
      // Lines stay where they are: the source map holds.
      return { code: marked + code.slice(at), map: null };
    },
  },
};
