import { VisuallyHidden } from '@mantine/core';
import { IconAlertCircle, IconCheck, IconChecks, IconClock } from '@tabler/icons-react';
import type { MessageStatus } from '../../core/model/message.ts';
import classes from './Ticks.module.css';

const LOOKS = {
  accepted: { Icon: IconClock, words: 'Accepted, on its way' },
  sent: { Icon: IconCheck, words: 'Sent' },
  delivered: { Icon: IconChecks, words: 'Delivered' },
  read: { Icon: IconChecks, words: 'Read' },
  played: { Icon: IconChecks, words: 'Played' },
  failed: { Icon: IconAlertCircle, words: 'Not sent' },
} as const satisfies Record<MessageStatus, unknown>;

/** How far a sent message has come: a clock, one tick, two, two in colour. */
export function Ticks({ status }: { status: MessageStatus }) {
  const { Icon, words } = LOOKS[status];
  return (
    <span className={classes.ticks} data-status={status} title={words}>
      <Icon size={15} stroke={2} aria-hidden />
      <VisuallyHidden>{words}</VisuallyHidden>
    </span>
  );
}
