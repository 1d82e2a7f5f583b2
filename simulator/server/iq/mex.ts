import { node } from '../../wire/node.ts';

/** Structured queries: there is nothing to tell (no restriction, no cap). */
export function answerMex() {
  const data = { xwa2_fetch_account_reachout_timelock: { is_active: false }, xwa2_message_capping_info: {} };
  return [node('result', {}, Buffer.from(JSON.stringify({ data })))];
}
