import { ring } from '../../core/channels/bells.ts';
import { messageIdFor } from '../../core/model/derivedIds.ts';
import type { SessionId } from '../../core/model/ids.ts';
import { acceptMessage } from '../../core/store/messages.ts';
import { getSession } from '../../core/store/sessions.ts';
import { inLanes } from '../inLanes.ts';
import type { Stores } from './stores.ts';

const LANES = 16;

/** Accepts so many texts for each session, and only then rings: all of it waits when the first is sent. */
export async function fillOutbox(
  { table, bells }: Stores,
  plan: readonly { session: SessionId; to: string }[],
  texts: number,
): Promise<void> {
  const all = plan.flatMap((each) => Array.from({ length: texts }, (_, i) => ({ ...each, text: `text ${i}` })));
  await inLanes(LANES, all, async ({ session, to, text }) => {
    const message = {
      id: messageIdFor(session, undefined),
      sessionId: session,
      chatId: `${to}@s.whatsapp.net`,
      phoneNumber: to,
      fromMe: true,
      content: { type: 'text', text } as const,
      timestamp: new Date().toISOString(),
      status: 'accepted' as const,
    };
    await acceptMessage(table, message, 'bench');
  });
  await inLanes(LANES, plan, async ({ session }) => {
    const row = await getSession(table, session);
    if (row) await ring(bells, row);
  });
}
