import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { Delivery, DeliveryState, Webhook } from '../../core/model/webhooks.ts';
import { useAction } from '../session/useAction.ts';
import { Ago } from '../shell/Ago.tsx';
import { ErrorPanel } from '../shell/ErrorPanel.tsx';
import { fullTime } from '../shell/time.ts';
import { useDeliveries } from '../state/useDeliveries.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { Tag } from './Tag.tsx';
import classes from './Webhooks.module.css';
import { errorWords, STATE_WORDS } from './words.ts';

const FILTERS = [
  { value: 'all', label: 'All' },
  { value: 'delivered', label: 'Delivered' },
  { value: 'retrying', label: 'Retrying' },
  { value: 'given_up', label: 'Given up' },
];

function Line({ delivery, onRedrive }: { delivery: Delivery; onRedrive: () => Promise<void> }) {
  const { busy, run } = useAction();
  const { type, state, attempts, latencyMs, httpStatus, error, lastAttemptAt, nextTryAt, seq } = delivery;
  return (
    <li className={classes.delivery} data-testid="delivery" data-state={state}>
      <span className={classes.what}>
        <code>{type}</code>
        <span className={classes.fact}>{error ? errorWords(error) : `Answered ${httpStatus ?? ''}`}</span>
      </span>
      <Tag {...STATE_WORDS[state]} />
      <span className={classes.fact}>
        {attempts === 1 ? '1 attempt' : `${attempts} attempts`}, {latencyMs} ms
      </span>
      <span className={classes.fact} title={nextTryAt && `Next try ${fullTime(nextTryAt)}`}>
        <Ago time={lastAttemptAt} />
      </span>
      <Button
        size="compact-xs"
        variant="default"
        loading={busy}
        aria-label={`Deliver event ${seq} again`}
        onClick={() => void run('Delivering again', onRedrive)}
      >
        Again
      </Button>
    </li>
  );
}

/** What became of each event, and a way to send it again. */
export function DeliveryLog({ webhook: { id } }: { webhook: Webhook }) {
  const { http } = useKeepline();
  const [filter, setFilter] = useState('all');
  const state = filter === 'all' ? undefined : (filter as DeliveryState);
  const { deliveries, error, more, reload } = useDeliveries(id, state);
  const { busy, run } = useAction();
  const redrive = async (delivery: Delivery) => {
    await http.redriveDelivery(id, delivery.id);
    reload();
  };
  const redriveAll = () =>
    run('Delivering again', async () => {
      await http.redriveWebhook(id);
      reload();
    });
  return (
    <section className={classes.log} aria-label="Deliveries">
      <div className={classes.bar}>
        <SegmentedControl size="xs" aria-label="Show" data={FILTERS} value={filter} onChange={setFilter} />
        <Button size="compact-xs" variant="default" loading={busy} onClick={() => void redriveAll()}>
          Deliver all failed again
        </Button>
      </div>
      {error && <ErrorPanel title="The deliveries cannot be loaded" error={error} onRetry={reload} />}
      <ul className={classes.deliveries}>
        {deliveries?.map((delivery) => (
          <Line key={delivery.id} delivery={delivery} onRedrive={() => redrive(delivery)} />
        ))}
        {deliveries?.length === 0 && <li className={classes.none}>Nothing in the last 7 days.</li>}
      </ul>
      {more && (
        <Button variant="default" onClick={more}>
          Show more
        </Button>
      )}
    </section>
  );
}
