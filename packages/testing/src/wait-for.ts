import { setTimeout as delay } from 'node:timers/promises';

/**
 * Polls a condition until it is true.
 *
 * @param options.describe what is waited for, as it completes "Waited 5000 ms for …"
 * @throws Error that says what was waited for, when `deadlineMs` has passed; `cause` is what the condition threw last
 */
export async function waitFor(
  condition: () => boolean | Promise<boolean>,
  options: { deadlineMs: number; describe: string },
): Promise<void> {
  const deadline = performance.now() + options.deadlineMs;
  for (;;) {
    let cause: unknown;
    try {
      if (await condition()) return;
    } catch (error) {
      cause = error;
    }
    if (performance.now() >= deadline) {
      throw new Error(`Waited ${options.deadlineMs} ms for ${options.describe}, in vain.`, { cause });
    }
    await delay(10);
  }
}
