import { proto } from '@whiskeysockets/baileys';

const { Type } = proto.Message.ProtocolMessage;

/** Messages that are about other messages or about the chat itself. */
export const REVOKE = Type.REVOKE;
export const EDIT = Type.MESSAGE_EDIT;
export const DISAPPEARING = Type.EPHEMERAL_SETTING;
