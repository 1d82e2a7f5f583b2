import { type BinaryNode, getBinaryNodeChild, type WASocket } from '@whiskeysockets/baileys';
import type { OperationFailure } from '../../core/model/operations.ts';
import { failureOfCode } from './perform/failure.ts';

export type CodeAnswer = { code: string } | { error: OperationFailure };

const ANSWER_MS = 10_000;
const NO_CODE: OperationFailure = {
  code: 'not_on_whatsapp',
  message: 'WhatsApp gives no code for this number. Check that it has WhatsApp, and its country code.',
};
const TIMED_OUT: OperationFailure = { code: 'timed_out', message: 'WhatsApp did not answer in time. Ask again.' };

/** Asks WhatsApp to take a pairing code. Baileys gives one without looking at the answer: a refused one links nothing. */
export async function askForCode(sock: WASocket, phoneNumber: string): Promise<CodeAnswer> {
  const { promise: answer, resolve } = Promise.withResolvers<OperationFailure | undefined>();
  const taken = () => resolve(undefined);
  const refused = (node: BinaryNode) => resolve(failureOf(node));
  sock.ws.on('CB:iq,type:result,link_code_companion_reg', taken);
  sock.ws.on('CB:iq,type:error', refused);
  const timer = setTimeout(() => resolve(TIMED_OUT), ANSWER_MS);
  try {
    const code = await sock.requestPairingCode(phoneNumber);
    const error = await answer;
    return error ? { error } : { code };
  } finally {
    clearTimeout(timer);
    sock.ws.off('CB:iq,type:result,link_code_companion_reg', taken);
    sock.ws.off('CB:iq,type:error', refused);
  }
}

function failureOf(node: BinaryNode): OperationFailure {
  const code = Number(getBinaryNodeChild(node, 'error')?.attrs['code']);
  return code === 400 || code === 404 ? NO_CODE : failureOfCode(code);
}
