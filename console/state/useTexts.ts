import { useSessionStorage } from '@mantine/hooks';

const PREFIX = 'keepline.texts.';

/** What was begun to be written, by chat key; kept while this tab is open. */
export function useTexts(sessionId: string) {
  const [texts, setTexts] = useSessionStorage<Record<string, string>>({
    key: PREFIX + sessionId,
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const setText = (key: string, text: string) => setTexts((before) => ({ ...before, [key]: text }));
  return { texts, setText };
}

/** For the next person at this browser. */
export function forgetTexts(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
}
