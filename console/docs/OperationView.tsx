import type { Answer, Operation, Schema, Schemas } from './apiDocs.ts';
import classes from './Docs.module.css';
import { ExampleView } from './ExampleView.tsx';
import { Fold } from './Fold.tsx';
import { SchemaView } from './SchemaView.tsx';
import { TryIt } from './TryIt.tsx';
import { Words } from './Words.tsx';
import { limitsOf, meant, typeText } from './typeText.ts';

/** What an operation takes and answers, and a way to try it. */
export function OperationView({ operation, schemas }: { operation: Operation; schemas: Schemas }) {
  const { description, parameters, requestBody, responses } = operation;
  const [body] = Object.values(requestBody?.content ?? {});
  const isGood = (status: string) => Number(status) < 300;
  const good = Object.entries(responses).filter(([status]) => isGood(status));
  const bad = Object.entries(responses).filter(([status]) => !isGood(status));
  return (
    <>
      {description && (
        <p>
          <Words text={description} />
        </p>
      )}
      {parameters.length > 0 && (
        <section>
          <h3>Parameters</h3>
          <dl className={classes.facts}>
            {parameters.map(({ name, in: where, required, description: about, schema }) => (
              <div key={name}>
                <dt>
                  <code>{name}</code> <span className={classes.dim}>{required ? where : `${where}, optional`}</span>
                </dt>
                <dd>
                  <Words text={[about, ...wordsOf(meant(schema, schemas))].filter(Boolean).join(' · ')} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {body && (
        <section>
          <h3>Body</h3>
          <SchemaView schema={body.schema} schemas={schemas} />
          {Object.entries(body.examples ?? {}).map(([name, { value }]) => (
            <ExampleView key={name} title={`Example: ${name}`} value={value} />
          ))}
        </section>
      )}
      <section>
        <h3>Answers</h3>
        {good.map(([status, { description: words, content = {} }]) => (
          <div key={status} className={classes.answer}>
            <p>
              <strong>{status}</strong> {words}{' '}
              <span className={classes.dim}>{Object.keys(content).join(', ') || 'without a body'}</span>
            </p>
            {content['application/json'] && (
              <SchemaView schema={content['application/json'].schema} schemas={schemas} />
            )}
            {examplesIn(content).map(([name, { value }]) => (
              <ExampleView key={name} title="Example" value={value} />
            ))}
          </div>
        ))}
        <Fold summary="Errors">
          {() => (
            <dl className={classes.facts}>
              {bad.map(([status, { content = {} }]) => (
                <div key={status}>
                  <dt>{status}</dt>
                  {examplesIn(content).map(([code, { value }]) => (
                    <dd key={code}>
                      <ExampleView title={<code>{code}</code>} value={value} />
                    </dd>
                  ))}
                </div>
              ))}
            </dl>
          )}
        </Fold>
      </section>
      <TryIt operation={operation} />
    </>
  );
}

const examplesIn = (content: Answer['content'] = {}) => Object.entries(content['application/json']?.examples ?? {});
const wordsOf = (schema: Schema): string[] => [schema.description ?? '', typeText(schema), limitsOf(schema)];
