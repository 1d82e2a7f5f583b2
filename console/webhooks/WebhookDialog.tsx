import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type Webhook, WEBHOOK_EVENT_TYPES } from '../../core/model/webhooks.ts';
import dialog from '../sessions/NewSessionDialog.module.css';
import { SessionPicker } from '../sessions/SessionPicker.tsx';
import { useSubmit } from '../shell/useSubmit.ts';
import { useKeepline } from '../state/useKeepline.ts';
import classes from './Webhooks.module.css';

interface Props {
  /** The one to change; a new one without it. */
  webhook?: Webhook;
  onClose: () => void;
  /** `secret` of a new one. */
  onDone: (secret?: string) => void;
}

export function WebhookDialog({ webhook, onClose, onDone }: Props) {
  const { http } = useKeepline();
  const [url, setUrl] = useState(webhook?.url ?? '');
  const [description, setDescription] = useState(webhook?.description ?? '');
  const [events, setEvents] = useState<string[]>(webhook?.events ?? []);
  const [[sessionId], setSessions] = useState<string[]>([]);
  const { busy, error, errorOf, submit } = useSubmit(async () => {
    const words = description.trim();
    if (webhook) {
      const change = { url: url.trim(), description: words || null, events: events.length > 0 ? events : null };
      await http.updateWebhook(webhook.id, change);
      onDone();
    } else {
      const wish = { url: url.trim(), ...(words && { description: words }), ...(events.length > 0 && { events }) };
      onDone((await http.createWebhook({ ...wish, ...(sessionId && { sessionId }) })).secret);
    }
  });
  const elsewhere = error && !errorOf('url') && !errorOf('description') ? error.message : undefined;

  return (
    <Modal opened onClose={onClose} title={webhook ? 'Edit webhook' : 'New webhook'}>
      <form className={dialog.form} onSubmit={submit}>
        <TextInput
          data-autofocus
          required
          label="Address"
          description="Where your program takes the events."
          placeholder="https://example.com/keepline"
          maxLength={2048}
          value={url}
          error={errorOf('url') ?? elsewhere}
          onChange={({ currentTarget }) => setUrl(currentTarget.value)}
        />
        <TextInput
          label="Description"
          description="For you. You can leave it empty."
          maxLength={200}
          value={description}
          error={errorOf('description')}
          onChange={({ currentTarget }) => setDescription(currentTarget.value)}
        />
        {!webhook && (
          <SessionPicker
            description="Choose one to hear of it alone."
            most={1}
            value={sessionId ? [sessionId] : []}
            error={errorOf('sessionId')}
            onChange={setSessions}
          />
        )}
        <Checkbox.Group label="Events" description="Choose none for all of them." value={events} onChange={setEvents}>
          <div className={classes.events}>
            {WEBHOOK_EVENT_TYPES.map((type) => (
              <Checkbox key={type} size="xs" value={type} label={type} />
            ))}
          </div>
        </Checkbox.Group>
        <div className={dialog.actions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            {webhook ? 'Save' : 'Create webhook'}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
