import type { Visitor } from '../user-event-store.ts';
import { uuidV5 } from '../uuid-v5.ts';

/** A namespace for each kind of visitor, so that a session spelt like a customer's id is somebody else. */
const namespaces = {
  customer: '6d0f2f1e-5a0b-5c39-9d0e-7f3b1f6a3c01',
  session: '6d0f2f1e-5a0b-5c39-9d0e-7f3b1f6a3c02',
} as const satisfies Record<Visitor['kind'], string>;

/** A visitor's `user_id`: the UUID v5 of the id. */
export function userIdOf({ kind, id }: Visitor): string {
  return uuidV5(namespaces[kind], id);
}
