import { Button, Modal, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import dialog from '../sessions/NewSessionDialog.module.css';
import { useSubmit } from '../shell/useSubmit.ts';
import { useKeepline } from '../state/useKeepline.ts';

/** The version of WhatsApp Web that all workers say. */
export function VersionDialog({ onChange, onClose }: { onChange: () => void; onClose: () => void }) {
  const { http } = useKeepline();
  const [version, setVersion] = useState('');
  const { busy, error, errorOf, submit } = useSubmit(async () => {
    await http.setWhatsAppVersion({ version: version.trim() });
    notifications.show({ message: 'The version is set. All sessions that were refused try again.' });
    onChange();
    onClose();
  });
  return (
    <Modal opened onClose={onClose} title="Set the WhatsApp version">
      <form className={dialog.form} onSubmit={submit}>
        <p>
          Find the present one in a browser at web.whatsapp.com, under Settings, Help. All workers say it from now on,
          and what was refused tries again within seconds. Nobody has to scan.
        </p>
        <TextInput
          data-autofocus
          label="Version"
          placeholder="2.3000.1043857760"
          required
          value={version}
          error={errorOf('version') ?? error?.message}
          onChange={({ currentTarget }) => setVersion(currentTarget.value)}
        />
        <div className={dialog.actions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Set version
          </Button>
        </div>
      </form>
    </Modal>
  );
}
