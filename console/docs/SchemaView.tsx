import type { Schema, Schemas } from './apiDocs.ts';
import classes from './Docs.module.css';
import { Fold } from './Fold.tsx';
import { limitsOf, namesIn, typeText } from './typeText.ts';
import { Words } from './Words.tsx';

/** A schema, with the types that it names folded away below it. */
export function SchemaView({ schema, schemas }: { schema: Schema; schemas: Schemas }) {
  const [first, ...more] = namesIn(schema, schemas);
  // What is nothing but a name is shown as what it means.
  const isName = schema.$ref !== undefined && first !== undefined;
  const named = isName ? more : [first, ...more].filter((name) => name !== undefined);
  const shown = isName ? (schemas[first] ?? schema) : schema;
  return (
    <>
      {isName && <p className={classes.typeName}>{first}</p>}
      <Meaning schema={shown} />
      {named.map((name) => (
        <Fold key={name} summary={<code>{name}</code>}>
          {() => <Meaning schema={schemas[name] ?? {}} />}
        </Fold>
      ))}
    </>
  );
}

function Meaning({ schema }: { schema: Schema }) {
  const limits = limitsOf(schema);
  return (
    <>
      {schema.description && (
        <p className={classes.dim}>
          <Words text={schema.description} />
        </p>
      )}
      <pre className={classes.code}>
        {typeText(schema).trim()}
        {limits && ` // ${limits}`}
      </pre>
    </>
  );
}
