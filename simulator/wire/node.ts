import { inflateSync } from 'node:zlib';
import type { BinaryNode } from '@whiskeysockets/baileys';
import { decodeDecompressedBinaryNode, encodeBinaryNode } from '@whiskeysockets/baileys';
import * as tokens from '@whiskeysockets/baileys/lib/WABinary/constants.js';

/** A stanza or a part of one. */
export type Node = BinaryNode;

type Attributes = Record<string, string | number | undefined>;

/** Builds a node; attributes that are undefined are left out. */
export function node(tag: string, attrs: Attributes = {}, content?: Node[] | string | Uint8Array): Node {
  const kept: Record<string, string> = {};
  for (const [key, value] of Object.entries(attrs)) if (value !== undefined) kept[key] = String(value);
  return { tag, attrs: kept, ...(content === undefined ? {} : { content }) };
}

/** The child nodes, all of them or those with this tag. */
export function children(parent: Node | undefined, tag?: string): Node[] {
  if (!Array.isArray(parent?.content)) return [];
  return tag === undefined ? parent.content : parent.content.filter((each) => each.tag === tag);
}

/** The first child, or the first with this tag. */
export function child(parent: Node | undefined, tag?: string): Node | undefined {
  if (!Array.isArray(parent?.content)) return undefined;
  return tag === undefined ? parent.content[0] : parent.content.find((each) => each.tag === tag);
}

/** A node's content as bytes; empty when it has none. */
export function bytes(of: Node | undefined): Buffer {
  const content = of?.content;
  if (typeof content === 'string') return Buffer.from(content);
  return content instanceof Uint8Array ? Buffer.from(content) : Buffer.alloc(0);
}

/** A node's content as a big-endian number. */
export function uint(of: Node | undefined): number {
  const content = bytes(of);
  return content.length > 0 && content.length <= 6 ? content.readUIntBE(0, content.length) : 0;
}

/** A number as big-endian bytes. */
export function uintBytes(value: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  buffer.writeUIntBE(value, 0, length);
  return buffer;
}

/** A stanza in WhatsApp's binary form. */
export function encodeNode(of: Node): Buffer {
  return encodeBinaryNode(of);
}

/** Reads a stanza from its binary form, inflating it where its flag says so. */
export function decodeNode(data: Buffer): Node {
  const compressed = ((data[0] ?? 0) & 2) !== 0;
  const body = compressed ? inflateSync(data.subarray(1)) : data.subarray(1);
  return decodeDecompressedBinaryNode(body, tokens);
}
