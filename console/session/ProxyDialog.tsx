import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Session } from '../../core/model/session.ts';
import dialog from '../sessions/NewSessionDialog.module.css';
import { useSubmit } from '../shell/useSubmit.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { useAction } from './useAction.ts';

interface Props {
  session: Session;
  onChange: (session: Session) => void;
  onClose: () => void;
}

/** Through what a session reaches WhatsApp. A new password has to be written anew: nobody is shown the present one. */
export function ProxyDialog({ session: { id, proxy }, onChange, onClose }: Props) {
  const { http } = useKeepline();
  const [url, setUrl] = useState('');
  const set = async (to: string | null) => {
    onChange(await http.setProxy(id, { url: to }));
    onClose();
  };
  const change = useSubmit(() => set(url.trim()));
  const { busy, run } = useAction();
  return (
    <Modal opened onClose={onClose} title="Proxy of the session">
      <form className={dialog.form} onSubmit={change.submit}>
        <p className={dialog.said}>
          {proxy ? `Now it goes through ${proxy}.` : 'Now it goes to WhatsApp straight.'} A session that is up connects
          again; it stays linked.
        </p>
        <TextInput
          data-autofocus
          label="New proxy"
          description="http://, https:// or socks5://, with user:password@ where it wants them, a host and a port."
          placeholder="socks5://user:password@proxy.example:1080"
          autoComplete="off"
          required
          maxLength={1024}
          value={url}
          error={change.errorOf('url') ?? change.error?.message}
          onChange={({ currentTarget }) => setUrl(currentTarget.value)}
        />
        <div className={dialog.actions}>
          {proxy && (
            <Button variant="default" loading={busy} onClick={() => void run('Leaving the proxy', () => set(null))}>
              Go without a proxy
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={change.busy}>
            Set proxy
          </Button>
        </div>
      </form>
    </Modal>
  );
}
