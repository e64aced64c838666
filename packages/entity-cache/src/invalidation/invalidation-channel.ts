/** Entities that have changed, by the cache that keeps them. */
export interface Invalidation {
  readonly cache: string;
  readonly ids: readonly string[];
}

/** Says that anything may have changed. No cache has this name. */
export const everything: Invalidation = { cache: '*', ids: [] };

/**
 * How processes tell each other that entities have changed, for the copies that each keeps in its own memory. It may lose
 * what is said while it is deaf, and says when it is.
 */
export interface InvalidationChannel {
  /** False while what others publish may be missed: copies in memory cannot be trusted then. */
  readonly isHearing: boolean;
  /** Resolves when it is under way to all who hear. @throws when that cannot be said */
  publish(invalidation: Invalidation): Promise<void>;
  /** Calls back for what other processes publish, not for what is published here. */
  onInvalidation(listener: (invalidation: Invalidation) => void): void;
  /** Calls back when the channel stops to hear. */
  onDeaf(listener: () => void): void;
  close(): Promise<void>;
}

/** Joins channels within a process: each hears at once what the others publish. */
export interface InvalidationHub {
  open(): InvalidationChannel;
}

/** For a process that is alone, and for tests of several. */
export function createInvalidationHub(): InvalidationHub {
  const channels = new Map<InvalidationChannel, ((invalidation: Invalidation) => void)[]>();
  return {
    open() {
      const listeners: ((invalidation: Invalidation) => void)[] = [];
      const channel: InvalidationChannel = {
        isHearing: true,
        publish(invalidation) {
          for (const [other, theirs] of channels) {
            if (other !== channel) for (const listener of theirs) listener(invalidation);
          }
          return Promise.resolve();
        },
        onInvalidation: (listener) => void listeners.push(listener),
        onDeaf: () => undefined,
        close() {
          channels.delete(channel);
          return Promise.resolve();
        },
      };
      channels.set(channel, listeners);
      return channel;
    },
  };
}
