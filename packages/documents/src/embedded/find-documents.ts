import type { Fields } from '../checks/plain.ts';
import type { Sort } from '../document-collection.ts';
import { sortDocuments } from './aggregate/stages/sort.ts';
import { choosePlan, type Plan } from './planner/plan.ts';
import { countKeys, rowsOf } from './planner/read-plan.ts';
import type { IndexScan } from './planner/index-scan.ts';
import { compileFilter } from './query/compile-filter.ts';
import type { CollectionPlace } from './storage/catalog.ts';
import type { DocumentTable, StoredDocument } from './storage/document-table.ts';
import type { SqliteFile } from './storage/sqlite-file.ts';

export interface FindQuestion {
  filter: Fields;
  sort?: Sort | undefined;
  skip?: number | undefined;
  limit?: number | undefined;
}

export interface Found {
  documents: StoredDocument[];
  plan: Plan;
  /** How many documents were read and tested. */
  examined: number;
}

/** A collection that exists. */
export interface CollectionReader {
  file: SqliteFile;
  place: CollectionPlace;
  table: DocumentTable;
}

/** Finds the documents by the cheapest plan, and tests each against the whole filter. */
export function findDocuments(reader: CollectionReader, question: FindQuestion): Found {
  const { filter, sort, skip = 0, limit } = question;
  const plan = planFor(reader, question);
  const matches = compileFilter(filter);
  const isOrdered = sort === undefined || plan.kind === 'ordered';
  const wanted = isOrdered && limit !== undefined ? skip + limit : Infinity;

  const matching: StoredDocument[] = [];
  let examined = 0;
  for (const stored of candidates(reader, plan)) {
    examined++;
    if (!matches(stored.document)) continue;
    matching.push(stored);
    if (matching.length >= wanted) break;
  }
  const sorted = isOrdered ? matching : sortStored(matching, sort);
  return { documents: sorted.slice(skip, limit === undefined ? undefined : skip + limit), plan, examined };
}

export function countDocuments(reader: CollectionReader | undefined, filter: Fields): number {
  if (reader === undefined) return 0;
  if (Object.keys(filter).length > 0) return findDocuments(reader, { filter }).documents.length;
  const [count] = reader.file.get(`SELECT count(*) FROM ${reader.place.table}`) ?? [];
  return count as number;
}

export function planFor({ file, place }: CollectionReader, { filter, sort, skip = 0, limit }: FindQuestion): Plan {
  const known = new Map<IndexScan, number>();
  return choosePlan(
    { filter, sort, wanted: limit === undefined ? undefined : skip + limit },
    {
      indexes: place.indexes,
      total: () => {
        const [greatest] = file.get(`SELECT max(n) FROM ${place.table}`) ?? [];
        return typeof greatest === 'number' ? greatest : 0;
      },
      keysIn: (scan) => {
        const keys = known.get(scan) ?? countKeys(file, scan);
        known.set(scan, keys);
        return keys;
      },
    },
  );
}

function* candidates({ file, table }: CollectionReader, plan: Plan): Generator<StoredDocument> {
  if (plan.kind === 'scan') {
    yield* table.scan();
    return;
  }
  for (const n of rowsOf(file, plan)) {
    const document = table.get(n);
    if (document !== undefined) yield { n, document };
  }
}

function sortStored(stored: readonly StoredDocument[], sort: Sort): StoredDocument[] {
  const rows = new Map(stored.map((one) => [one.document, one]));
  return sortDocuments([...rows.keys()], sort).flatMap((document) => rows.get(document) ?? []);
}
