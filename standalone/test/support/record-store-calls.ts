import type { ShopStores } from '../../src/shop-stores.ts';

/** How often each question was asked of the stores: `orders.customers.find` by its count. */
export interface StoreCalls {
  readonly stores: ShopStores;
  /** The calls since the last time, by name. */
  take(): Record<string, number>;
}

/**
 * The same stores, writing down each call of a port's method. Health checks and counts of the process itself do not count, nor
 * does the choice of who answers a read, which asks no store.
 */
export function recordStoreCalls(stores: ShopStores): StoreCalls {
  let calls: Record<string, number> = {};
  const recorded = Object.fromEntries(
    Object.entries(stores).map(([subgraph, ports]) => [
      subgraph,
      recordPorts(ports as object, (name) => {
        const call = `${subgraph}.${name}`;
        if (isNoRequest.has(call)) return;
        calls[call] = (calls[call] ?? 0) + 1;
      }),
    ]),
  );
  return {
    // A proxy of a port has the port's own type.
    stores: recorded as unknown as ShopStores,
    take() {
      const taken = Object.fromEntries(Object.entries(calls).sort(([a], [b]) => (a < b ? -1 : 1)));
      calls = {};
      return taken;
    },
  };
}

/** Who else answers reads, and what another company would have. */
const isNoPort = new Set(['replicas', 'sandbox']);
/** What a process asks by itself from time to time. */
const isNoRequest = new Set([
  'orders.payments.takeOnPayments',
  'orders.payments.takeOnRefunds',
  ...['claim', 'address', 'postpone', 'remove'].map((question) => `orders.mails.${question}`),
]);

function recordPorts(ports: object, note: (name: string) => void): object {
  return Object.fromEntries(
    Object.entries(ports).map(([name, port]: [string, unknown]) => {
      if (typeof port !== 'object' || port === null || isNoPort.has(name)) return [name, port];
      const noteOf = (question: string): void => note(`${name}.${question}`);
      return [name, name === 'ownWrites' ? recordPorts(port, noteOf) : recordMethods(port, noteOf)];
    }),
  );
}

function recordMethods(port: object, note: (method: string) => void): object {
  return new Proxy(port, {
    get(target, method, receiver) {
      const value: unknown = Reflect.get(target, method, receiver);
      if (typeof value !== 'function' || typeof method !== 'string') return value;
      return (...given: unknown[]): unknown => {
        note(method);
        return Reflect.apply(value, target, given);
      };
    },
  });
}
