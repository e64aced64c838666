import { quantile } from '../bench.ts';

/** How fast something was asked by several at once. */
export interface Speed {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

const atOnce = 10;
/** A round of one engine ends with whichever comes first. */
const mostCalls = 600;
const mostMs = 500;

/** Asks over and over, ten at a time, each with another turn. */
export async function measure(
  ask: (turn: number) => Promise<unknown>,
  limits: { mostCalls: number; mostMs: number } = { mostCalls, mostMs },
): Promise<Speed> {
  const durations: number[] = [];
  const started = performance.now();
  let turn = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (turn < limits.mostCalls && performance.now() - started < limits.mostMs) {
        const began = performance.now();
        await ask(turn++);
        durations.push(performance.now() - began);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1_000;
  return { perSecond: durations.length / seconds, p50: quantile(durations, 0.5), p99: quantile(durations, 0.99) };
}
