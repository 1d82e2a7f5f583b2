import { useEffect, useRef, useState } from 'react';
import { KeeplineClientError, type Live } from '../../client/index.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { secretless } from './secretless.ts';

/** What is shown at once: a busy account tells more than anybody reads. */
const MOST = 20;

type Topic = { all: true } | { sessionId: string };
interface Came {
  key: number;
  text: string;
}

/** Sends a frame over the page's own connection, and gathers its answer and what comes of that session after it. */
export function useTryFrame() {
  const { live } = useKeepline();
  const [came, setCame] = useState<Came[]>();
  const count = useRef(0);
  const leave = useRef(() => {});
  const isHere = useRef(false);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
      leave.current();
    };
  }, []);
  const show = (frame: object) => {
    const next = { key: count.current++, text: JSON.stringify(secretless(frame), null, 2) };
    setCame((before = []) => [...before, next].slice(-MOST));
  };

  async function send(text: string): Promise<void> {
    leave.current();
    leave.current = () => {};
    setCame(undefined);
    try {
      const request = JSON.parse(text) as Parameters<Live['request']>[0];
      const answer = await live.request(request);
      show(answer);
      const topic = topicOf(answer);
      if (topic && answer.type !== 'unsubscribed' && isHere.current) leave.current = follow(live, topic, show);
    } catch (error) {
      if (error instanceof SyntaxError) show({ type: 'error', code: 'invalid_json', message: error.message });
      else if (error instanceof KeeplineClientError) show(frameOf(error));
      else throw error;
    }
  }

  return { came, send };
}

function topicOf(answer: object): Topic | undefined {
  if ('all' in answer) return { all: true };
  if ('sessionId' in answer && typeof answer.sessionId === 'string') return { sessionId: answer.sessionId };
  return 'session' in answer ? { sessionId: (answer.session as { id: string }).id } : undefined;
}

function follow(live: Live, topic: Topic, show: (frame: object) => void): () => void {
  const listener = {
    event: show,
    qr: show,
    pairingCode: show,
    pairingRefused: show,
    generated: show,
    presence: show,
    webhookPaused: show,
  };
  return 'all' in topic ? live.subscribeAll(listener) : live.subscribe(topic.sessionId, listener);
}

/** As the server wrote it; where there was no way to it, as the client says it. */
const frameOf = ({ code, message, details, requestId }: KeeplineClientError) => ({
  type: 'error',
  code,
  message,
  ...(details && { details }),
  ...(requestId && { requestId }),
});
