import { KeeplineError } from '../../core/model/errors.ts';
import type { SessionId } from '../../core/model/ids.ts';

/** @param id where the caller may know it */
export const inUse = (id: SessionId | undefined): KeeplineError =>
  new KeeplineError(
    'device_in_use',
    id === undefined
      ? 'Another session has these credentials: two owners of one device would push each other off for ever.'
      : `Session ${id} has these credentials. Start that one; or archive it, stopped, and it gives them up for good.`,
  );
