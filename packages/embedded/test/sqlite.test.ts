import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openSqlite } from '../src/index.ts';
import { temporaryFolder } from './support.ts';

test('An SQLite file is opened with a write-ahead log, foreign keys and patience', () => {
  using folder = temporaryFolder();
  const database = openSqlite(join(folder.path, 'events.sqlite'));

  expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 1 });
  expect(database.prepare('PRAGMA foreign_keys').get()).toEqual({ foreign_keys: 1 });
  expect(database.prepare('PRAGMA busy_timeout').get()).toEqual({ timeout: 5000 });
  database.close();
});
