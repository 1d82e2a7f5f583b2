import { useLocalStorage } from '@mantine/hooks';

type Numbers = Record<string, string>;

/**
 * Which simulated phone plays whom, remembered in this browser: the one that a session is linked to, and the customer
 * who writes to it.
 */
export function usePhones(sessionId: string) {
  const [numbers, setNumbers] = useLocalStorage<Numbers>({
    key: 'keepline.phones',
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const put = (who: string) => (number: string) => setNumbers((before) => ({ ...before, [who]: number }));
  return {
    owner: numbers[sessionId],
    setOwner: put(sessionId),
    customer: numbers['customer'],
    setCustomer: put('customer'),
  };
}
