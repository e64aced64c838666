import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks `condition` again and again until it answers with a value, and answers with that value;
 * undefined when `deadlineMs` has passed without one.
 */
export async function waitUntil<T>(
  condition: () => T | undefined | Promise<T | undefined>,
  { deadlineMs, everyMs = 20 }: { deadlineMs: number; everyMs?: number },
): Promise<T | undefined> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    const value = await condition();
    if (value !== undefined || performance.now() >= deadline) return value;
    await delay(everyMs);
  }
}
