import { explained, exitCodeOf, UsageError } from '../command-line.ts';
import { parseArguments, usage } from './arguments.ts';
import { readConfig } from './config.ts';
import { openInspectedBus } from './inspected-bus.ts';
import { deadText, eventLine, lagText } from './texts.ts';

/** `npm run events`: what the person on call asks of the bus. Ends with 2 for what cannot be understood, 1 for what failed. */
try {
  await run(process.argv.slice(2));
} catch (error) {
  process.exitCode = exitCodeOf(error);
  console.error(explained(error, usage));
}

async function run(args: readonly string[]): Promise<void> {
  const command = parseArguments(args);
  const bus = await openInspectedBus(readConfig());
  try {
    switch (command.name) {
      case 'tail': {
        const stopping = new AbortController();
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());
        for await (const event of bus.tail(stopping.signal)) {
          if (command.type === null || event.type === command.type) console.log(eventLine(event));
        }
        return;
      }
      case 'dead':
        console.log(deadText(await bus.dead()));
        return;
      case 'replay': {
        const { wanted } = command;
        const letters = (await bus.dead()).filter(({ event, at }) =>
          'ids' in wanted ? wanted.ids.includes(event.id) : event.type === wanted.type && at >= wanted.since,
        );
        console.log(await bus.replay(letters));
        if ('ids' in wanted && letters.length < wanted.ids.length) {
          const known = new Set(letters.map(({ event }) => event.id));
          const unknown = wanted.ids.filter((id) => !known.has(id));
          if (unknown.length > 0) throw new UsageError(`There is no dead letter of ${unknown.join(', ')}.`);
        }
        return;
      }
      case 'lag':
        console.log(lagText(await bus.lag(), { dead: (await bus.dead()).length, now: new Date() }));
    }
  } finally {
    bus.close();
  }
}
