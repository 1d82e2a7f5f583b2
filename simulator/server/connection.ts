import type { WebSocket } from 'ws';
import { proto } from '@whiskeysockets/baileys';
import type { ServerKeys } from '../wire/certificate.ts';
import { FrameReader, frame } from '../wire/framing.ts';
import type { Node } from '../wire/node.ts';
import { decodeNode, encodeNode } from '../wire/node.ts';
import { ServerNoise } from '../wire/noise.ts';
import { Channel } from './channel.ts';
import { streamError } from './streamErrors.ts';

/** Who is at the other end, once the handshake is over. */
export type Hello = { clientStatic: Buffer; payload: proto.ClientPayload };

export type Handlers = {
  onHello: (connection: Connection, hello: Hello) => void;
  onNode: (connection: Connection, node: Node) => void;
  onClose: (connection: Connection) => void;
  onMalformed: (reason: string) => void;
};

const CLOSE_GRACE_MS = 1000;
const ACKS_HELD = 4;
const HOLD_ACKS_MS = 150;

/** One client's WebSocket: the Noise handshake, then stanzas both ways. */
export class Connection {
  /** The device's number, once known: faults are aimed by it. */
  number: string | undefined;
  /** What still comes on a superseded connection is counted and dropped. */
  superseded = false;
  readonly #socket: WebSocket;
  readonly #noise: ServerNoise;
  readonly #chain: Buffer;
  readonly #reader = new FrameReader();
  readonly #handlers: Handlers;
  #greeted = false;
  #closing = false;
  readonly #in = new Channel();
  readonly #out = new Channel();
  #acks: Node[] = [];
  #reorderUntil = 0;

  constructor(socket: WebSocket, keys: ServerKeys, handlers: Handlers) {
    this.#socket = socket;
    this.#noise = new ServerNoise(keys.staticKey);
    this.#chain = keys.chain;
    this.#handlers = handlers;
    socket.on('message', (data: Buffer) => this.#in.push(() => this.#receive(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      this.#in.clear();
      this.#out.clear();
      this.#closing = true;
      handlers.onClose(this);
    });
  }

  /** Whether the server has said its last word. */
  get ended(): boolean {
    return this.#closing;
  }

  /** Sends a stanza; nothing leaves a connection that is being closed. */
  send(node: Node): void {
    if (this.#closing) return;
    if (node.tag === 'ack' && Date.now() < this.#reorderUntil) this.#holdAck(node);
    else this.#write(this.#noise.encrypt(encodeNode(node)));
  }

  /** Sends a last stanza and closes in order; a client that does not answer the close is dropped. */
  finish(node: Node): void {
    if (this.#closing) return;
    this.send(node);
    this.#closing = true;
    this.#out.push(() => {
      this.#socket.close();
      setTimeout(() => this.#socket.terminate(), CLOSE_GRACE_MS).unref();
    });
  }

  /** Another connection has taken this one's place. */
  supersede(): void {
    this.superseded = true;
    this.finish(streamError(440));
  }

  /** Cuts the TCP connection. */
  drop(): void {
    this.#closing = true;
    this.#socket.terminate();
  }

  /** As a stalled network: for a while nothing goes out and what comes in is not seen. */
  silence(milliseconds: number): void {
    for (const channel of [this.#in, this.#out]) channel.stall(milliseconds);
  }

  /** As a slow network: for a while everything takes this long, each way. */
  slow(latency: number, milliseconds: number): void {
    for (const channel of [this.#in, this.#out]) channel.slow(latency, milliseconds);
  }

  /** For a while acknowledgements leave a few at a time, the last one first. */
  reorder(milliseconds: number): void {
    this.#reorderUntil = Date.now() + milliseconds;
  }

  #holdAck(ack: Node): void {
    this.#acks.unshift(ack);
    if (this.#acks.length === 1) setTimeout(() => this.#releaseAcks(), HOLD_ACKS_MS).unref();
    if (this.#acks.length === ACKS_HELD) this.#releaseAcks();
  }

  #releaseAcks(): void {
    for (const ack of this.#acks.splice(0)) if (!this.#closing) this.#write(this.#noise.encrypt(encodeNode(ack)));
  }

  #write(payload: Buffer): void {
    const out = frame(payload);
    this.#out.push(() => this.#socket.send(out));
  }

  #receive(data: Buffer): void {
    const received: (() => void)[] = [];
    try {
      for (const each of this.#reader.push(data)) received.push(this.#read(each));
    } catch {
      // A frame that cannot be read breaks the ciphers' counters: there is no way on.
      this.#handlers.onMalformed(this.#noise.ready ? 'unreadable frame' : 'unreadable handshake');
      this.drop();
    }
    for (const handle of received) handle();
  }

  /** Reads a frame, and answers what is to be done about it. */
  #read(data: Buffer): () => void {
    if (this.#noise.ready) {
      const stanza = decodeNode(this.#noise.decrypt(data));
      return () => this.#handlers.onNode(this, stanza);
    }
    const { clientHello, clientFinish } = proto.HandshakeMessage.decode(data);
    if (!this.#greeted && clientHello?.ephemeral) {
      this.#greeted = true;
      const serverHello = this.#noise.hello(clientHello.ephemeral, this.#chain);
      const answer = Buffer.from(proto.HandshakeMessage.encode({ serverHello }).finish());
      return () => this.#write(answer);
    }
    if (this.#greeted && clientFinish?.static && clientFinish.payload) {
      const { clientStatic, payload } = this.#noise.finish(clientFinish.static, clientFinish.payload);
      const hello = { clientStatic, payload: proto.ClientPayload.decode(payload) };
      return () => this.#handlers.onHello(this, hello);
    }
    throw new Error('unexpected handshake message');
  }
}
