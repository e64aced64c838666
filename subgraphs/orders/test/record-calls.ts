import type { OrdersStores } from '../src/store/open-stores.ts';

/** The same stores, and the list of what was asked of them: `[port.method, ...arguments]` in order. */
export function recordCalls(stores: OrdersStores): { stores: OrdersStores; calls: unknown[][] } {
  const calls: unknown[][] = [];
  const recorded = <Port extends object>(name: string, port: Port): Port =>
    new Proxy(port, {
      get(target, property, receiver) {
        const member: unknown = Reflect.get(target, property, receiver);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => {
          calls.push([`${name}.${String(property)}`, ...args]);
          return Reflect.apply(member, target, args) as unknown;
        };
      },
    });
  return {
    calls,
    stores: {
      ...stores,
      customers: recorded('customers', stores.customers),
      stock: recorded('stock', stores.stock),
      orders: recorded('orders', stores.orders),
      sessions: recorded('sessions', stores.sessions),
      accounts: recorded('accounts', stores.accounts),
      attempts: recorded('attempts', stores.attempts),
      mails: recorded('mails', stores.mails),
    },
  };
}
