import { notifications } from '@mantine/notifications';
import type * as z from 'zod';
import type { HealthChecked } from '../../core/model/operator.ts';
import { SESSION_REASONS } from '../sessions/reasonWords.ts';
import { STATUS_WORDS } from '../sessions/statusWords.ts';

/** Says what WhatsApp answered on a session's connection, or why it was not asked. */
export function tellHealth({ healthy, status, problem, latencyMs }: z.infer<typeof HealthChecked>): void {
  if (healthy) {
    notifications.show({ title: 'The connection is well', message: `WhatsApp answered within ${latencyMs} ms.` });
    return;
  }
  const why = problem && (SESSION_REASONS[problem.reason]?.text ?? problem.userAction);
  const silent = status === 'connected' ? 'WhatsApp did not answer on it. “Reconnect now” makes a new one.' : undefined;
  const message = why ?? silent ?? STATUS_WORDS[status].text;
  notifications.show({ color: 'red', title: 'The connection is not well', message });
}
