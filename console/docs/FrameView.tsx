import type { Message, Schemas } from './apiDocs.ts';
import { ExampleView } from './ExampleView.tsx';
import { SchemaView } from './SchemaView.tsx';
import { TryFrame } from './TryFrame.tsx';

/** What is in a frame of the WebSocket; one that clients send can be tried. */
export function FrameView({ message, schemas }: { message: Message; schemas: Schemas }) {
  const [{ payload: example }] = message.examples;
  return (
    <>
      <SchemaView schema={message.payload} schemas={schemas} />
      <ExampleView title="Example" value={example} />
      {message.isAsked && <TryFrame example={example} />}
    </>
  );
}
