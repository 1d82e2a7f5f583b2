import { useState, type SubmitEvent } from 'react';
import { KeeplineClientError } from '../../client/index.ts';

/** What a form does when it is sent. `error` is why the last time failed; `errorOf` the part of it about one field. */
export function useSubmit(action: () => Promise<void>) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<KeeplineClientError>();
  const act = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await action();
    } catch (failure) {
      if (!(failure instanceof KeeplineClientError)) throw failure;
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return {
    busy,
    error,
    errorOf: (field: string) => error?.details?.find((one) => one.field.split('.')[0] === field)?.message,
    submit: (event: SubmitEvent) => {
      event.preventDefault();
      void act();
    },
  };
}
