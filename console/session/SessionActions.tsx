import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconDots,
  IconDownload,
  IconHeartbeat,
  IconLogout,
  IconPlayerStop,
  IconRefresh,
  IconRoute,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import { isResting, type Session } from '../../core/model/session.ts';
import { navigate } from '../routing.ts';
import { titleOf } from '../sessions/statusWords.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { ProxyDialog } from './ProxyDialog.tsx';
import classes from './SessionActions.module.css';
import { tellHealth } from './tellHealth.ts';
import { useAction } from './useAction.ts';

interface Props {
  session: Session;
  onChange: (session: Session) => void;
}

export function SessionActions({ session, onChange }: Props) {
  const { http } = useKeepline();
  const { busy, run } = useAction();
  const [asking, setAsking] = useState<'logout' | 'delete' | 'export' | 'proxy'>();
  const { id, status, phoneNumber } = session;
  const resting = isResting(status);
  const reconnect = () => run('Reconnecting', async () => onChange(await http.reconnectSession(id)));
  const check = () => run('Checking', async () => tellHealth(await http.checkHealth(id)));
  const stop = () => run('Stopping', async () => onChange(await http.stopSession(id)));
  const logOut = () => run('Logging out', async () => onChange(await http.logoutSession(id)));
  const remove = () =>
    run('Deleting', async () => {
      await http.deleteSession(id);
      navigate({ page: 'sessions' });
    });
  const confirm = async (action: () => Promise<boolean>) => {
    if (await action()) setAsking(undefined);
  };
  return (
    <div className={classes.actions}>
      {!resting && (
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={15} aria-hidden />}
          loading={busy}
          onClick={() => void stop()}
        >
          Stop
        </Button>
      )}
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label="More actions" variant="default" size={36}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {status === 'connected' && (
            <Menu.Item leftSection={<IconRefresh size={16} aria-hidden />} onClick={() => void reconnect()}>
              Reconnect now
            </Menu.Item>
          )}
          {!resting && (
            <Menu.Item leftSection={<IconHeartbeat size={16} aria-hidden />} onClick={() => void check()}>
              Check the connection
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconRoute size={16} aria-hidden />} onClick={() => setAsking('proxy')}>
            Proxy…
          </Menu.Item>
          {phoneNumber && status !== 'logged_out' && (
            <Menu.Item leftSection={<IconDownload size={16} aria-hidden />} onClick={() => setAsking('export')}>
              Export…
            </Menu.Item>
          )}
          {phoneNumber && status !== 'logged_out' && (
            <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => setAsking('logout')}>
              Log out of WhatsApp…
            </Menu.Item>
          )}
          <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setAsking('delete')}>
            Delete session…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asking === 'export' && <ExportDialog session={session} onClose={() => setAsking(undefined)} />}
      {asking === 'proxy' && <ProxyDialog session={session} onChange={onChange} onClose={() => setAsking(undefined)} />}
      <ConfirmDialog
        opened={asking === 'logout'}
        title="Log out of WhatsApp?"
        text="The phone shows this device as unlinked and the keys are erased here. To use the session again you scan a new QR code."
        action="Log out"
        busy={busy}
        onConfirm={() => void confirm(logOut)}
        onClose={() => setAsking(undefined)}
      />
      <ConfirmDialog
        opened={asking === 'delete'}
        title={`Delete “${titleOf(session)}”?`}
        text="It disconnects and leaves the list. Its messages are not shown any more."
        action="Delete session"
        busy={busy}
        onConfirm={() => void confirm(remove)}
        onClose={() => setAsking(undefined)}
      />
    </div>
  );
}
