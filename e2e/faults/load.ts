import { setTimeout as pause } from 'node:timers/promises';
import { waitFor } from '@mosaico/testing/wait-for';

/** What clients met since the last report. */
export interface LoadReport {
  readonly asked: number;
  /** What arrived in place of an answer. */
  readonly failures: readonly string[];
  /** How long each answer took, in milliseconds. */
  readonly durations: readonly number[];
}

/** Clients that ask, over and over, each when it has its answer. */
export interface Load {
  /** Waits for so many more answers. */
  answers(count: number): Promise<void>;
  /** What happened since the last report, or since the start. */
  report(): LoadReport;
  /** Resolves when every client has its last answer. */
  stop(): Promise<void>;
}

const clients = 10;
/** Ten clients that never pause would take both cores of a small machine, and measure each other. */
const pauseMs = 20;
/** Nothing asks for ever, also where a test forgets to stop it. */
const atMost = 50_000;

/**
 * @param ask asks once, for the how-manieth time; resolves to what is wrong with the answer, or null
 */
export function startLoad(ask: (turn: number) => Promise<{ fault: string | null; ms: number }>): Load {
  let isStopped = false;
  let turns = 0;
  let total = 0;
  let failures: string[] = [];
  let durations: number[] = [];
  const client = async (): Promise<void> => {
    while (!isStopped && turns < atMost) {
      const { fault, ms } = await ask(turns++);
      total += 1;
      durations.push(ms);
      if (fault !== null) failures.push(fault);
      await pause(pauseMs);
    }
  };
  const running = Promise.all(Array.from({ length: clients }, client));
  return {
    async answers(count) {
      const wanted = total + count;
      await waitFor(() => total >= wanted, { deadlineMs: 60_000, describe: `${count} answers under load` });
    },
    report() {
      const report = { asked: durations.length, failures, durations };
      [failures, durations] = [[], []];
      return report;
    },
    async stop() {
      isStopped = true;
      await running;
    },
  };
}
