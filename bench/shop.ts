import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGraphQLClient } from '../e2e/support/graphql-client.ts';
import { startStandalone } from '../e2e/support/mosaico.ts';
import { savedOperation } from '../e2e/support/saved-operations.ts';

export const projectRoot = join(import.meta.dirname, '..');
export const fiveStoreQuery = savedOperation('Me');

/** What only a whole answer has, each from another store: orders, analytics, cart, the catalog's part of it, and events. */
const partsOfAnswer = [
  /"number":"/,
  /"segment":\{/,
  /"itemCount":[1-9]/,
  /"product":\{"sku":"/,
  /"activity":\{"edges":\[\{/,
];

/** Logs in a demo customer. @returns the access token */
export async function logIn(origin: string): Promise<string> {
  const answer = await createGraphQLClient(origin).ask(savedOperation('Login'));
  const session = answer.data?.['login'] as { accessToken?: string } | undefined;
  if (session?.accessToken === undefined)
    throw new Error(`A login was to give a token; got ${JSON.stringify(answer)}.`);
  return session.accessToken;
}

/** Logs in and asks the five-store query, as a first user does. @throws when a store's part is missing from the answer. */
export async function askFiveStores(origin: string, accessToken?: string): Promise<string> {
  const client = createGraphQLClient(origin, accessToken ?? (await logIn(origin)));
  const { text } = await client.askText(fiveStoreQuery);
  const missing = partsOfAnswer.filter((part) => !part.test(text));
  if (missing.length > 0 || text.includes('"errors":')) {
    throw new Error(`Five stores were to answer; ${missing.join(' ')} is missing from ${text}`);
  }
  return text;
}

/** Runs work on a folder that nobody else has, and removes it after. */
export async function inTemporaryFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'mosaico-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs work on a data folder that holds the shop of a first start, closed. */
export function withSeededShop<Result>(work: (dataDir: string) => Promise<Result>): Promise<Result> {
  return inTemporaryFolder(async (dataDir) => {
    await (await startStandalone({ environment: { DATA_DIR: dataDir } })).stop();
    return work(dataDir);
  });
}
