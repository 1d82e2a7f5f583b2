import { ActionIcon, Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots, IconKey, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Webhook } from '../../core/model/webhooks.ts';
import { ConfirmDialog } from '../session/ConfirmDialog.tsx';
import { useAction } from '../session/useAction.ts';
import { fullTime } from '../shell/time.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { DeliveryLog } from './DeliveryLog.tsx';
import { Tag } from './Tag.tsx';
import { WebhookDialog } from './WebhookDialog.tsx';
import classes from './Webhooks.module.css';
import { errorWords, HEALTH_WORDS } from './words.ts';

interface Props {
  webhook: Webhook;
  onChange: () => void;
  onSecret: (secret: string) => void;
}

/** Why nothing is delivered, or with trouble, and what to do. */
function Trouble({ webhook, onResume, busy }: { webhook: Webhook; onResume: () => void; busy: boolean }) {
  if (webhook.status === 'active') return null;
  const { status, lastError, since } = webhook;
  return (
    <div
      className={classes.trouble}
      data-tone={HEALTH_WORDS[status].tone}
      data-testid="webhook-trouble"
      aria-live="polite"
    >
      <p>
        {status === 'paused' ? 'Paused: nothing is delivered until you resume it. ' : 'Its last attempts failed. '}
        {errorWords(lastError)}, since {fullTime(since)}.
      </p>
      <Button size="xs" variant="default" loading={busy} onClick={onResume}>
        {status === 'paused' ? 'Resume' : 'Try now'}
      </Button>
    </div>
  );
}

export function WebhookCard({ webhook, onChange, onSecret }: Props) {
  const { http } = useKeepline();
  const { busy, run } = useAction();
  const [asking, setAsking] = useState<'edit' | 'rotate' | 'delete'>();
  const [open, setOpen] = useState(false);
  const { id, url, description, events, status, sessionId } = webhook;
  const done = () => {
    setAsking(undefined);
    onChange();
  };
  const test = () =>
    run('The test', async () => {
      const { delivered, httpStatus, error, latencyMs } = await http.testWebhook(id);
      const message = delivered ? `It answered ${httpStatus} after ${latencyMs} ms.` : errorWords(error ?? '');
      notifications.show({
        color: delivered ? 'teal' : 'red',
        title: delivered ? 'Delivered' : 'Not delivered',
        message,
      });
    });
  const resume = () => run('Resuming', async () => void (await http.resumeWebhook(id))).then(onChange);
  const rotate = async () => {
    if (await run('Changing the secret', async () => onSecret((await http.rotateWebhookSecret(id)).secret))) done();
  };
  const remove = async () => {
    if (await run('Deleting', async () => void (await http.deleteWebhook(id)))) done();
  };
  return (
    <li className={classes.card} data-testid="webhook">
      <div className={classes.head}>
        <div className={classes.name}>
          <h2 className={classes.title}>{description ?? new URL(url).host}</h2>
          <p className={classes.url}>{url}</p>
          <p className={classes.fact}>
            {events?.join(', ') ?? 'All events'} · {sessionId ?? 'all sessions'}
          </p>
        </div>
        <Tag {...HEALTH_WORDS[status]} />
        <div className={classes.actions}>
          <Button variant="default" size="xs" loading={busy} onClick={() => void test()}>
            Send a test
          </Button>
          <Menu>
            <Menu.Target>
              <ActionIcon aria-label={`More actions for ${description ?? url}`} variant="default" size={30}>
                <IconDots size={16} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setAsking('edit')}>
                Edit…
              </Menu.Item>
              <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={() => setAsking('rotate')}>
                Change the secret…
              </Menu.Item>
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={16} aria-hidden />}
                onClick={() => setAsking('delete')}
              >
                Delete…
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      </div>
      <Trouble webhook={webhook} busy={busy} onResume={() => void resume()} />
      <Button
        className={classes.toggle}
        variant="subtle"
        size="compact-xs"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {open ? 'Hide deliveries' : 'Show deliveries'}
      </Button>
      {open && <DeliveryLog webhook={webhook} />}
      {asking === 'edit' && <WebhookDialog webhook={webhook} onClose={() => setAsking(undefined)} onDone={done} />}
      <ConfirmDialog
        opened={asking === 'rotate'}
        title="Change the secret?"
        text="You get a new one. For 24 hours both sign, so that your program can change over."
        action="Change"
        busy={busy}
        onConfirm={() => void rotate()}
        onClose={() => setAsking(undefined)}
      />
      <ConfirmDialog
        opened={asking === 'delete'}
        title="Delete this webhook?"
        text="Nothing is delivered to it any more, not even what is being tried again."
        action="Delete webhook"
        busy={busy}
        onConfirm={() => void remove()}
        onClose={() => setAsking(undefined)}
      />
    </li>
  );
}
