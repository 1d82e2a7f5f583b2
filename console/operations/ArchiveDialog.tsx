import { Button, Modal, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import dialog from '../sessions/NewSessionDialog.module.css';
import { useSubmit } from '../shell/useSubmit.ts';
import { useKeepline } from '../state/useKeepline.ts';

const sessionsOf = (count: number): string => (count === 1 ? '1 session' : `${count} sessions`);

/** Takes what has been at rest for long out of the lists; first it says how many these are. */
export function ArchiveDialog({ onChange, onClose }: { onChange: () => void; onClose: () => void }) {
  const { http } = useKeepline();
  const [days, setDays] = useState('7');
  const [found, setFound] = useState<number>();
  const { busy, error, errorOf, submit } = useSubmit(async () => {
    const olderThanDays = Number(days);
    if (!found) {
      setFound((await http.cleanupInactive({ olderThanDays, dryRun: true })).sessions.length);
      return;
    }
    const { sessions, complete } = await http.cleanupInactive({ olderThanDays });
    notifications.show({
      message: `${sessionsOf(sessions.length)} archived${complete ? '.' : '. There are more: do it again.'}`,
    });
    onChange();
    onClose();
  });
  return (
    <Modal opened onClose={onClose} title="Archive inactive sessions">
      <form className={dialog.form} onSubmit={submit}>
        <p>
          Sessions of all tenants that are stopped, expired, logged out or failed, and have not changed for so long,
          leave the lists. For 30 days a start brings one back; then it is logged out and erased.
        </p>
        <TextInput
          data-autofocus
          type="number"
          min={1}
          max={3650}
          required
          label="Days without a change"
          value={days}
          error={errorOf('olderThanDays') ?? error?.message}
          onChange={({ currentTarget }) => {
            setDays(currentTarget.value);
            setFound(undefined);
          }}
        />
        <output>
          {found === 0 && 'No session has been at rest for so long.'}
          {!!found && `${sessionsOf(found)} would be archived.`}
        </output>
        <div className={dialog.actions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            {found ? `Archive ${sessionsOf(found)}` : 'See how many'}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
