import * as z from 'zod';

/** What differs from one deployment to the next; a file beside the page. */
const Config = z.object({
  api: z.url(),
  websocket: z.url(),
  issuer: z.url(),
  clientId: z.string(),
  audience: z.string(),
  /** The control API of the simulated phones, where WhatsApp is simulated. */
  simulator: z.url().optional(),
});
export type Config = z.infer<typeof Config>;

export async function loadConfig(): Promise<Config> {
  const response = await fetch(new URL('config.json', document.baseURI), { cache: 'no-cache' });
  if (!response.ok) throw new Error(`The console's configuration cannot be read (${response.status}).`);
  return Config.parse(await response.json());
}
