import type { Logger } from '@mosaico/service';
import type { ExplorerBundle } from './bundle.ts';

/** The explorer's bundle in one process. */
export interface ExplorerFiles {
  /** Made once, however many ask; after a failure the next who asks tries again. */
  readonly bundle: () => Promise<ExplorerBundle>;
  /** Has the bundle made in a while, so that the first answers of a start go first. */
  readonly prebuildSoon: () => void;
  /** Ends when nothing is being made any more. */
  readonly close: () => Promise<void>;
}

export function createExplorerFiles(options: {
  ensure: () => Promise<ExplorerBundle>;
  /** How long after the start, in milliseconds. */
  prebuildAfterMs: number;
  logger: Logger;
}): ExplorerFiles {
  const { ensure, prebuildAfterMs, logger } = options;
  let made: Promise<ExplorerBundle> | undefined;
  let timer: NodeJS.Timeout | undefined;
  const bundle = (): Promise<ExplorerBundle> => {
    made ??= ensure().catch((error: unknown) => {
      made = undefined;
      logger.error({ err: error }, 'the explorer could not be bundled');
      throw error;
    });
    return made;
  };
  return {
    bundle,
    prebuildSoon() {
      timer = setTimeout(() => void bundle().catch(() => undefined), prebuildAfterMs).unref();
    },
    async close() {
      clearTimeout(timer);
      await made?.catch(() => undefined);
    },
  };
}
