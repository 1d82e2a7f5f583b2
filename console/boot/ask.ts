export type Ask = (path: string, method: string, body: string | undefined) => Promise<Response>;

/** Requests of the API as they are written, and its answers as they come. */
export const askOf =
  (api: string, token: () => Promise<string>): Ask =>
  async (path, method, body) => {
    const headers = { authorization: `Bearer ${await token()}`, ...(body && { 'content-type': 'application/json' }) };
    return fetch(new URL(path, api), { method, headers, ...(body && { body }) });
  };
