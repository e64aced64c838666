import { isUnavailable, storeUnavailable } from '@mosaico/service';

/**
 * The same store, each of whose questions rejects with STORE_UNAVAILABLE when the server cannot be reached, or has no answer
 * in time: one that takes a question and then says nothing would hold the page that waits for it. A write may still happen
 * after its deadline.
 *
 * @param options.limitMs the time of each question
 * @param options.exceptions the times of those that have another one; Infinity for none
 */
export function withDeadlines<Store extends object>(
  store: Store,
  options: { limitMs: number; exceptions?: Partial<Record<keyof Store, number>> },
): Store {
  const { limitMs, exceptions = {} } = options;
  return new Proxy(store, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      const limit = (exceptions as Partial<Record<string | symbol, number>>)[name] ?? limitMs;
      return (...args: unknown[]) => within(limit, Reflect.apply(member, target, args) as Promise<unknown>);
    },
  });
}

async function within<Value>(limitMs: number, answer: Promise<Value>): Promise<Value> {
  const deadline = Promise.withResolvers<never>();
  const fail = () => deadline.reject(storeUnavailable('orders', new Error(`no answer within ${limitMs} ms`)));
  const timer = limitMs === Infinity ? undefined : setTimeout(fail, limitMs);
  try {
    return await Promise.race([answer, deadline.promise]);
  } catch (error) {
    throw isUnavailable(error) ? storeUnavailable('orders', error) : error;
  } finally {
    clearTimeout(timer);
  }
}
