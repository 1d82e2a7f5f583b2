import { IconUser, IconUsers } from '@tabler/icons-react';
import { isGroup } from '../../core/model/jid.ts';
import type { Chat } from '../state/chatsOf.ts';
import classes from './Avatar.module.css';

const TONES = 4;
const toneOf = (key: string) => Array.from(key).reduce((sum, sign) => sum + sign.charCodeAt(0), 0) % TONES;

function initialsOf(title: string): string {
  const words = title.split(/\s+/u).filter((word) => /^\p{L}/u.test(word));
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word = '') => /^./u.exec(word)?.[0] ?? '')
    .join('');
}

/** A person's initials, in a colour that stays theirs. */
export function Avatar({ chat: { key, chatId, title } }: { chat: Chat }) {
  const initials = initialsOf(title).toUpperCase();
  return (
    <span className={classes.avatar} data-tone={toneOf(key)} aria-hidden>
      {isGroup(chatId) ? <IconUsers size={20} stroke={1.7} /> : initials || <IconUser size={20} stroke={1.7} />}
    </span>
  );
}
