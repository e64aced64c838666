import { misuse, parseCommandLine, shown } from '../command-line.ts';

/** What a person asks of the bus. */
export type Command =
  | { name: 'tail'; type: string | null }
  | { name: 'dead' }
  | { name: 'replay'; wanted: { ids: readonly string[] } | { type: string; since: Date } }
  | { name: 'lag' };

export const usage = `npm run events -- tail [--type TYPE] | dead | replay ID… | replay --type TYPE --since TIME | lag

  tail     prints events as they are published, a line each, until Ctrl-C
  dead     prints the dead letters: events that a part of the shop could not handle, and why
  replay   delivers dead letters again: those of some events by their ids, or all of a type since a time
  lag      prints how far each part of the shop is behind

The bus is the Redis of REDIS_L2_URL and REDIS_KEY_PREFIX; without it, that of the shop in one process in DATA_DIR, whose dead
letters alone can be looked at from outside.`;

/** @throws UsageError */
export function parseArguments(args: readonly string[]): Command {
  const { values, positionals } = parseCommandLine(args, { type: { type: 'string' }, since: { type: 'string' } });
  const [name, ...ids] = positionals;
  const { type, since } = values;
  if (name !== 'replay' && ids.length > 0) throw misuse(`${name ?? ''} takes no further names; got ${shown(ids)}.`);
  if (since !== undefined && name !== 'replay') throw misuse(`--since is for replay; got it with ${shown(name)}.`);
  switch (name) {
    case 'tail':
      return { name, type: type ?? null };
    case 'dead':
    case 'lag':
      if (type !== undefined) throw misuse(`--type is for tail and replay; got it with ${name}.`);
      return { name };
    case 'replay':
      return { name, wanted: wantedLetters({ ids, type, since }) };
    default:
      throw misuse(`The command must be one of tail, dead, replay, lag; got ${shown(name)}.`);
  }
}

function wantedLetters(options: { ids: readonly string[]; type: string | undefined; since: string | undefined }) {
  const { ids, type, since } = options;
  if (ids.length > 0) {
    if (type !== undefined || since !== undefined) throw misuse('replay takes ids, or --type and --since; got both.');
    return { ids };
  }
  if (type === undefined || since === undefined) throw misuse('replay takes ids, or --type and --since; got neither.');
  const time = new Date(since);
  if (Number.isNaN(time.getTime())) {
    throw misuse(`--since must be a time such as 2026-11-26T09:30:00Z; got ${shown(since)}.`);
  }
  return { type, since: time };
}
