import { Checkbox } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { memo } from 'react';
import type { Session } from '../../core/model/session.ts';
import { addressOf } from '../routing.ts';
import { Ago } from '../shell/Ago.tsx';
import classes from './SessionRow.module.css';
import { StatusBadge } from './StatusBadge.tsx';
import { titleOf } from './statusWords.ts';

interface Props {
  session: Session;
  selected: boolean;
  /** Stays the same: of a thousand rows only those are drawn anew that changed. */
  onSelect: (id: string, selected: boolean) => void;
}

export const SessionRow = memo(function SessionRow({ session, selected, onSelect }: Props) {
  const { id, status, phoneNumber, updatedAt } = session;
  return (
    <li className={classes.item} data-selected={selected || undefined}>
      <Checkbox
        className={classes.select}
        size="sm"
        aria-label={`Select ${titleOf(session)}`}
        checked={selected}
        onChange={({ currentTarget }) => onSelect(id, currentTarget.checked)}
      />
      <a className={classes.row} href={addressOf({ page: 'session', id, chat: undefined })}>
        <span className={classes.name}>
          <span className={classes.title}>{titleOf(session)}</span>
          <span className={classes.number}>{phoneNumber ? `+${phoneNumber}` : 'No number yet'}</span>
        </span>
        <output>
          <StatusBadge status={status} />
        </output>
        <span className={classes.ago}>
          <Ago time={updatedAt} />
        </span>
        <IconChevronRight className={classes.arrow} size={16} aria-hidden />
      </a>
    </li>
  );
});
