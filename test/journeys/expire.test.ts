import { expect, it } from 'vitest';
import { World } from './world.ts';

it('shows one QR code after the other, and expires when nobody scans', async () => {
  await using world = await World.open({ workerEnvironment: { QR_SECONDS: '2' } });
  const tenant = await world.tenant();
  const session = await world.session(tenant);
  await session.status('expired');
  expect(session.statuses).toEqual(['connecting', 'qr_ready', 'expired']);
  expect(session.qrs.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(new Set(session.qrs.map(({ qrString }) => qrString)).size).toBe(6);

  // Its end is a state with a next step, and that step works.
  const { userAction } = (await tenant.http.getSession(session.id)) as { userAction?: string };
  expect(userAction).toMatch(/start/i);
  const [before, ada] = [session.events.length, await world.phone('Ada')];
  await tenant.http.startSession(session.id);
  const fresh = await session.until('a code of the new start', () => session.qrs[6]);
  await ada.scan(fresh.qrString);
  await session.status('connected', before);
});
