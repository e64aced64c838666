import type { Table } from './tables.ts';

/** The options of a table as `system_schema.tables` tells them. */
export interface StoredOptions {
  readonly default_time_to_live: number;
  readonly compaction: Readonly<Record<string, string>>;
  readonly speculative_retry: string;
}

/**
 * A coordinator that has waited so long for a replica asks another one as well. By default it waits as long as almost all
 * reads of the table have taken, and, where it knows of none, 2.5 s for a replica that has just died.
 */
const speculativeRetry = '50ms';

const secondsOfADay = 86_400;

/** What a table's options are to be, as CQL writes them after WITH; `null` stands for what may be as it is. */
function optionsOf({ ttlDays, windowDays }: Table) {
  return {
    ttlSeconds: ttlDays * secondsOfADay,
    compaction:
      windowDays === undefined
        ? null
        : {
            class: 'TimeWindowCompactionStrategy',
            compaction_window_unit: 'DAYS',
            compaction_window_size: String(windowDays),
          },
  };
}

/** All options of a table, each as a part of a WITH clause. */
export function optionClauses(table: Table): string[] {
  const { ttlSeconds, compaction } = optionsOf(table);
  return [
    `default_time_to_live = ${ttlSeconds}`,
    `speculative_retry = '${speculativeRetry}'`,
    ...(compaction === null ? [] : [`compaction = ${mapText(compaction)}`]),
  ];
}

/** Whether a table has the options that it is to have. */
export function hasOptions(table: Table, stored: StoredOptions): boolean {
  const { ttlSeconds, compaction } = optionsOf(table);
  return (
    stored.default_time_to_live === ttlSeconds &&
    stored.speculative_retry === speculativeRetry &&
    Object.entries(compaction ?? {}).every(([name, value]) =>
      // Cassandra tells the class with its package.
      name === 'class' ? stored.compaction[name]?.endsWith(`.${value}`) : stored.compaction[name] === value,
    )
  );
}

function mapText(map: Readonly<Record<string, string>>): string {
  return `{${Object.entries(map)
    .map(([name, value]) => `'${name}': '${value}'`)
    .join(', ')}}`;
}
