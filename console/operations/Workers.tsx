import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Worker } from '../../core/model/operator.ts';
import { ConfirmDialog } from '../session/ConfirmDialog.tsx';
import { useAction } from '../session/useAction.ts';
import { Ago } from '../shell/Ago.tsx';
import { byteWords } from '../shell/byteWords.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { Tag } from '../webhooks/Tag.tsx';
import { WorkerSessions } from './WorkerSessions.tsx';
import classes from './Operations.module.css';

const WORDS = {
  up: { label: 'Up', tone: 'good' },
  draining: { label: 'Draining', tone: 'working' },
  silent: { label: 'Silent', tone: 'bad' },
} as const;

/** Who holds the sessions, and how it is. */
export function Workers({ workers, onChange }: { workers: Worker[]; onChange: () => void }) {
  return (
    <section className={classes.section} aria-labelledby="workers">
      <h2 id="workers">Workers</h2>
      <ul className={classes.list} data-testid="workers">
        {workers.map((worker) => (
          <Line key={worker.id} worker={worker} onChange={onChange} />
        ))}
        {workers.length === 0 && <li className={classes.empty}>No worker is up: sessions wait.</li>}
      </ul>
    </section>
  );
}

function Line({ worker, onChange }: { worker: Worker; onChange: () => void }) {
  const { http } = useKeepline();
  const { busy, run } = useAction();
  const [asking, setAsking] = useState(false);
  const [open, setOpen] = useState(false);
  const { id, status, sessions, connected, version, memoryBytes, loopDelayMs, lastHeartbeatAt } = worker;
  const short = id.slice(-6);
  const held = `${sessions === 1 ? '1 session' : `${sessions} sessions`}, ${connected} connected`;
  const drain = () =>
    run('Draining', async () => {
      await http.drainWorker(id);
      setAsking(false);
      onChange();
    });
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <span className={classes.title}>Worker {short}</span>
        <button
          type="button"
          className={classes.unfold}
          aria-expanded={open}
          aria-label={`${held}, worker ${short}`}
          onClick={() => setOpen(!open)}
        >
          {held}
        </button>
        <span className={classes.fact}>
          {byteWords(memoryBytes)}, {loopDelayMs} ms late, version {version ?? 'unknown'}, heartbeat{' '}
          <Ago time={lastHeartbeatAt} />
        </span>
      </div>
      <Tag {...WORDS[status]} />
      <Button
        size="compact-sm"
        variant="default"
        disabled={status !== 'up'}
        aria-label={`Drain worker ${short}`}
        onClick={() => setAsking(true)}
      >
        Drain…
      </Button>
      {open && <WorkerSessions worker={id} />}
      <ConfirmDialog
        opened={asking}
        title="Drain this worker?"
        text="It hands its sessions over to the other workers and ends; another one is started in its place. Each session is away for a moment and stays linked."
        action="Drain worker"
        busy={busy}
        onConfirm={() => void drain()}
        onClose={() => setAsking(false)}
      />
    </li>
  );
}
