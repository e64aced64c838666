// Joins the server in the folder of argument 1. On SIGINT it drains: it asks once more, a moment later, and leaves.
import { setTimeout as delay } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../../src/index.ts';
import { ask, hasty } from '../support.ts';

const [path = '', database = 'shop'] = process.argv.slice(2);
process.on('SIGINT', () => void drain());
const server = await startEmbeddedPostgres({ path, database, settings: hasty });
process.stdout.write(`url ${server.url}\n`);
process.stdin.resume();
process.stdin.once('data', () => void leave());

async function drain(): Promise<void> {
  await delay(300);
  await ask(server.url, 'SELECT 1');
  process.stdout.write('answered while draining\n');
  await leave();
}

async function leave(): Promise<void> {
  await server.stop();
  process.stdout.write('left\n');
  process.exit();
}
