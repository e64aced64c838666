import { queryFailed } from '../../../errors.ts';
import { show } from '../../../checks/plain.ts';
import { averageOf, greatestOf, leastOf, sumOf } from '../numbers.ts';
import { asNumber, isNullish, type Operation } from './operation.ts';

export const arithmetic: Record<string, Operation> = {
  $mod: ([dividend, divisor]) => {
    if (isNullish(dividend) || isNullish(divisor)) return null;
    if (asNumber('$mod', divisor) === 0) throw queryFailed('$mod cannot divide by zero.');
    return asNumber('$mod', dividend) % asNumber('$mod', divisor);
  },
  $round: (args) => toPlace('$round', args, roundHalfEven),
  $trunc: (args) => toPlace('$trunc', args, truncate),
  $sum: (args) => sumOf(numbersIn(args)),
  $avg: (args) => averageOf(numbersIn(args)),
  $max: (args) => greatestOf(numbersIn(args)) ?? null,
  $min: (args) => leastOf(numbersIn(args)) ?? null,
};

/** One argument that is an array stands for its elements; among several, an array is itself a value. */
function numbersIn(args: readonly unknown[]): readonly unknown[] {
  const [only] = args;
  return args.length === 1 && Array.isArray(only) ? (only as unknown[]) : args;
}

type AtPlace = (value: number, place: number) => number;

function toPlace(operator: string, [value, place = 0]: readonly unknown[], atPlace: AtPlace): number | null {
  if (isNullish(value) || isNullish(place)) return null;
  if (!Number.isInteger(place) || (place as number) < -20 || (place as number) > 100) {
    throw queryFailed(`${operator} needs a place from -20 to 100, got ${show(place)}.`);
  }
  return atPlace(asNumber(operator, value), place as number);
}

/** Exact: a double is half-way only where its decimal expansion ends in 5 there. */
function roundHalfEven(value: number, place: number): number {
  if (place < 0) {
    const unit = 10 ** -place;
    return roundHalfEven(value / unit, 0) * unit;
  }
  // Such a double is an integer, and toFixed would write it with an exponent.
  if (Math.abs(value) >= 1e21) return value;
  const rounded = Number(value.toFixed(place));
  const digits = value.toFixed(Math.min(100, place + 60));
  const rest = digits.slice(digits.indexOf('.') + 1 + place);
  if (!/^50*$/.test(rest)) return rounded;
  const below = truncate(value, place);
  const isOdd = /[13579]$/.test(below.toFixed(place));
  return isOdd ? below + Math.sign(value) / 10 ** place : below;
}

function truncate(value: number, place: number): number {
  if (place < 0) {
    const unit = 10 ** -place;
    return Math.trunc(value / unit) * unit;
  }
  if (Math.abs(value) >= 1e21) return value;
  const digits = value.toFixed(Math.min(100, place + 60));
  return Number(digits.slice(0, digits.indexOf('.') + 1 + place));
}
