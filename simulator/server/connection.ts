import type { WebSocket } from 'ws';
import { proto } from '@whiskeysockets/baileys';
import type { ServerKeys } from '../wire/certificate.ts';
import { FrameReader, frame } from '../wire/framing.ts';
import type { Node } from '../wire/node.ts';
import { decodeNode, encodeNode } from '../wire/node.ts';
import { ServerNoise } from '../wire/noise.ts';
import { streamError } from './streamErrors.ts';

/** Who is at the other end, once the handshake is over. */
export type Hello = { clientStatic: Buffer; payload: proto.ClientPayload };

export type Handlers = {
  onHello: (connection: Connection, hello: Hello) => void;
  onNode: (connection: Connection, node: Node) => void;
  onClose: (connection: Connection) => void;
  onMalformed: (connection: Connection) => void;
};

const CLOSE_GRACE_MS = 1000;

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
  #silence: NodeJS.Timeout | undefined;
  #heldIn: Buffer[] = [];
  #heldOut: Buffer[] = [];

  constructor(socket: WebSocket, keys: ServerKeys, handlers: Handlers) {
    this.#socket = socket;
    this.#noise = new ServerNoise(keys.staticKey);
    this.#chain = keys.chain;
    this.#handlers = handlers;
    socket.on('message', (data: Buffer) => this.#receive(data));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearTimeout(this.#silence);
      this.#heldIn = [];
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
    if (!this.#closing) this.#write(this.#noise.encrypt(encodeNode(node)));
  }

  /** Sends a last stanza and closes in order; a client that does not answer the close is dropped. */
  finish(node: Node): void {
    if (this.#closing) return;
    this.send(node);
    this.#closing = true;
    if (this.#silence) return;
    this.#socket.close();
    setTimeout(() => this.#socket.terminate(), CLOSE_GRACE_MS).unref();
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
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#speak(), milliseconds);
  }

  #speak(): void {
    this.#silence = undefined;
    for (const out of this.#heldOut.splice(0)) this.#socket.send(out);
    if (this.#closing) this.#socket.close();
    for (const data of this.#heldIn.splice(0)) this.#receive(data);
  }

  #write(payload: Buffer): void {
    const out = frame(payload);
    if (this.#silence) this.#heldOut.push(out);
    else this.#socket.send(out);
  }

  #receive(data: Buffer): void {
    if (this.#silence) {
      this.#heldIn.push(data);
      return;
    }
    const received: (() => void)[] = [];
    try {
      for (const each of this.#reader.push(data)) received.push(this.#read(each));
    } catch {
      // A frame that cannot be read breaks the ciphers' counters: there is no way on.
      this.#handlers.onMalformed(this);
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
