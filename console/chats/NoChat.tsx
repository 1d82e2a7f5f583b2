import { IconMessages } from '@tabler/icons-react';
import classes from './NoChat.module.css';

export function NoChat({ any, number }: { any: boolean; number: string | undefined }) {
  return (
    <div className={classes.empty}>
      <IconMessages size={32} stroke={1.4} aria-hidden />
      <h2>{any ? 'Choose a chat' : 'No messages yet'}</h2>
      <p className={classes.text}>
        {any
          ? 'Its messages open here.'
          : `The phone is linked. What +${number ?? ''} gets from now on appears here by itself; or start a new chat.`}
      </p>
    </div>
  );
}
