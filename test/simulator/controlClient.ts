/** An answer of the control API. */
export type ControlReply<Body> = { status: number; body: Body };

/** Calls the simulator's control API. */
export async function callControl<Body = Record<string, unknown>>(
  url: string,
  call: string,
  body?: unknown,
): Promise<ControlReply<Body>> {
  const [method = 'GET', path = '/'] = call.split(' ');
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await fetch(url + path, init);
  return { status: response.status, body: (await response.json()) as Body };
}

/** Listens to server-sent events until aborted; resolves once listening. */
export async function listenEvents(
  url: string,
  signal: AbortSignal,
  onEvent: (event: string, data: unknown) => void,
): Promise<void> {
  const response = await fetch(url, { signal });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = (await reader.read()).value ?? '';
  const pump = async () => {
    for (;;) {
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const [, event, data] = /^event: (.*)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
        text = text.slice(end + 2);
        if (event && data) onEvent(event, JSON.parse(data));
      }
      const { value, done } = await reader.read();
      if (done) return;
      text += value;
    }
  };
  // The stream breaks when the simulator ends or the test aborts: there is nothing more to hear.
  pump().catch(() => undefined);
}
