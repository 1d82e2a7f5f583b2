import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { OperatedSession } from '../../core/model/operator.ts';
import { navigate } from '../routing.ts';
import { useAction } from '../session/useAction.ts';
import { titleOf } from '../sessions/statusWords.ts';
import { useKeepline } from '../state/useKeepline.ts';
import type { Remedy } from './remedies.ts';

const WORDS: Record<Remedy, string> = {
  try: 'Try now',
  link: 'Link again',
  proxy: 'Change proxy…',
  version: 'Set version…',
};

interface Props {
  session: OperatedSession;
  remedy: Remedy;
  /** More has to be known first. */
  onAsk: () => void;
  onChange: () => void;
}

/** Does what helps this session, or asks for what is needed to do it. */
export function RemedyButton({ session, remedy, onAsk, onChange }: Props) {
  const { http } = useKeepline();
  const { busy, run } = useAction();
  const { id } = session;
  const title = titleOf(session);
  const act = {
    try: () =>
      run('Trying', async () => {
        await http.reconnectSession(id);
        notifications.show({ message: `“${title}” is tried again. When it connects, it leaves this list.` });
        onChange();
      }),
    link: () =>
      run('Linking', async () => {
        await http.startSession(id);
        navigate({ page: 'session', id, chat: undefined });
      }),
    proxy: onAsk,
    version: onAsk,
  };
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={busy}
      aria-label={`${WORDS[remedy]} ${title}`}
      onClick={() => void act[remedy]()}
    >
      {WORDS[remedy]}
    </Button>
  );
}
