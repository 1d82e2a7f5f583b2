/** Bare Baileys in a process of its own. Usage: process.ts URL; orders come over IPC, one at a time. */
import { readFile } from 'node:fs/promises';
import { fromText } from '../fleet/account.ts';
import { inLanes } from '../inLanes.ts';
import { Client } from './client.ts';
import type { Answer, Order } from './orders.ts';

// libsignal prints whole sessions when it closes one.
console.info = () => {};
console.warn = () => {};

const [url = ''] = process.argv.slice(2);
const clients: Client[] = [];
const answer = (what: Answer) => process.send?.(what);

process.on('message', (order: Order) => {
  obey(order).then(
    () => answer({ type: 'done' }),
    (error: unknown) => answer({ type: 'failed', words: String(error) }),
  );
});
process.channel?.ref();
answer({ type: 'ready' });

async function obey(order: Order): Promise<void> {
  switch (order.do) {
    case 'open':
      return inLanes(order.lanes, fromText(await readFile(order.file, 'utf8')), async (account) => {
        const client = new Client(url, account);
        clients.push(client);
        await client.opened;
      });
    case 'send':
      return inLanes(order.to.length, [...order.to.entries()], async ([index, to]) => {
        for (let i = 0; i < order.texts; i++) await clients[index]?.send(to, `text ${i}`);
      });
    case 'pair': {
      const client = new Client(url, undefined, (qr) => answer({ type: 'shown', qr }));
      clients.push(client);
      return client.opened;
    }
    case 'close':
      return inLanes(clients.length, clients.splice(0), (client) => client.end());
  }
}
