import { createHash } from 'node:crypto';
import type { Visitor } from '../user-event-store.ts';

/** A namespace for each kind of visitor, so that a session spelt like a customer's id is somebody else. */
const namespaces = {
  customer: '6d0f2f1e-5a0b-5c39-9d0e-7f3b1f6a3c01',
  session: '6d0f2f1e-5a0b-5c39-9d0e-7f3b1f6a3c02',
} as const satisfies Record<Visitor['kind'], string>;

/** A visitor's `user_id`: the UUID v5 of the id. */
export function userIdOf({ kind, id }: Visitor): string {
  return uuidV5(namespaces[kind], id);
}

/** A name-based UUID (RFC 9562 §5.5). */
export function uuidV5(namespace: string, name: string): string {
  const digest = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16);
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  return digest.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
