import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useKeepline } from '../state/useKeepline.ts';
import type { Operation } from './apiDocs.ts';
import classes from './Docs.module.css';
import { JsonField } from './JsonField.tsx';
import { TryForm } from './TryForm.tsx';

interface Answer {
  status: string;
  text: string;
}

/** Sends a request with the sign-in of the person who looks. */
export function TryIt({ operation: { method, path, parameters, requestBody } }: { operation: Operation }) {
  const { ask } = useKeepline();
  const asked = parameters.filter(({ in: where }) => where !== 'header');
  const [values, setValues] = useState<Record<string, string>>({});
  const examples = Object.values(requestBody?.content ?? {}).flatMap((one) => Object.values(one.examples ?? {}));
  const [body, setBody] = useState(() => (requestBody ? JSON.stringify(examples[0]?.value ?? {}, null, 2) : undefined));
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Answer>();
  const missing = asked.filter(({ name, required }) => required && !values[name]?.trim());

  async function send() {
    const named = (where: string) => asked.filter((one) => one.in === where && values[one.name]?.trim());
    const at = named('path').reduce(
      (text, { name }) => text.replace(`{${name}}`, encodeURIComponent(values[name]?.trim() ?? '')),
      path,
    );
    const query = new URLSearchParams(named('query').map(({ name }) => [name, values[name]?.trim() ?? '']));
    setBusy(true);
    try {
      const response = await ask(`${at}${query.size > 0 ? `?${query.toString()}` : ''}`, method, body);
      setAnswer({ status: `${response.status} ${response.statusText}`, text: pretty(await response.text()) });
    } catch (error) {
      setAnswer({ status: 'No answer', text: error instanceof Error ? error.message : String(error) });
    } finally {
      setBusy(false);
    }
  }

  const came = (
    <div aria-live="polite">
      {answer && (
        <div className={classes.answer} data-testid="answer">
          <p>
            <strong>{answer.status}</strong>
          </p>
          {answer.text && <pre className={classes.code}>{answer.text}</pre>}
        </div>
      )}
    </div>
  );
  return (
    <TryForm busy={busy} disabled={missing.length > 0} onSend={() => void send()} came={came}>
      {asked.map(({ name, required, example }) => (
        <TextInput
          key={name}
          label={name}
          withAsterisk={required}
          placeholder={example}
          value={values[name] ?? ''}
          onChange={({ currentTarget }) => setValues((all) => ({ ...all, [name]: currentTarget.value }))}
        />
      ))}
      {body !== undefined && <JsonField label="Body" value={body} onChange={setBody} />}
    </TryForm>
  );
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
