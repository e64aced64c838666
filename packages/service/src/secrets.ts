import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const secretsSchema = z.object({ accessTokenSecret: z.string().min(32), internalTokenSecret: z.string().min(32) });
export type Secrets = z.output<typeof secretsSchema>;

/**
 * The configured secrets, or, where one is not configured, the one kept in `DATA_DIR/secrets.json`, which is made at the
 * first start. Processes that share a data folder share its secrets, also when they start at the same moment.
 */
export function loadSecrets(config: {
  DATA_DIR: string;
  ACCESS_TOKEN_SECRET?: string | undefined;
  INTERNAL_TOKEN_SECRET?: string | undefined;
}): Secrets {
  const { ACCESS_TOKEN_SECRET: access, INTERNAL_TOKEN_SECRET: internal } = config;
  if (access !== undefined && internal !== undefined)
    return { accessTokenSecret: access, internalTokenSecret: internal };
  const kept = keptSecrets(config.DATA_DIR);
  return {
    accessTokenSecret: access ?? kept.accessTokenSecret,
    internalTokenSecret: internal ?? kept.internalTokenSecret,
  };
}

function keptSecrets(folder: string): Secrets {
  const path = join(folder, 'secrets.json');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const made: Secrets = {
    accessTokenSecret: randomBytes(32).toString('base64url'),
    internalTokenSecret: randomBytes(32).toString('base64url'),
  };
  try {
    // A hard link appears whole or not at all, and only one of several starters makes it.
    writeFileSync(draft, JSON.stringify(made), { mode: 0o600, flag: 'wx' });
    linkSync(draft, path);
  } catch (error) {
    if (!(Error.isError(error) && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return secretsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}
