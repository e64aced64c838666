import { type Fields, isPlainObject, show } from '../../checks/plain.ts';
import { identifierOf } from '../../checks/check-update.ts';
import { writeRefused } from '../../errors.ts';
import type { Matcher } from '../query/compile-filter.ts';
import { positionOf } from '../values/paths.ts';
import type { Change } from './changes.ts';

/** As in MongoDB, so that one position cannot fill the memory with nulls. */
const mostPadding = 1_500_000;

export interface Step {
  path: string;
  parts: readonly string[];
  change: Change;
  /** The array filters by identifier. */
  filters: ReadonlyMap<string, Matcher>;
}

/** Changes, in place, what the path leads to; makes objects on the way where the change creates its field. */
export function changeAt(step: Step, document: Fields): void {
  enter(step, document, 0);
}

function enter(step: Step, holder: Fields | unknown[], at: number): void {
  const part = step.parts[at] as string;
  if (!Array.isArray(holder)) {
    if (part.startsWith('$[')) refuseArrayPart(step, part, holder);
    changeField(step, holder, at);
    return;
  }
  if (part.startsWith('$[')) {
    const identifier = identifierOf(part);
    const matches = identifier === undefined ? () => true : step.filters.get(identifier);
    for (const [position, element] of holder.entries()) {
      const isMeant = identifier === undefined || matches?.({ [identifier]: element });
      if (isMeant === true) changeElement(step, holder, at, position);
    }
    return;
  }
  const position = positionOf(part);
  if (position !== undefined) {
    changeElement(step, holder, at, position);
    return;
  }
  if (step.change.creates) {
    throw writeRefused(
      `The update cannot set "${step.path}": "${part}" is not a position in the array ${show(holder)}.`,
    );
  }
}

function changeField(step: Step, holder: Fields, at: number): void {
  const part = step.parts[at] as string;
  const value = Object.hasOwn(holder, part) ? holder[part] : undefined;
  if (at === step.parts.length - 1) {
    const changed = step.change.apply(value, step.path);
    if (changed === undefined) Reflect.deleteProperty(holder, part);
    else holder[part] = changed;
    return;
  }
  if (value === undefined) {
    if (!step.change.creates) return;
    const next = step.parts[at + 1] as string;
    if (next.startsWith('$[')) refuseArrayPart(step, next, undefined);
    holder[part] = {};
  }
  descend(step, holder[part], at + 1);
}

function changeElement(step: Step, holder: unknown[], at: number, position: number): void {
  const isLast = at === step.parts.length - 1;
  if (position >= holder.length && !step.change.creates) return;
  if (position - holder.length > mostPadding) {
    throw writeRefused(`The update of "${step.path}" would add ${position - holder.length} empty elements.`);
  }
  const value = holder[position];
  const changed = isLast ? step.change.apply(value, step.path) : (value ?? (position < holder.length ? value : {}));
  while (holder.length < position) holder.push(null);
  // An element that goes leaves null behind, so that the others keep their positions.
  holder[position] = changed ?? null;
  if (!isLast) descend(step, changed, at + 1);
}

function descend(step: Step, value: unknown, at: number): void {
  if (isPlainObject(value) || Array.isArray(value)) {
    enter(step, value, at);
    return;
  }
  if (step.change.creates) {
    throw writeRefused(`The update cannot set "${step.path}": ${show(value)} is in its way.`);
  }
}

function refuseArrayPart(step: Step, part: string, value: unknown): never {
  throw writeRefused(`The update of "${step.path}" needs an array where ${part} stands, found ${show(value)}.`);
}
