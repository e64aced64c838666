import { setTimeout as delay } from 'node:timers/promises';
import { isUnavailable } from '@mosaico/service';
import type { ShopStores } from './shop-stores.ts';

/** 31 seconds in all: a server that starts anew, or a machine that does too much at once, has answered by then. */
const rests = [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000] as const;

/**
 * The same stores, each of whose questions is asked again while its store does not answer. Only for work whose every write may
 * be repeated, as a seed's and an import's: what nobody confirmed may have happened.
 *
 * @param options.pause waits, in milliseconds
 */
export function patientStores(
  stores: ShopStores,
  options: { pause?: (ms: number) => Promise<unknown> } = {},
): ShopStores {
  const { pause = (ms: number) => delay(ms) } = options;
  const ask = async (question: () => unknown): Promise<unknown> => {
    for (const rest of rests) {
      try {
        return await question();
      } catch (error) {
        if (!isUnavailable(error)) throw error;
        await pause(rest);
      }
    }
    return question();
  };
  return patient(stores, ask);
}

/** Wraps the methods of an object's ports; an asynchronous iterable and all else that is no promise passes as it is. */
function patient<Ports extends object>(ports: Ports, ask: (question: () => unknown) => Promise<unknown>): Ports {
  return new Proxy(ports, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member === 'function') return (...args: unknown[]) => ask(() => Reflect.apply(member, target, args));
      return typeof member === 'object' && member !== null ? patient(member, ask) : member;
    },
  });
}
