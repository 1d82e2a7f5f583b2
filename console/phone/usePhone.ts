import { useEffect, useState } from 'react';
import type { Phone, PhoneApi, PhoneMessage } from './phoneApi.ts';

/** A phone as it is now: every event of it asks again. */
export function usePhone(api: PhoneApi, number: string | undefined) {
  const [seen, setSeen] = useState<{ number: string; phone: Phone | undefined; messages: PhoneMessage[] }>();

  useEffect(() => {
    if (number === undefined) return undefined;
    let left = false;
    const look = async () => {
      const phone = (await api.list()).find((one) => one.number === number);
      const messages = phone ? await api.messages(number) : [];
      if (!left) setSeen({ number, phone, messages });
    };
    const refresh = () => void look().catch(() => {});
    const events = api.events(number);
    for (const name of ['open', 'message', 'status', 'linked', 'unlinked', 'connected', 'disconnected']) {
      events.addEventListener(name, refresh);
    }
    refresh();
    return () => {
      left = true;
      events.close();
    };
  }, [api, number]);

  const current = seen?.number === number ? seen : undefined;
  return {
    phone: current?.phone,
    messages: current?.messages ?? [],
    /** There was such a phone, and the simulator does not know it any more. */
    gone: current !== undefined && !current.phone,
  };
}
