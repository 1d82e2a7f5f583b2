import { useEffect, useState } from 'react';
import { KeeplineClientError } from '../../client/index.ts';
import type { PairingCode, PairingRefusal } from '../../core/model/events.ts';
import { readNumber } from '../shell/readNumber.ts';
import { useKeepline } from '../state/useKeepline.ts';

/** A code that did not come within this time does not come, in milliseconds. */
const PATIENCE = 25_000;

export interface Pairing {
  /** As it was typed. */
  number: string;
  /** The code is on its way. */
  asking: boolean;
  error: string | undefined;
  setNumber: (number: string) => void;
  ask: () => void;
}

/** Asks for a pairing code. It comes with the answer, or later as a live frame: then `code` changes, or `refusal`. */
export function usePairing(
  sessionId: string,
  known: string,
  { code, refusal }: { code: PairingCode | undefined; refusal: PairingRefusal['error'] | undefined },
  onCode: (code: PairingCode) => void,
): Pairing {
  const { http } = useKeepline();
  const [number, setNumber] = useState(known);
  const [error, setError] = useState<string>();
  /** What was there when a new code was asked for. */
  const [asked, setAsked] = useState<{ code: string | undefined; refusal: typeof refusal }>();
  const refused = asked && asked.refusal !== refusal ? refusal : undefined;
  const asking = asked !== undefined && asked.code === code?.code && !refused;

  useEffect(() => {
    if (!asking) return undefined;
    const timer = setTimeout(() => {
      setAsked(undefined);
      setError('WhatsApp gave no code for this number. Check it, wait a moment, and ask again.');
    }, PATIENCE);
    return () => clearTimeout(timer);
  }, [asking]);

  const request = async (phoneNumber: string) => {
    setAsked({ code: code?.code, refusal });
    try {
      const answer = await http.requestPairingCode(sessionId, { phoneNumber });
      if ('code' in answer) onCode(answer);
    } catch (failure) {
      if (!(failure instanceof KeeplineClientError)) throw failure;
      setAsked(undefined);
      setError(failure.details?.[0]?.message ?? failure.message);
    }
  };
  return {
    number,
    asking,
    error: error ?? refused?.message,
    setNumber: (next) => {
      setNumber(next);
      setAsked(undefined);
      setError(undefined);
    },
    ask: () => {
      const read = readNumber(number);
      setError('error' in read ? read.error : undefined);
      if ('number' in read) void request(read.number);
    },
  };
}
