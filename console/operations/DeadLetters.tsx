import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { DeadLetters as Found } from '../../core/model/operator.ts';
import { useAction } from '../session/useAction.ts';
import { Ago } from '../shell/Ago.tsx';
import { useKeepline } from '../state/useKeepline.ts';
import classes from './Operations.module.css';

type Queue = Found['queues'][number];

const NAMES = {
  requests: 'Requests for a worker',
  webhooks: 'Deliveries to webhooks',
  connections: 'Ends of connections',
} as const;

/** What the first of them ring for. */
const KINDS: Record<string, string> = {
  session: 'for a session',
  try: 'for a delivery that is due',
  redrive: 'for a webhook’s failed deliveries',
  tenant: 'to look a tenant over',
  all: 'to look all tenants over',
  connection: 'for a connection whose token ends',
};

/** What nobody could deal with, and a way to try it again. */
export function DeadLetters({ queues, onChange }: { queues: Queue[]; onChange: () => void }) {
  return (
    <section className={classes.section} aria-labelledby="dead-letters">
      <h2 id="dead-letters">Dead letters</h2>
      <p className={classes.fact}>
        Bells that were rung five times and answered by nobody. Nothing is lost with them: sweeps find the work, too.
        The reason is in the log of who takes that queue; then try again.
      </p>
      <ul className={classes.list} data-testid="dead-letters">
        {queues.map((queue) => (
          <Line key={queue.queue} found={queue} onChange={onChange} />
        ))}
      </ul>
    </section>
  );
}

function Line({ found: { queue, waiting, kinds, oldestAt }, onChange }: { found: Queue; onChange: () => void }) {
  const { http } = useKeepline();
  const { busy, run } = useAction();
  const redrive = () =>
    run('Trying again', async () => {
      const { redriven } = await http.redriveDeadLetters(queue);
      notifications.show({ message: redriven === 1 ? '1 is tried again.' : `${redriven} are tried again.` });
      onChange();
    });
  const words = Object.entries(kinds).map(([kind, count]) => `${count} ${KINDS[kind] ?? kind}`);
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <span className={classes.title}>{NAMES[queue]}</span>
        <span className={classes.fact}>{waiting === 0 ? 'None' : `${waiting} waiting: ${words.join(', ')}`}</span>
        {oldestAt && (
          <span className={classes.fact}>
            The oldest came <Ago time={oldestAt} />
          </span>
        )}
      </div>
      <span />
      <Button
        size="compact-sm"
        variant="default"
        loading={busy}
        disabled={waiting === 0}
        aria-label={`Try again: ${NAMES[queue]}`}
        onClick={() => void redrive()}
      >
        {waiting > 1 ? `Try all ${waiting} again` : 'Try again'}
      </Button>
    </li>
  );
}
