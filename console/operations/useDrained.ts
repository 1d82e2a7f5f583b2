import { notifications } from '@mantine/notifications';
import { useCallback, useEffect, useRef } from 'react';
import type { Worker } from '../../core/model/operator.ts';

/**
 * Says when a worker that was draining has ended: then it is in the list no more.
 * @returns how to tell of one that was asked to: it may be gone before a list shows it draining
 */
export function useDrained(workers: Worker[]): (id: string) => void {
  const draining = useRef(new Set<string>());
  useEffect(() => {
    const there = new Set<string>(workers.map(({ id }) => id));
    for (const id of draining.current) {
      if (there.has(id)) continue;
      draining.current.delete(id);
      notifications.show({ message: `Worker ${id.slice(-6)} has handed over its sessions and has ended.` });
    }
    for (const { id, status } of workers) if (status === 'draining') draining.current.add(id);
  }, [workers]);
  return useCallback((id) => void draining.current.add(id), []);
}
