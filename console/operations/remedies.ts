import type { OperatedSession } from '../../core/model/operator.ts';
import { OPERATOR_NEXT, SESSION_REASONS } from '../sessions/reasonWords.ts';

/** What helps, one click away: another try, a new link, another proxy, another version of WhatsApp Web. */
export type Remedy = 'try' | 'link' | 'proxy' | 'version';

/** @param operates is an operator, who does what others are told to ask for */
export function remedyOf({ status, problem }: OperatedSession, operates: boolean): Remedy {
  if (status === 'logged_out' || status === 'expired') return 'link';
  if (problem?.reason.startsWith('proxy_')) return 'proxy';
  return problem?.reason === 'client_outdated' && operates ? 'version' : 'try';
}

/** Why a session needs somebody, and what comes next. */
export function problemWords({ problem }: OperatedSession, operates: boolean): { text: string; next: string } {
  const { reason = '', userAction = '' } = problem ?? {};
  const words = SESSION_REASONS[reason];
  const next = (operates ? OPERATOR_NEXT[reason] : undefined) ?? words?.next ?? userAction;
  return { text: words?.text ?? reason.replaceAll('_', ' '), next };
}
