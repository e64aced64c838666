import type { Tokens, Wanted } from './wanted.ts';

/** The loads under way in this process, by key. */
export interface Flights<Entity> {
  /** The number of this moment; later ones are higher. */
  moment(): number;
  /** The outcome of a flight that he who arrived at that moment may share; null when there is none. */
  join(wanted: Wanted<unknown>, arrived: number): Promise<Entity | null> | null;
  /** From now on who wants the key is offered this flight. Returns what takes it away again. */
  begin(key: string, flight: Flight<Entity>): () => void;
}

interface Flight<Entity> {
  readonly tokens: Tokens;
  /** True while it waits for another process's load, and has asked no store. */
  readonly isWaiting: boolean;
  readonly outcome: Promise<Entity | null>;
}

/**
 * Single flight, but for him who could get from it what was invalidated before he asked. He may join a flight that begins
 * after he arrived, whatever happened; and one that began before, if no slot that he saw has been removed meanwhile: if each
 * of his tokens is the flight's, too.
 */
export function createFlights<Entity>(): Flights<Entity> {
  const flights = new Map<string, Flight<Entity> & { begun: number }>();
  let moments = 0;
  return {
    moment: () => (moments += 1),
    join({ key, tokens, role }, arrived) {
      const flight = flights.get(key);
      if (flight === undefined) return null;
      // It may be this very leader that the flight waits for.
      if (role === 'leader' && flight.isWaiting) return null;
      const isSameEpoch = (['l1', 'l2', 'outage'] as const).every(
        (tier) => tokens[tier] === null || tokens[tier] === flight.tokens[tier],
      );
      return flight.begun > arrived || isSameEpoch ? flight.outcome : null;
    },
    begin(key, flight) {
      const own = { ...flight, begun: (moments += 1) };
      // Whoever shares it hears of a failure; that nobody shares it is none.
      own.outcome.catch(() => undefined);
      flights.set(key, own);
      return () => {
        if (flights.get(key) === own) flights.delete(key);
      };
    },
  };
}
