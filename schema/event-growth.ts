import { readdirSync, readFileSync } from 'node:fs';

/** A JSON Schema as the files of `events/` use it. */
export interface EventSchema {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, EventSchema>>;
  readonly items?: EventSchema;
  readonly [keyword: string]: unknown;
}
export type EventSchemas = Readonly<Record<string, EventSchema>>;

const folder = new URL('./events/', import.meta.url);
/** The schemas of the last release, which `npm run codegen -- --release` writes. */
export const releasedFile = new URL('./events.released.json', import.meta.url);

export function currentSchemas(): EventSchemas {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return Object.fromEntries(
    files.map((file) => [
      file.slice(0, -'.json'.length),
      JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as EventSchema,
    ]),
  );
}

export function releasedSchemas(): EventSchemas {
  return JSON.parse(readFileSync(releasedFile, 'utf8')) as EventSchemas;
}

/**
 * What keeps one release from reading the events of the other, both ways: outboxes and streams hold events of the release
 * before, and in a rolling deployment old consumers get new ones. What is allowed is a new type, and a new property that is not
 * required.
 */
export function growthFaults(released: EventSchemas, current: EventSchemas): string[] {
  return Object.entries(released).flatMap(([type, before]) => {
    const after = current[type];
    return after === undefined ? [`${type} is gone`] : schemaFaults(type, before, after);
  });
}

const described = new Set(['title', 'description', '$schema', '$id']);
const descended = new Set(['required', 'properties', 'items']);

function schemaFaults(place: string, before: EventSchema, after: EventSchema): string[] {
  const keywords = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = Array.from(keywords).filter(
    (keyword) =>
      !described.has(keyword) &&
      !descended.has(keyword) &&
      JSON.stringify(before[keyword]) !== JSON.stringify(after[keyword]),
  );
  const [required, requiredNow] = [before.required ?? [], after.required ?? []];
  const properties = Object.entries(before.properties ?? {}).flatMap(([name, schema]) => {
    const now = after.properties?.[name];
    return now === undefined ? [`${place}.${name} is gone`] : schemaFaults(`${place}.${name}`, schema, now);
  });
  const items =
    before.items && after.items
      ? schemaFaults(`${place}[]`, before.items, after.items)
      : before.items || after.items
        ? [`${place} has other items`]
        : [];
  return [
    ...changed.map((keyword) => `${place} has another ${keyword}`),
    ...without(required, requiredNow).map((name) => `${place}.${name} is no longer required`),
    ...without(requiredNow, required).map((name) => `${place}.${name} is now required`),
    ...properties,
    ...items,
  ];
}

function without(names: readonly string[], others: readonly string[]): string[] {
  return names.filter((name) => !others.includes(name));
}
