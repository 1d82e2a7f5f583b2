import { createServer, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { handleControl } from './control/handle.ts';
import { Phone } from './phone/phone.ts';
import { Connection } from './server/connection.ts';
import { onHello, onNode } from './server/dispatch.ts';
import { Faults } from './server/faults.ts';
import { endSession } from './server/endSession.ts';
import { startMediaHost } from './server/mediaHost.ts';
import { createRules } from './server/rules.ts';
import type { Server } from './server/server.ts';
import { Media } from './state/media.ts';
import { Store } from './state/store.ts';
import { World } from './state/world.ts';

export type SimulatorOptions = { port: number; stateDir?: string };

/** A running simulator. `whatsappUrl` is where a client connects; `noiseRootKey` is what its certificates end at. */
export type Simulator = {
  url: string;
  whatsappUrl: string;
  noiseRootKey: Buffer;
  /** PEM of who vouches for the host of media. */
  authority: string;
  close: () => Promise<void>;
};

/** Starts a simulator on this machine's loopback; port 0 takes a free one. */
export async function startSimulator({ port, stateDir }: SimulatorOptions): Promise<Simulator> {
  const store = new Store(stateDir);
  const server = createWorldServer(store, new Media(stateDir));
  const mediaHost = await startMediaHost(server);
  server.mediaHost = mediaHost.host;
  const http = createServer((request, response) => void handleControl(server, request, response));
  acceptWebSockets(server, http);
  await new Promise<void>((resolve, reject) => http.once('error', reject).listen(port, '127.0.0.1', resolve));
  const address = `127.0.0.1:${(http.address() as AddressInfo).port}`;
  return {
    url: `http://${address}`,
    whatsappUrl: `ws://${address}/ws/chat`,
    noiseRootKey: server.world.keys.root.public,
    authority: server.world.authority.certificate,
    close: async () => {
      const closed = new Promise((resolve) => http.close(resolve));
      for (const connection of server.connections) connection.drop();
      http.closeAllConnections();
      await closed;
      await mediaHost.close();
      store.close();
    },
  };
}

function createWorldServer(store: Store, media: Media): Server {
  const world = new World(store);
  const connections = new Set<Connection>();
  const faults = new Faults(connections);
  world.clockSkew = () => faults.clockSkew;
  const server: Server = {
    world,
    faults,
    rules: createRules(),
    media,
    mediaHost: '',
    connections,
    sessions: new Map(),
    links: new Map(),
    phones: new Map(),
  };
  for (const account of world.accounts.values()) server.phones.set(account.number, new Phone(server, account));
  return server;
}

function acceptWebSockets(server: Server, http: ReturnType<typeof createServer>): void {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  http.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const refused = pathname === '/ws/chat' ? server.faults.atTheDoor : 'cut';
    if (refused === 'cut') socket.destroy();
    else if (refused !== undefined)
      socket.end(`HTTP/1.1 ${refused} ${STATUS_CODES[refused]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
    if (refused !== undefined) return;
    sockets.handleUpgrade(request, socket, head, (ws) => {
      const connection = new Connection(ws, server.world.keys, {
        onHello: (from, hello) => guard(server, () => onHello(server, from, hello)),
        onNode: (from, stanza) => guard(server, () => onNode(server, from, stanza)),
        onClose: (from) => endSession(server, from),
        onMalformed: (reason) => server.world.malformed(reason),
      });
      server.connections.add(connection);
      server.faults.greet(connection);
    });
  });
}

/** A fault of the simulator itself must not look like one of the client: it is counted, told, and survived. */
function guard({ world }: Server, act: () => void): void {
  try {
    act();
  } catch (error) {
    world.counters.internalErrors += 1;
    console.error('the simulator failed:', error);
  }
}
