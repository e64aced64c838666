import { DocumentError } from '@mosaico/documents';
import { storeUnavailable } from '@mosaico/service';

/** The same store, whose questions fail with STORE_UNAVAILABLE when the database does not answer or is closed. */
export function codingFailures<Store extends object>(store: Store): Store {
  return new Proxy(store, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]): Promise<unknown> => {
        try {
          return await (Reflect.apply(member, target, args) as Promise<unknown>);
        } catch (error) {
          const isAway = error instanceof DocumentError && awayCodes.has(error.code);
          throw isAway ? storeUnavailable('catalog', error) : error;
        }
      };
    },
  });
}

const awayCodes = new Set<string>(['STORE_UNAVAILABLE', 'DATABASE_CLOSED']);
