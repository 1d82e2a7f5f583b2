import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { OperatedSession } from '../../core/model/operator.ts';
import { navigate } from '../routing.ts';
import { ProxyDialog } from '../session/ProxyDialog.tsx';
import { useAction } from '../session/useAction.ts';
import { titleOf } from '../sessions/statusWords.ts';
import { useKeepline } from '../state/useKeepline.ts';
import type { Remedy } from './remedies.ts';
import { VersionDialog } from './VersionDialog.tsx';

const WORDS: Record<Remedy, string> = {
  try: 'Try now',
  link: 'Link again',
  proxy: 'Change proxy…',
  version: 'Set version…',
};

interface Props {
  session: OperatedSession;
  remedy: Remedy;
  onChange: () => void;
}

/** Does what helps this session, or asks for what is needed to do it. */
export function RemedyButton({ session, remedy, onChange }: Props) {
  const { http } = useKeepline();
  const { busy, run } = useAction();
  const [asking, setAsking] = useState(false);
  const { id } = session;
  const title = titleOf(session);
  const close = () => setAsking(false);
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
    proxy: () => setAsking(true),
    version: () => setAsking(true),
  };
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        loading={busy}
        aria-label={`${WORDS[remedy]} ${title}`}
        onClick={() => void act[remedy]()}
      >
        {WORDS[remedy]}
      </Button>
      {asking && remedy === 'proxy' && <ProxyDialog session={session} onChange={onChange} onClose={close} />}
      {asking && remedy === 'version' && <VersionDialog onChange={onChange} onClose={close} />}
    </>
  );
}
