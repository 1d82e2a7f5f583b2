import { PhoneNumber } from '../../core/model/jid.ts';

/** A phone number as people write it, as digits; or what is wrong with it. */
export function readNumber(text: string): { number: string } | { error: string } {
  const bare = text.replace(/[\s()./\u00a0-]/g, '').replace(/^00/, '+');
  if (bare === '') return { error: 'Enter the phone number, with its country code.' };
  if (/[^\d+]/.test(bare)) return { error: 'A phone number has digits only, such as +49 151 23456789.' };
  if (/^\+?0/.test(bare)) return { error: 'Begin with the country code, without the first 0: +49 151 23456789.' };
  const parsed = PhoneNumber.safeParse(bare);
  if (parsed.success) return { number: parsed.data };
  return { error: 'With the country code it has 5 to 15 digits, such as +49 151 23456789.' };
}
