import { IconMessages } from '@tabler/icons-react';
import type { Session } from '../../core/model/session.ts';
import classes from './NoChat.module.css';
import { waitingWords } from './waitingWords.ts';

export function NoChat({ any, session }: { any: boolean; session: Session }) {
  return (
    <div className={classes.empty}>
      <IconMessages size={32} stroke={1.4} aria-hidden />
      <h2>{any ? 'Choose a chat' : 'No messages yet'}</h2>
      <p className={classes.text}>{any ? 'Its messages open here.' : waitingWords(session)}</p>
    </div>
  );
}
