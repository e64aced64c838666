import { startRounds, type Logger, type Metrics } from '@mosaico/service';
import type { SagaStore } from '../store/saga-store.ts';
import type { SagaEngine } from './saga-engine.ts';

/** Goes on with sagas that are due: those that wait no longer, have rested, or were left by a process that is no more. */
export interface SagaKeeper {
  /** To be called when something is due now: it is looked for at once. Never throws. */
  wake(): void;
  /** Resolves when what is under way has ended; nothing is begun after. */
  stop(): Promise<void>;
}

const usualLookEveryMs = 1_000;
/** So many sagas are found by a look, and so many of them driven at once. */
const atOnce = 4;
const perLook = 20;

/** Starts to look after sagas, in as many processes as there are: each saga is driven by one of them. */
export function startSagaKeeper(options: {
  sagas: Pick<SagaStore, 'due' | 'count'>;
  engine: SagaEngine;
  lookEveryMs?: number;
  now: () => Date;
  logger: Logger;
  metrics: Metrics;
}): SagaKeeper {
  const { sagas, engine, lookEveryMs = usualLookEveryMs, now, logger, metrics } = options;
  const open = metrics.gauge({ name: 'mosaico_sagas_open', help: 'Sagas that have not ended, at the last look.' });
  const stuck = metrics.gauge({
    name: 'mosaico_sagas_stuck',
    help: 'Sagas whose step is past its deadline, at the last look: `npm run sagas -- stuck` tells which. To be alerted on.',
  });

  async function look(signal: AbortSignal): Promise<void> {
    for (;;) {
      const due = await sagas.due({ at: now(), limit: perLook });
      const waiting = [...due];
      const driveNext = async (): Promise<void> => {
        for (let saga = waiting.shift(); saga !== undefined && !signal.aborted; saga = waiting.shift()) {
          await engine.drive(saga);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, driveNext));
      if (due.length < perLook || signal.aborted) break;
    }
    const counted = await sagas.count({ at: now() });
    open.set(counted.open);
    stuck.set(counted.stuck);
  }

  return startRounds({
    round: look,
    everyMs: lookEveryMs,
    failed: (error) => logger.warn({ err: error }, 'sagas wait'),
  });
}
