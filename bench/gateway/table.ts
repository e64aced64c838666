import { median, quantile, type Measure } from '../bench.ts';
import { shown } from '../report.ts';
import type { Round } from './load.ts';

export const tableHead = [
  ...['workload', 'system', 'requests/s', 'CPU ms', 'quartiles of CPU', 'p50 ms', 'p99 ms'],
  ...['p50 ms at half', 'p99 ms at half'],
] as const;

export function rowOf(names: readonly [string, string], rounds: readonly Round[], atHalf: Round): string[] {
  const of = (pick: (round: Round) => number) => rounds.map(pick);
  const cpu = of(({ cpuMs }) => cpuMs);
  return [
    ...names,
    shown(median(of(({ perSecond }) => perSecond))),
    shown(median(cpu)),
    `${shown(quantile(cpu, 0.25))} to ${shown(quantile(cpu, 0.75))}`,
    shown(median(of(({ p50 }) => p50))),
    shown(median(of(({ p99 }) => p99))),
    shown(atHalf.p50),
    shown(atHalf.p99),
  ];
}

/** One number to another, round by round. @param limit the median must be below it */
export function ratioOf(name: string, of: readonly number[], to: readonly number[], limit?: number): Measure {
  return {
    name,
    unit: 'ratio',
    runs: of.map((value, round) => value / (to[round] ?? NaN)),
    ...(limit === undefined ? {} : { limit }),
  };
}
