import { Button, VisuallyHidden } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { PairingCode } from '../../core/model/events.ts';
import { secondsUntil } from '../shell/time.ts';
import { useNow } from '../state/useNow.ts';
import classes from './PairingCodeView.module.css';

interface Props {
  code: PairingCode;
  /** As it was typed; empty when another page asked for the code. */
  number: string;
  onNew: () => void;
  onOtherNumber: () => void;
}

/** A pairing code, large, in two halves as the phone shows them. */
export function PairingCodeView({ code: { code, expiresAt }, number, onNew, onOtherNumber }: Props) {
  const { copied, copy } = useClipboard();
  const over = secondsUntil(expiresAt, useNow(500)) === 0;
  const shown = `${code.slice(0, 4)}-${code.slice(4)}`;
  return (
    <div className={classes.view}>
      <p>{number ? `For the phone with ${number}` : 'For the phone that it was asked for'}</p>
      <p className={classes.code} data-testid="pairing-code" data-over={over ? '' : undefined} aria-hidden>
        {shown}
      </p>
      <VisuallyHidden aria-live="polite">
        {over ? 'The pairing code has expired.' : `The pairing code is ${code.split('').join(' ')}.`}
      </VisuallyHidden>
      <div className={classes.actions}>
        {over ? (
          <Button onClick={onNew}>New code</Button>
        ) : (
          <Button
            variant="default"
            leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
            onClick={() => copy(shown)}
          >
            {copied ? 'Copied' : 'Copy the code'}
          </Button>
        )}
        <Button variant="subtle" color="gray" onClick={onOtherNumber}>
          Other number
        </Button>
      </div>
    </div>
  );
}
