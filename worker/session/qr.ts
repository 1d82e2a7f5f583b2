import { push } from '../../core/channels/frames.ts';
import { toDataUrl } from '../../core/channels/qrPictures.ts';
import type { QrCode } from '../../core/model/events.ts';
import type { SessionId } from '../../core/model/ids.ts';
import { writeQr } from '../../core/store/qr.ts';
import type { Context } from '../context.ts';

/**
 * Shows a QR code to whoever listens. Kept first: who subscribes after the push finds it in the snapshot. It never
 * passes the journal: it is a secret while it is valid.
 */
export async function announceQr(
  { table, frames }: Context,
  sessionId: SessionId,
  generation: number,
  dataKey: Promise<Uint8Array>,
  code: QrCode,
): Promise<void> {
  const [qr] = await Promise.all([
    toDataUrl(code.qrString),
    writeQr(table, sessionId, generation, await dataKey, code),
  ]);
  await push(frames, sessionId, [{ type: 'qr_code', sessionId, qr, ...code }]);
}
