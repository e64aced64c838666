import type { EventProperty } from './user-event-store.ts';

/** Properties as one text: a JSON list of pairs, in the order given. */
export function propertiesToText(properties: readonly EventProperty[]): string {
  return JSON.stringify(properties.map(({ name, value }) => [name, value]));
}

export function propertiesFromText(text: string): EventProperty[] {
  return (JSON.parse(text) as [string, string][]).map(([name, value]) => ({ name, value }));
}
