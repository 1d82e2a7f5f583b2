import { useEffect } from 'react';
import type { PhoneApi } from './phoneApi.ts';

/** Makes a phone for this person when there is none. */
export function useMadePhone(api: PhoneApi, missing: boolean, name: string, onCreated: (number: string) => void): void {
  useEffect(() => {
    if (!missing) return undefined;
    // The wait lets a page that is left at once, or mounted twice, make one phone only.
    const timer = setTimeout(
      () =>
        void api.create(name).then(
          (made) => onCreated(made.number),
          () => {},
        ),
      50,
    );
    return () => clearTimeout(timer);
  }, [api, missing, name, onCreated]);
}
