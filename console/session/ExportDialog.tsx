import { Button, Modal, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import type { Session } from '../../core/model/session.ts';
import dialog from '../sessions/NewSessionDialog.module.css';
import { saveFile } from '../shell/saveFile.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { useAction } from './useAction.ts';

interface Props {
  session: Session;
  onClose: () => void;
}

/** The session leaves as a file that its passphrase opens. */
export function ExportDialog({ session: { id, phoneNumber }, onClose }: Props) {
  const { http } = useKeepline();
  const { busy, run } = useAction();
  const [passphrase, setPassphrase] = useState('');
  const leave = async (event: SubmitEvent) => {
    event.preventDefault();
    const done = await run('Exporting', async () => {
      const file = await http.exportSession(id, { passphrase });
      saveFile(`${phoneNumber ?? id}.keepline.json`, JSON.stringify(file), 'application/json');
    });
    if (done) onClose();
  };
  return (
    <Modal opened onClose={onClose} title="Export the session">
      <form className={dialog.form} onSubmit={(event) => void leave(event)}>
        <p>
          The session is stopped, and its keys leave as a file: there are never two owners. Import the file to bring it
          back without a scan. The chats stay here.
        </p>
        <TextInput
          data-autofocus
          type="password"
          autoComplete="new-password"
          label="Passphrase"
          description="At least 12 characters. Without it nobody opens the file, and we cannot help."
          minLength={12}
          maxLength={1024}
          required
          value={passphrase}
          onChange={({ currentTarget }) => setPassphrase(currentTarget.value)}
        />
        <div className={dialog.actions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Stop and export
          </Button>
        </div>
      </form>
    </Modal>
  );
}
