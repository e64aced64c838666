// Opens three stores under the folder of argument 1, proves that they hold what argument 3 (a file) lists, and writes to
// all of them at once, until killed or told to stop. Each write is printed once it has been acknowledged.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { openDataFolder, openSqlite, startDynalite, startEmbeddedPostgres } from '../../src/index.ts';
import { callDynamo, ensureDynamoTable } from '../support.ts';

const [path = '', round = '', acknowledgedFile = ''] = process.argv.slice(2);
const acknowledged = readFileSync(acknowledgedFile, 'utf8').split('\n').filter(Boolean);
const ids = (store: string) =>
  acknowledged.filter((line) => line.startsWith(`${store} `)).map((line) => line.slice(store.length + 1));

const folder = await openDataFolder({ path, owner: `writer ${round}` });
const [postgres, dynamo] = await Promise.all([
  startEmbeddedPostgres({ path: join(folder.path, 'postgres'), database: 'shop' }),
  startDynalite({ path: join(folder.path, 'dynamo') }),
]);
const events = openSqlite(join(folder.path, 'events.sqlite'));
const client = new pg.Client({ connectionString: postgres.url });
await client.connect();
await client.query('CREATE TABLE IF NOT EXISTS writes (id text PRIMARY KEY)');
await ensureDynamoTable(dynamo.endpoint, 'writes');
events.exec('CREATE TABLE IF NOT EXISTS writes (id TEXT PRIMARY KEY)');

const missing = [...(await missingInPostgres()), ...(await missingInDynamo()), ...missingInSqlite()];
process.stdout.write(`missing ${JSON.stringify(missing)}\n`);

let stopping = false;
process.stdin.once('data', () => (stopping = true));
const insert = events.prepare('INSERT INTO writes VALUES (?)');
await Promise.all([
  writing('postgres', (id) => client.query('INSERT INTO writes VALUES ($1)', [id])),
  writing('dynamo', async (id) => {
    const answer = await callDynamo(dynamo.endpoint, 'PutItem', { TableName: 'writes', Item: { id: { S: id } } });
    if (!answer.ok) throw new Error(await answer.text());
  }),
  writing('sqlite', (id) => {
    insert.run(id);
    return new Promise((resolve) => setImmediate(resolve));
  }),
]);
await client.end();
events.close();
await Promise.all([dynamo.stop(), postgres.stop()]);
folder.close();
process.stdout.write('stopped\n');
process.exit();

async function writing(store: string, write: (id: string) => Promise<unknown>): Promise<void> {
  for (let count = 0; !stopping; count++) {
    await write(`${round}-${count}`);
    process.stdout.write(`${store} ${round}-${count}\n`);
  }
}

async function missingInPostgres(): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT id FROM unnest($1::text[]) AS id EXCEPT SELECT id FROM writes',
    [ids('postgres')],
  );
  return rows.map(({ id }) => `postgres ${id}`);
}

async function missingInDynamo(): Promise<string[]> {
  const found = new Set<string>();
  let start: object | undefined;
  do {
    const answer = await callDynamo(dynamo.endpoint, 'Scan', { TableName: 'writes', ExclusiveStartKey: start });
    const page = (await answer.json()) as { Items: { id: { S: string } }[]; LastEvaluatedKey?: object };
    for (const item of page.Items) found.add(item.id.S);
    start = page.LastEvaluatedKey;
  } while (start);
  return ids('dynamo')
    .filter((id) => !found.has(id))
    .map((id) => `dynamo ${id}`);
}

function missingInSqlite(): string[] {
  const found = new Set(
    events
      .prepare('SELECT id FROM writes')
      .all()
      .map((row) => row['id']),
  );
  return ids('sqlite')
    .filter((id) => !found.has(id))
    .map((id) => `sqlite ${id}`);
}
