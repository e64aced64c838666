import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashPassword } from '@mosaico/orders';
import type { Currency } from '@mosaico/service';
import { z } from 'zod';
import type { Progress } from '../progress.ts';
import { patientStores } from '../patient-stores.ts';
import { isEmptyShop, type ShopStores } from '../shop-stores.ts';
import { generateShop } from './shop/shop.ts';
import { writeShop } from './write-shop.ts';

/** What the demo customers log in with. It is no secret: the process prints it. */
export const demoPassword = 'mosaico-demo';

/** Which made-up shop a data folder holds, in `seed.json`: what a writer needs to complete it after an interruption. */
const recordSchema = z.object({
  seed: z.string().min(1),
  scale: z.number().int().positive(),
  until: z.iso.datetime(),
  complete: z.boolean(),
});
export type SeedRecord = z.output<typeof recordSchema>;

/** The folder holds something that a seed would mix with; the message says what to do. */
class SeedRefusedError extends Error {
  override readonly name = 'SeedRefusedError';
}

export function readSeedRecord(dataDir: string): SeedRecord | null {
  const path = join(dataDir, 'seed.json');
  return existsSync(path) ? recordSchema.parse(JSON.parse(readFileSync(path, 'utf8'))) : null;
}

/**
 * Makes a shop and writes it into the stores, or completes the one that was begun in the folder.
 *
 * @param wanted which shop; what is not given comes from the shop that the folder holds, or else from the defaults
 * @throws SeedRefusedError when the folder holds another shop
 */
export async function seedShop(options: {
  stores: ShopStores;
  dataDir: string;
  wanted?: { seed?: string | undefined; scale?: number | undefined };
  currency: Currency;
  now: () => Date;
  progress: Progress;
}): Promise<SeedRecord> {
  const { stores, dataDir, wanted = {}, currency, now, progress } = options;
  const held = readSeedRecord(dataDir);
  if (held === null && !(await isEmptyShop(stores))) {
    throw new SeedRefusedError(
      `The stores of ${dataDir} hold a shop that was not seeded. Choose another folder with --data-dir.`,
    );
  }
  const record: SeedRecord = {
    seed: wanted.seed ?? held?.seed ?? 'mosaico',
    scale: wanted.scale ?? held?.scale ?? 1,
    until: held?.until ?? startOfDay(now()).toISOString(),
    complete: false,
  };
  if (held !== null && (held.seed !== record.seed || held.scale !== record.scale)) {
    throw new SeedRefusedError(
      `${dataDir} holds the shop --seed ${held.seed} --scale ${held.scale}. Choose another folder with --data-dir, or delete this one.`,
    );
  }
  writeSeedRecord(dataDir, record);
  const shop = generateShop({ ...record, until: new Date(record.until), currency });
  await writeShop(shop, {
    stores: patientStores(stores),
    demoPasswordHash: await hashPassword(demoPassword),
    progress,
  });
  const complete = { ...record, complete: true };
  writeSeedRecord(dataDir, complete);
  return complete;
}

/** True when somebody has filled the stores, and no seed of this folder was interrupted. */
export async function holdsWholeShop(stores: ShopStores, dataDir: string): Promise<boolean> {
  const held = readSeedRecord(dataDir);
  return held?.complete !== false && !(await isEmptyShop(stores));
}

function writeSeedRecord(dataDir: string, record: SeedRecord): void {
  const path = join(dataDir, 'seed.json');
  // With every store real, nothing else has made it.
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.new`, JSON.stringify(record));
  renameSync(`${path}.new`, path);
}

function startOfDay(moment: Date): Date {
  return new Date(moment.toISOString().slice(0, 10));
}
