import { useCallback } from 'react';
import { SESSION_REASONS } from '../sessions/reasonWords.ts';
import { STATUS_WORDS } from '../sessions/statusWords.ts';
import { byteWords } from '../shell/byteWords.ts';
import { ErrorPanel } from '../shell/ErrorPanel.tsx';
import { fullTime } from '../shell/time.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { useLook } from '../state/useLook.ts';
import { Fields } from './Fields.tsx';
import { foldMoments } from './foldMoments.ts';
import classes from './SessionHistory.module.css';

const EVERY = 10_000;
/** The newest ones; the API has more. */
const MOMENTS = 15;

/** What a session has done, on which device, in whose hands, and how it came to where it is. */
export function SessionHistory({ id }: { id: string }) {
  const { http } = useKeepline();
  const ask = useCallback(() => http.getDetails(id), [http, id]);
  const { found, error, reload } = useLook(ask, EVERY);
  if (error && !found) return <ErrorPanel title="The details cannot be loaded" error={error} onRetry={reload} />;
  if (!found) return <p className={classes.loading}>Loading…</p>;
  const { messages, chats, reconnects, attempts, platform, device, worker, epoch, timeline } = found;
  const facts = {
    Messages: `${messages.sent} sent, ${messages.received} received, ${messages.failed} failed`,
    Chats: String(chats),
    'Came back': reconnects === 1 ? 'once' : `${reconnects} times`,
    Attempts: attempts > 0 ? String(attempts) : undefined,
    'Last came in': found.lastInboundAt && fullTime(found.lastInboundAt),
    Phone: platform,
    Device: device === undefined ? undefined : String(device),
    Linked: found.pairings.length > 1 ? `${found.pairings.length} times` : undefined,
    'WhatsApp version': found.whatsappVersion.version ?? found.whatsappVersion.good,
    Proxy: found.session.proxy,
    Worker: worker && `${worker.id.slice(-6)}${worker.alive ? '' : ' (silent)'}, owner ${epoch}`,
    Keys: found.credentialsBytes > 0 ? byteWords(found.credentialsBytes) : undefined,
  };
  return (
    <div className={classes.history}>
      <Fields facts={facts} />
      <ol className={classes.timeline} aria-label="Time line" data-testid="timeline">
        {foldMoments(timeline)
          .slice(0, MOMENTS)
          .map(({ at, status, reason, times, since }) => (
            <li key={`${at} ${status}`} className={classes.moment}>
              <time dateTime={at}>{fullTime(at)}</time>
              <span>{STATUS_WORDS[status].label}</span>
              {reason && <span className={classes.why}>{SESSION_REASONS[reason]?.text ?? reason}</span>}
              {times > 1 && (
                <span className={classes.why}>
                  {times} times since <time dateTime={since}>{fullTime(since)}</time>
                </span>
              )}
            </li>
          ))}
      </ol>
    </div>
  );
}
