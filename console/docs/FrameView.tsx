import type { Message, Schemas } from './apiDocs.ts';
import classes from './Docs.module.css';
import { Fold } from './Fold.tsx';
import { SchemaView } from './SchemaView.tsx';

/** What is in a frame of the WebSocket. */
export function FrameView({ message: { payload, examples = [] }, schemas }: { message: Message; schemas: Schemas }) {
  return (
    <>
      <SchemaView schema={payload} schemas={schemas} />
      {examples.map((example) => (
        <Fold key="example" summary="Example">
          {() => <pre className={classes.code}>{JSON.stringify(example.payload, null, 2)}</pre>}
        </Fold>
      ))}
    </>
  );
}
