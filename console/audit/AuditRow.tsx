import type { AuditEntry, AuditOutcome } from '../../core/model/audit.ts';
import { Ago } from '../shell/Ago.tsx';
import { Tag } from '../webhooks/Tag.tsx';
import { actionWords } from './actionWords.ts';
import classes from './Audit.module.css';

const OUTCOME: Record<AuditOutcome, { tone: 'good' | 'bad' | 'warn'; words: string }> = {
  done: { tone: 'good', words: 'Done' },
  refused: { tone: 'warn', words: 'Refused' },
  failed: { tone: 'bad', words: 'Failed' },
};

export function AuditRow({ entry }: { entry: AuditEntry }) {
  const { action, actor, at, error, ip, outcome, sessionId, target, userAgent, via } = entry;
  const { tone, words } = OUTCOME[outcome];
  return (
    <li className={classes.row} data-testid="audit-entry">
      <div className={classes.line}>
        <strong>{actionWords(action)}</strong>
        <Tag tone={tone} label={error ? `${words}: ${error}` : words} />
        <span className={classes.time}>
          <Ago time={at} />
        </span>
      </div>
      <p className={classes.fact}>
        <code className={classes.name}>{action}</code> by {actor.subject} ({actor.role})
        {sessionId && <>, {sessionId}</>}
        {target && <>, {target}</>}
      </p>
      <p className={classes.fact} title={userAgent}>
        over {via === 'http' ? 'HTTP' : 'a WebSocket'}
        {ip && ` from ${ip}`}
      </p>
    </li>
  );
}
