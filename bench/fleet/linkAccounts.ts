import { join } from 'node:path';
import { configureSuccessfulPairing, initAuthCreds } from '@whiskeysockets/baileys';
import { approveDevice } from '../../simulator/phone/link.ts';
import type { Account } from '../../simulator/state/account.ts';
import { Device } from '../../simulator/state/device.ts';
import { Store } from '../../simulator/state/store.ts';
import { World } from '../../simulator/state/world.ts';
import { generateKeyPair, type KeyPair } from '../../simulator/wire/curve.ts';
import { node } from '../../simulator/wire/node.ts';
import type { LinkedAccount } from './account.ts';

/** Baileys makes so many prekeys when it links; that is the dear part of it, so here all accounts have the same. */
const PREKEYS = 812;
/** Of them the server still has so many: more would only be rows for the simulator to load. */
const LEFT = 40;

/**
 * Linked accounts, as if their phones had scanned a code each: written into the state of a simulator that is started
 * afterwards. The first login of each goes on as after a scan: the phone shares its keys and its history.
 * @param stateDir of the whole system
 */
export function linkAccounts(stateDir: string, count: number): LinkedAccount[] {
  const world = new World(new Store(join(stateDir, 'simulator')));
  const preKeys = Array.from({ length: PREKEYS }, generateKeyPair);
  const accounts = Array.from({ length: count }, (_, index) => linkOne(world, `Owner ${index}`, preKeys));
  world.store.close();
  return accounts;
}

function linkOne(world: World, name: string, preKeys: readonly KeyPair[]): LinkedAccount {
  const account = world.createAccount(world.freeNumber(), name);
  const creds = initAuthCreds();
  const { noiseKey, signedIdentityKey, signedPreKey, registrationId, advSecretKey } = creds;
  const identity = Buffer.from(signedIdentityKey.public);
  const { keyIndex, deviceIdentity } = approveDevice({ account }, identity, Buffer.from(advSecretKey, 'base64'));
  const paired = configureSuccessfulPairing(pairSuccess(world, account, keyIndex, deviceIdentity), creds);
  const device = new Device(
    {
      number: account.number,
      id: keyIndex,
      keyIndex,
      noiseKey: Buffer.from(noiseKey.public),
      identity,
      registrationId,
      signedPreKey: {
        id: signedPreKey.keyId,
        public: Buffer.from(signedPreKey.keyPair.public),
        signature: Buffer.from(signedPreKey.signature),
      },
      welcomed: false,
    },
    world.store,
  );
  account.row.nextDeviceId += 1;
  account.save();
  device.save();
  for (const [i, pair] of preKeys.entries()) {
    if (i >= PREKEYS - LEFT) device.addPreKey(i + 1, Buffer.from(pair.public));
  }
  return {
    number: account.number,
    creds: { ...creds, ...paired.creds, nextPreKeyId: PREKEYS + 1, firstUnuploadedPreKeyId: PREKEYS + 1 },
    keys: { 'pre-key': Object.fromEntries(preKeys.map((pair, i) => [String(i + 1), pair])) },
  };
}

/** What the server tells a device that was scanned. */
function pairSuccess(world: World, account: Account, device: number, identity: Buffer) {
  return node('iq', { id: 'link' }, [
    node('pair-success', {}, [
      node('device-identity', {}, identity),
      node('device', { jid: world.jid(account, device, 'pn'), lid: world.jid(account, device, 'lid') }),
      node('platform', { name: 'android' }),
    ]),
  ]);
}
