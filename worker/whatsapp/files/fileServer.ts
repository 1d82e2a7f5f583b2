/** WhatsApp's host of files, as one socket knows it. */
import type { proto, WASocket } from '@whiskeysockets/baileys';
import type { MediaKind } from '../../../core/model/content.ts';
import { aborted } from '../../pause.ts';
import { type Route, through } from '../route.ts';
import { type Encrypted, MEDIA_TYPE } from './crypt.ts';
import { FileTrouble } from './fileTrouble.ts';
import type { Ticket } from './ticket.ts';

const UPLOAD_IDLE_MS = 30_000;
/** The phone has to be on, and may have to read the file from its memory. */
const PHONE_MS = 30_000;

/** Where a file lies at WhatsApp's. */
interface Place {
  url: string;
  directPath: string;
}

export interface FileServer {
  /** Goes through the session's proxy, where it has one. */
  fetch: (url: URL, init: RequestInit) => Promise<Response>;
  /** The host that the server tells. */
  host: () => Promise<string>;
  /** Puts an encrypted file there. */
  upload: (path: string, kind: MediaKind, file: Encrypted) => Promise<Place>;
  /**
   * Asks the phone to put a file there once more.
   * @throws {FileTrouble} `gone` when the phone has it no more, or does not answer
   */
  askAgain: (ticket: Ticket, signal: AbortSignal) => Promise<Place>;
}

export function fileServer(sock: WASocket, route: Route | undefined): FileServer {
  return {
    fetch: (url, init) => fetch(url, { ...init, ...through(route) }),
    host: async () => {
      const { hosts } = await sock.refreshMediaConn(false);
      return hosts[0]?.hostname ?? sock.getMediaHost();
    },
    upload: async (path, kind, { fileEncSha256 }) => {
      const { mediaUrl: url, directPath } = await sock.waUploadToServer(path, {
        mediaType: MEDIA_TYPE[kind],
        fileEncSha256B64: fileEncSha256.toString('base64'),
        timeoutMs: UPLOAD_IDLE_MS,
      });
      return { url, directPath };
    },
    askAgain: async ({ key, mediaKey }, signal) => {
      // Any kind will do: Baileys looks for the key, and writes where the file is.
      const file: proto.Message.IDocumentMessage = { mediaKey };
      const asked = sock.updateMediaMessage({ key, message: { documentMessage: file } }).catch(() => undefined);
      await Promise.race([asked, aborted(AbortSignal.any([signal, AbortSignal.timeout(PHONE_MS)]))]);
      if (!file.directPath) throw new FileTrouble('gone');
      return { url: file.url ?? '', directPath: file.directPath };
    },
  };
}
