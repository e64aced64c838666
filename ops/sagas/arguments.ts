import { misuse, parseCommandLine, shown } from '../command-line.ts';

/** What a person does about sagas. */
export type Command = { name: 'stuck' } | { name: 'retry' | 'compensate'; orderId: string };

export const usage = `npm run sagas -- stuck | retry ORDER | compensate ORDER

  stuck       prints the orders whose saga is past its deadline, at which step, and why
  retry       has the step of an order's saga taken again now, by a process of the shop that runs
  compensate  cancels an order that has not been sent, and has what was paid for it given back

An ORDER is the id of an order. The database is that of MYSQL_URL; without it the embedded one in DATA_DIR, while no shop runs on it.`;

/** @throws UsageError */
export function parseArguments(args: readonly string[]): Command {
  const [name, orderId, ...others] = parseCommandLine(args, {}).positionals;
  switch (name) {
    case 'stuck':
      if (orderId !== undefined) throw misuse(`stuck takes no further names; got ${shown([orderId, ...others])}.`);
      return { name };
    case 'retry':
    case 'compensate':
      if (orderId === undefined || others.length > 0 || !/^[1-9]\d{0,9}$/.test(orderId)) {
        throw misuse(`${name} takes the id of one order; got ${shown(args.slice(1))}.`);
      }
      return { name, orderId };
    default:
      throw misuse(`The command must be one of stuck, retry, compensate; got ${shown(name)}.`);
  }
}
