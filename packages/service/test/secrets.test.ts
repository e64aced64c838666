import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadSecrets } from '../src/index.ts';

describe('secrets', () => {
  let DATA_DIR: string;
  beforeEach(() => {
    DATA_DIR = mkdtempSync(join(tmpdir(), 'mosaico-secrets-'));
  });
  afterEach(() => {
    rmSync(DATA_DIR, { recursive: true });
  });

  test('are made once and kept for the next start, readable by their owner alone', () => {
    const first = loadSecrets({ DATA_DIR });
    expect(first.accessTokenSecret).not.toBe(first.internalTokenSecret);
    expect(loadSecrets({ DATA_DIR })).toEqual(first);
    expect(statSync(join(DATA_DIR, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(DATA_DIR)).toEqual(['secrets.json']);
  });

  test('that are configured win, and nothing is written when both are', () => {
    const ACCESS_TOKEN_SECRET = 'a'.repeat(32);
    const INTERNAL_TOKEN_SECRET = 'b'.repeat(32);
    expect(loadSecrets({ DATA_DIR, ACCESS_TOKEN_SECRET, INTERNAL_TOKEN_SECRET })).toEqual({
      accessTokenSecret: ACCESS_TOKEN_SECRET,
      internalTokenSecret: INTERNAL_TOKEN_SECRET,
    });
    expect(readdirSync(DATA_DIR)).toEqual([]);
    expect(loadSecrets({ DATA_DIR, ACCESS_TOKEN_SECRET }).accessTokenSecret).toBe(ACCESS_TOKEN_SECRET);
  });
});
