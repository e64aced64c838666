import { setTimeout as delay } from 'node:timers/promises';

/** How often what lost to another transaction is done in all. */
const maxTries = 5;
/** What a loser waits before its second try; before the third twice as long, and so on. */
const pauseMs = 20;

/** Does something whole again that lost to another transaction: to a deadlock, say. @throws what it threw last */
export async function againWhileLost<Value>(
  work: () => Promise<Value>,
  isLost: (error: unknown) => boolean,
): Promise<Value> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isLost(error) || attempt === maxTries) throw error;
      await delay(pauseMs * attempt);
    }
  }
}
