import { notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import type { Worker } from '../../core/model/operator.ts';

/** Says when a worker that was draining has ended: then it is in the list no more. */
export function useDrained(workers: Worker[]): void {
  const draining = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const there = new Set<string>(workers.map(({ id }) => id));
    for (const id of draining.current) {
      if (there.has(id)) continue;
      notifications.show({ message: `Worker ${id.slice(-6)} has handed over its sessions and has ended.` });
    }
    draining.current = new Set(workers.filter(({ status }) => status === 'draining').map(({ id }) => id));
  }, [workers]);
}
