import type { ApiKey } from '../../core/model/apiKeys.ts';
import type { Principal } from '../../core/model/principal.ts';

/** A key that is bound to sessions manages the keys of just these. */
export const maySeeKey = ({ key }: Principal, { sessions }: ApiKey): boolean =>
  key?.sessions === undefined || (sessions?.every((session) => key.sessions?.includes(session)) ?? false);
