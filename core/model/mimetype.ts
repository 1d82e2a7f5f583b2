import * as z from 'zod';

/** `type/subtype`, with parameters such as `; codecs=opus`. */
export const Mimetype = z
  .string()
  .max(128)
  .regex(/^[\w.+-]+\/[\w.+-]+( *; *[\w.+-]+=[\w.+-]+)*$/, 'must be a media type, such as "image/jpeg"')
  .transform((text) => text.toLowerCase());
