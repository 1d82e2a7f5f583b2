import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { PhoneNumberInput } from '../shell/PhoneNumberInput.tsx';
import classes from './PairingForm.module.css';
import type { Pairing } from './usePairing.ts';

interface Props {
  pairing: Pairing;
  /** The number of the simulated phone, where there is one. */
  suggested: string | undefined;
}

/** Asks for the number that a pairing code is made for. */
export function PairingForm({ pairing, suggested }: Props) {
  const { number, error, asking, setNumber, ask } = pairing;
  const form = useRef<HTMLFormElement>(null);
  // The person has just asked for this form.
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  return (
    <form
      ref={form}
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!asking) ask();
      }}
    >
      <PhoneNumberInput
        description="Of the phone that you link, with the country code."
        value={number}
        error={error}
        onChange={setNumber}
      />
      {suggested && number === '' && (
        <Button
          className={classes.own}
          size="compact-sm"
          variant="subtle"
          onClick={() => {
            setNumber(`+${suggested}`);
            form.current?.querySelector('input')?.focus();
          }}
        >
          Use the simulated phone’s number
        </Button>
      )}
      <Button type="submit" fullWidth loading={asking}>
        Get the code
      </Button>
    </form>
  );
}
