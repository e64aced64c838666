import {
  busPrefix,
  createFileDeadLetters,
  deadLettersFolder,
  idOf,
  openBusInspector,
  type DeadLetter,
  type GroupLag,
  type ShopEvent,
} from '@mosaico/bus';
import { UsageError } from '../command-line.ts';
import type { EventsConfig } from './config.ts';

/** A bus of either kind, as a person looks at it from outside the processes that use it. */
export interface InspectedBus {
  /** What is published from now on. @throws UsageError where nothing can be seen from outside */
  tail(signal: AbortSignal): AsyncIterable<ShopEvent>;
  /** The dead letters, the oldest first. */
  dead(): Promise<DeadLetter[]>;
  /** Has them delivered again. @returns what happened, for a person */
  replay(letters: readonly DeadLetter[]): Promise<string>;
  /** Null where it cannot be seen from outside. */
  lag(): Promise<GroupLag[] | null>;
  close(): void;
}

/** More than a person reads. */
const limit = 10_000;

/** @throws what Redis says when it cannot be reached */
export async function openInspectedBus(config: EventsConfig): Promise<InspectedBus> {
  const { REDIS_L2_URL: url, REDIS_KEY_PREFIX: keyPrefix } = config;
  if (url === undefined) return openEmbedded(config);
  const inspector = await openBusInspector({ url, prefix: busPrefix(keyPrefix) });
  return {
    ...inspector,
    dead: () => inspector.dead({ limit }),
    replay: async (letters) => `${await inspector.replay(letters)} events are on their way again.`,
  };
}

/** The events of a shop in one process go from its outboxes to its parts, and lie nowhere in between. */
function openEmbedded(config: EventsConfig): InspectedBus {
  const deadLetters = createFileDeadLetters({ folder: deadLettersFolder(config) });
  return {
    tail() {
      throw new UsageError('tail needs REDIS_L2_URL: the events of a shop in one process cannot be seen from outside.');
    },
    dead: () => deadLetters.list({ limit }),
    async replay(letters) {
      const count = await deadLetters.requestReplay(letters.map(idOf));
      return `The shop in ${config.DATA_DIR} delivers ${count} events again, now or as soon as it runs.`;
    },
    lag: () => Promise.resolve(null),
    close: () => undefined,
  };
}
