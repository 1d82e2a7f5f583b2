import * as z from 'zod';

/** A text that everybody can store and show. */
export const wellFormed = (limit: number) =>
  z
    .string()
    .max(limit)
    .refine((text) => text.isWellFormed() && !text.includes('\0'), 'must be well-formed Unicode without NUL');

const PICTURE = /[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]/u;
/** Whether a text is just one emoji, however many characters that takes. */
export const isEmoji = (text: string): boolean =>
  PICTURE.test(text) && [...new Intl.Segmenter().segment(text)].length === 1;

export const filled = (limit: number) => wellFormed(limit).refine((text) => text.trim() !== '', 'must not be empty');
