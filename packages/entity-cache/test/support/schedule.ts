import type { CacheTier } from '../../src/tiers/cache-tier.ts';

/**
 * Takes the order of what happens out of the machine's hands: everything that takes time waits at a gate until the test lets
 * one of them pass.
 */
export function createSchedule(random: () => number) {
  const gates: (() => void)[] = [];
  const pass = (): Promise<unknown> => {
    const gate = Promise.withResolvers<unknown>();
    gates.push(() => gate.resolve(null));
    return gate.promise;
  };
  return {
    pass,
    waiting: (): number => gates.length,
    /** Lets one pass, any of them, and all that follows without waiting. */
    async step(): Promise<void> {
      const [gate] = gates.splice(Math.floor(random() * gates.length), 1);
      gate?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
    /** Each question takes time on its way to the tier, and its answer on the way back; `isLost` may lose either. */
    scheduled(tier: CacheTier, isLost: () => boolean): CacheTier {
      const travel = async (): Promise<void> => {
        await pass();
        if (isLost()) throw new Error('lost');
      };
      const far = <Args extends unknown[], Answer>(ask: (...args: Args) => Promise<Answer>) => {
        return async (...args: Args): Promise<Answer> => {
          await travel();
          const answer = await ask(...args);
          await travel();
          return answer;
        };
      };
      return {
        ...tier,
        read: far((keys: readonly string[]) => tier.read(keys)),
        claim: far((...args: Parameters<CacheTier['claim']>) => tier.claim(...args)),
        put: far((...args: Parameters<CacheTier['put']>) => tier.put(...args)),
        release: far((...args: Parameters<CacheTier['release']>) => tier.release(...args)),
        remove: far((keys: readonly string[]) => tier.remove(keys)),
      };
    },
  };
}
