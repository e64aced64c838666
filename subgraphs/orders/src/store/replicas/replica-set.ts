import type { Logger, Metrics } from '@mosaico/service';
import type { HeartbeatStore } from './heartbeat-store.ts';
import { createReplica, type Replica } from './replica.ts';

/** Between two looks at the replicas. */
const checkEveryMs = 1_000;

/** The replicas of one primary. */
export interface ReplicaSet {
  /** The next of those in shape, in turn; null when none is. */
  pick(): Replica | null;
  close(): Promise<void>;
}

/**
 * Looks at the replicas in the background, for as long as it is open: one that does not answer, or that lacks more of the
 * past than `maxLagMs`, is left out until it is back in shape. Broken replication is such a lag. At first none is in shape.
 *
 * While the primary is away its clock stands still: nothing is written then, and a replica that has all of it stays in use.
 *
 * @param options.primary writes the heartbeat
 */
export function openReplicaSet(options: {
  urls: readonly string[];
  maxLagMs: number;
  primary: Pick<HeartbeatStore, 'beat'>;
  logger: Logger;
  metrics: Metrics;
  checkEveryMs?: number;
}): ReplicaSet {
  const { urls, maxLagMs, primary, logger, metrics, checkEveryMs: everyMs = checkEveryMs } = options;
  const replicas = urls.map((url, index) =>
    createReplica({ store: `orders-replica-${index + 1}`, url, maxLagMs, logger, metrics }),
  );
  let primaryTime: Date | null = null;
  let turn = 0;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function checkAll(): Promise<void> {
    // Its guard has logged that it is away.
    primaryTime = await primary.beat().catch(() => primaryTime);
    const time = primaryTime;
    if (time !== null) await Promise.all(replicas.map((replica) => replica.check(time)));
  }

  let checked = Promise.resolve();
  function checkForever(): void {
    checked = checkAll().then(() => {
      if (!isClosed) timer = setTimeout(checkForever, everyMs);
    });
  }
  if (replicas.length > 0) checkForever();

  return {
    pick() {
      const inShape = replicas.filter((replica) => replica.isInShape());
      return inShape[turn++ % inShape.length] ?? null;
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await checked;
      await Promise.all(replicas.map((replica) => replica.close()));
    },
  };
}
