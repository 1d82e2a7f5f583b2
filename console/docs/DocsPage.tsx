import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { KeeplineClientError } from '../../client/index.ts';
import page from '../sessions/SessionsPage.module.css';
import { SessionsSkeleton } from '../sessions/SessionsSkeleton.tsx';
import { ErrorPanel } from '../shell/ErrorPanel.tsx';
import { usePageTitle } from '../shell/usePageTitle.ts';
import webhooks from '../webhooks/Webhooks.module.css';
import { type ApiDocs, type Group, loadApiDocs } from './apiDocs.ts';
import classes from './Docs.module.css';
import { Fold } from './Fold.tsx';
import { FrameView } from './FrameView.tsx';
import { OperationView } from './OperationView.tsx';
import { Words } from './Words.tsx';

/** Every operation and every frame, out of the documents that are made of the contract. */
export function DocsPage() {
  const [docs, setDocs] = useState<ApiDocs>();
  const [error, setError] = useState<KeeplineClientError>();
  const [search, setSearch] = useState('');
  usePageTitle('API');
  const load = () => {
    loadApiDocs().then(setDocs, (cause: unknown) => {
      setError(new KeeplineClientError('network', cause instanceof Error ? cause.message : 'The network is away.'));
    });
  };
  useEffect(load, []);
  const words = search.toLowerCase().split(/\s+/);
  const fits = (...texts: string[]) => words.every((word) => texts.join(' ').toLowerCase().includes(word));
  const operations =
    docs &&
    narrowed(docs.operations, ({ path, method, summary, operationId, tags }) =>
      fits(method, path, summary, operationId, ...tags),
    );
  const frames = docs && narrowed(docs.frames, ({ name, summary }) => fits('websocket', name, summary));
  return (
    <div className={page.page}>
      <header className={page.header}>
        <div>
          <h1>API</h1>
          <p className={page.summary}>
            All operations and events. Tools read{' '}
            <a className={classes.link} href="openapi.json">
              openapi.json
            </a>{' '}
            and{' '}
            <a className={classes.link} href="asyncapi.json">
              asyncapi.json
            </a>
            .
          </p>
        </div>
      </header>
      <TextInput
        aria-label="Search"
        placeholder="Search: messages, POST, webhook…"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={search}
        onChange={({ currentTarget }) => setSearch(currentTarget.value)}
      />
      {error && !docs && <ErrorPanel title="The documents cannot be loaded" error={error} onRetry={load} />}
      {!docs && !error && <SessionsSkeleton />}
      {docs && operations?.length === 0 && frames?.length === 0 && <p className={webhooks.empty}>Nothing fits.</p>}
      {docs &&
        operations?.map(({ name, entries }) => (
          <Entries key={name} title={name}>
            {entries.map((operation) => (
              <Fold
                key={operation.operationId}
                testId={operation.operationId}
                summary={<Line kind={operation.method} name={operation.path} about={operation.summary} />}
              >
                {() => <OperationView operation={operation} schemas={docs.schemas} />}
              </Fold>
            ))}
          </Entries>
        ))}
      {docs &&
        frames?.map(({ name, entries }) => (
          <Entries key={name} title={name}>
            {entries.map((message) => (
              <Fold
                key={message.name}
                testId={message.name}
                summary={<Line name={message.name} about={message.summary} />}
              >
                {() => <FrameView message={message} schemas={docs.frameSchemas} />}
              </Fold>
            ))}
          </Entries>
        ))}
    </div>
  );
}

const narrowed = <T,>(groups: Group<T>[], fits: (entry: T) => boolean): Group<T>[] =>
  groups
    .map(({ name, entries }) => ({ name, entries: entries.filter(fits) }))
    .filter(({ entries }) => entries.length > 0);

function Entries({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.group} aria-label={title}>
      <h2>{title}</h2>
      <div className={classes.list}>{children}</div>
    </section>
  );
}

function Line({ kind, name, about }: { kind?: string; name: string; about: string }) {
  return (
    <span className={classes.line}>
      {kind && (
        <span className={classes.method} data-method={kind}>
          {kind}
        </span>
      )}
      <code className={classes.path}>{name}</code>
      <span className={classes.dim}>
        <Words text={about} />
      </span>
    </span>
  );
}
