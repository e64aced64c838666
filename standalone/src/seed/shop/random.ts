import { createHash } from 'node:crypto';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Reproducible chance: the same name gives the same sequence on every machine. */
export interface Random {
  /** A number from 0 up to but without 1. */
  float(): number;
  /** An integer from `min` to `max`, both included. */
  int(min: number, max: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One of the list, each as likely as its weight says. */
  weighted<T>(list: readonly T[], weightOf: (item: T) => number): T;
  /** `count` different ones of the list, or all of a shorter list. */
  sample<T>(list: readonly T[], count: number): T[];
}

/**
 * A sequence named by the shop's seed and what it is for, such as `('shop', 'customer', 17)`. Since each thing draws from a
 * sequence of its own, customer 17 is the same in a small shop and in a large one.
 */
export function createRandom(...name: readonly (string | number)[]): Random {
  const generator = xoroshiro128plus(digest(name).readInt32LE(0));
  const float = (): number => uniformFloat64(generator);
  const pick = <T>(list: readonly T[]): T => {
    const item = list[Math.floor(float() * list.length)];
    if (item === undefined) throw new Error('There is nothing to pick from an empty list.');
    return item;
  };
  return {
    float,
    int: (min, max) => uniformInt(generator, min, max),
    chance: (probability) => float() < probability,
    pick,
    weighted(list, weightOf) {
      let rest = float() * list.reduce((sum, item) => sum + weightOf(item), 0);
      for (const item of list) {
        rest -= weightOf(item);
        if (rest < 0) return item;
      }
      return pick(list.slice(-1));
    },
    sample(list, count) {
      const left = [...list];
      const drawn = [];
      while (drawn.length < count && left.length > 0) drawn.push(...left.splice(Math.floor(float() * left.length), 1));
      return drawn;
    },
  };
}

/** 24 hexadecimal digits that depend on the name alone: the form of a MongoDB ObjectId. */
export function objectIdOf(...name: readonly (string | number)[]): string {
  return digest(name).toString('hex').slice(0, 24);
}

/** A UUID that depends on the name alone. */
export function uuidOf(...name: readonly (string | number)[]): string {
  const hex = digest(name).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function digest(name: readonly (string | number)[]): Buffer {
  return createHash('sha256').update(name.join('\u0000')).digest();
}
