import type { DocumentDatabase } from '@mosaico/documents';

/** The database, of which every question waits for `before`, or fails with it; it is told as `products.bulkWrite`. */
export function hookedDatabase(
  database: DocumentDatabase,
  before: (question: string, args: readonly unknown[]) => Promise<void>,
): DocumentDatabase {
  const hooked = <Target extends object>(target: Target, name: string): Target =>
    new Proxy(target, {
      get(_target, method, receiver) {
        const member: unknown = Reflect.get(target, method, receiver);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]): unknown => {
          const ask = (): unknown => Reflect.apply(member, target, args);
          if (method === 'collection') return hooked(ask() as object, String(args[0]));
          if (method === 'stream') return after(before(`${name}.stream`, args), ask as () => AsyncIterable<unknown>);
          return before(`${name}.${String(method)}`, args).then(ask);
        };
      },
    });
  return hooked(database, 'database');
}

async function* after<Item>(first: Promise<void>, ask: () => AsyncIterable<Item>): AsyncIterable<Item> {
  await first;
  yield* ask();
}

/**
 * The database as a process sees it that is killed right before its write number `survived + 1`: that one and everything
 * after it never happens. `crashed` tells whether it came so far.
 */
export function crashingDatabase(database: DocumentDatabase, survived: number) {
  let written = 0;
  let isDead = false;
  const mortal = hookedDatabase(database, (question) => {
    if (isWrite.test(question)) isDead ||= written++ >= survived;
    return isDead ? Promise.reject(new Error('The process was killed.')) : Promise.resolve();
  });
  return { database: mortal, crashed: () => isDead };
}

const isWrite = /\.(insert|update|findOneAnd|delete|bulkWrite)/;
