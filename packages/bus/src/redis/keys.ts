import { createHash } from 'node:crypto';

/** How many streams the events are spread over: the most processes of a group that can share them. Never changes for a bus. */
export const partitions = 16;

/** The names of all that the bus keeps in its Redis. */
export interface BusKeys {
  /** Holds the random name of the life in which the streams lie. */
  readonly epoch: string;
  readonly stream: (partition: number) => string;
  /** Who reads a partition for a group, while it lives. */
  readonly lease: (group: string, partition: number) => string;
  /** The processes of a group and when they were last seen. */
  readonly members: (group: string) => string;
  readonly deadLetters: string;
  readonly deadTimes: string;
}

export function busKeys(prefix: string): BusKeys {
  return {
    epoch: `${prefix}:epoch`,
    stream: (partition) => `${prefix}:events:${partition}`,
    lease: (group, partition) => `${prefix}:lease:${group}:${partition}`,
    members: (group) => `${prefix}:members:${group}`,
    deadLetters: `${prefix}:dead`,
    deadTimes: `${prefix}:dead-times`,
  };
}

/** The same partition for the same key in every process and version. */
export function partitionOf(key: string): number {
  return createHash('sha256').update(key).digest().readUInt32BE(0) % partitions;
}
