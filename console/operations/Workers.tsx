import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Worker } from '../../core/model/operator.ts';
import { ConfirmDialog } from '../session/ConfirmDialog.tsx';
import { useAction } from '../session/useAction.ts';
import { Ago } from '../shell/Ago.tsx';
import { byteWords } from '../shell/byteWords.ts';
import { minutesAndSeconds } from '../shell/time.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { useNow } from '../state/useNow.ts';
import { Tag } from '../webhooks/Tag.tsx';
import { useDrained } from './useDrained.ts';
import { WorkerSessions } from './WorkerSessions.tsx';
import classes from './Operations.module.css';

const WORDS = {
  up: { label: 'Up', tone: 'good' },
  draining: { label: 'Draining', tone: 'working' },
  silent: { label: 'Silent', tone: 'bad' },
} as const;

/** Who holds the sessions, and how it is. */
export function Workers({ workers, onChange }: { workers: Worker[]; onChange: () => void }) {
  const onDrain = useDrained(workers);
  return (
    <section className={classes.section} aria-labelledby="workers">
      <h2 id="workers">Workers</h2>
      <ul className={classes.list} data-testid="workers">
        {workers.map((worker) => (
          <Line key={worker.id} worker={worker} onDrain={onDrain} onChange={onChange} />
        ))}
        {workers.length === 0 && <li className={classes.empty}>No worker is up: sessions wait.</li>}
      </ul>
    </section>
  );
}

interface LineProps {
  worker: Worker;
  onDrain: (id: string) => void;
  onChange: () => void;
}

function Line({ worker, onDrain, onChange }: LineProps) {
  const { http } = useKeepline();
  const { busy, run } = useAction();
  const [asking, setAsking] = useState(false);
  const [open, setOpen] = useState(false);
  const { id, status, sessions, connected, version, memoryBytes, loopDelayMs, lastHeartbeatAt } = worker;
  const short = id.slice(-6);
  const many = sessions === 1 ? '1 session' : `${sessions} sessions`;
  const held = status === 'silent' ? `It had ${many}` : `${many}, ${connected} connected`;
  const drain = () =>
    run('Draining', async () => {
      await http.drainWorker(id);
      onDrain(id);
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
        {status === 'silent' && <Silence since={lastHeartbeatAt} />}
        {status === 'draining' && (
          <span>It hands its sessions over, and ends when the last one is gone. Another worker is started.</span>
        )}
        {status !== 'silent' && (
          <span className={classes.fact}>
            {byteWords(memoryBytes)}, reacts within {Math.ceil(loopDelayMs)} ms, version {version ?? 'unknown'},
            heartbeat <Ago time={lastHeartbeatAt} />
          </span>
        )}
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
        text="It hands its sessions over to the other workers and ends; another one is started in its place. Each session is away for a moment and stays linked. A drain cannot be taken back."
        action="Drain worker"
        busy={busy}
        onConfirm={() => void drain()}
        onClose={() => setAsking(false)}
      />
    </li>
  );
}

/** What a silent worker means, and that nobody has to do anything for its sessions. */
function Silence({ since }: { since: string }) {
  const seconds = Math.max(0, Math.floor((useNow(1_000) - Date.parse(since)) / 1_000));
  return (
    <span>
      No heartbeat for {minutesAndSeconds(seconds)}. Workers that are up take over what it had, by themselves; then it
      leaves this list.
    </span>
  );
}
