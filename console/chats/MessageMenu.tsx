import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowBackUp, IconDots } from '@tabler/icons-react';
import type { Message } from '../../core/model/message.ts';
import classes from './MessageMenu.module.css';

const EMOJI = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

interface Props {
  message: Message;
  onReply: (message: Message) => void;
  /** Empty takes the reaction back. */
  onReact: (message: Message, emoji: string) => void;
}

/** What one can do with a message. */
export function MessageMenu({ message, onReply, onReact }: Props) {
  const mine = message.marks?.reactions?.['me'];
  return (
    <Menu position="bottom-end" shadow="md" withinPortal>
      <Menu.Target>
        <ActionIcon className={classes.opener} size="sm" variant="subtle" color="gray" aria-label="Reply or react">
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconArrowBackUp size={16} aria-hidden />} onClick={() => onReply(message)}>
          Reply
        </Menu.Item>
        <Menu.Divider />
        <div className={classes.emoji}>
          {EMOJI.map((emoji) => (
            <Menu.Item
              key={emoji}
              className={classes.one}
              data-mine={mine === emoji ? '' : undefined}
              aria-label={mine === emoji ? `Take ${emoji} back` : `React ${emoji}`}
              onClick={() => onReact(message, mine === emoji ? '' : emoji)}
            >
              {emoji}
            </Menu.Item>
          ))}
        </div>
      </Menu.Dropdown>
    </Menu>
  );
}
