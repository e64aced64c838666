import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createSilentLogger } from '@mosaico/service';
import { describeOnEngines } from '@mosaico/testing';
import { connect } from '../src/store/connect.ts';
import { mysqlUrlFault, readMysqlUrl } from '../src/store/mysql-url.ts';
import { openSqlStores } from '../src/store/open-stores.ts';
import { mariadb, useShop } from './engines.ts';

const logger = createSilentLogger();

describe('the URL of a MySQL server', () => {
  test('tells host, port, credentials and database, whatever characters they have', () => {
    expect(readMysqlUrl('mysql://sh%40p:p%2Fw%3A%3F@db.example:3307/my%20orders')).toEqual({
      host: 'db.example',
      port: 3307,
      user: 'sh@p',
      password: 'p/w:?',
      database: 'my orders',
    });
    expect(readMysqlUrl('mysql://[::1]/orders')).toMatchObject({ host: '::1', port: 3306, user: '', password: '' });
  });

  test.each([
    ['', undefined],
    ['?ssl-mode=DISABLED', undefined],
    ['?ssl-mode=REQUIRED', { rejectUnauthorized: false, verifyIdentity: false }],
    ['?ssl-mode=VERIFY_CA', { rejectUnauthorized: true, verifyIdentity: false }],
    ['?ssl-mode=VERIFY_IDENTITY', { rejectUnauthorized: true, verifyIdentity: true }],
  ])('with %j protects its connections so', (parameters, ssl) => {
    expect(readMysqlUrl(`mysql://db/orders${parameters}`).ssl).toEqual(ssl);
  });

  test('names the file of an authority to trust', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mosaico-ca-'));
    try {
      const file = join(folder, 'an authority.pem');
      writeFileSync(file, 'PEM');
      const url = `mysql://db/orders?ssl-mode=VERIFY_IDENTITY&ssl-ca=${encodeURIComponent(file)}`;
      expect(readMysqlUrl(url).ssl).toEqual({ rejectUnauthorized: true, verifyIdentity: true, ca: 'PEM' });
      expect(() => readMysqlUrl(`${url}.gone`)).toThrow('ENOENT');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each([
    ['db', 'be a URL that begins with mysql://'],
    ['mysql://db', 'name a database, as in mysql://host:3306/orders'],
    ['mysql://db/', 'name a database, as in mysql://host:3306/orders'],
    ['mysql://db/orders?multipleStatements=true', 'have no parameter but ssl-mode and ssl-ca'],
    ['mysql://db/orders?ssl=true', 'have no parameter but ssl-mode and ssl-ca'],
    ['mysql://db/orders?ssl-mode=PREFERRED', 'have an ssl-mode of DISABLED, REQUIRED, VERIFY_CA, VERIFY_IDENTITY'],
    ['mysql://db/orders?ssl-mode=required', 'have an ssl-mode of DISABLED, REQUIRED, VERIFY_CA, VERIFY_IDENTITY'],
    ['mysql://db/orders?ssl-mode=toString', 'have an ssl-mode of DISABLED, REQUIRED, VERIFY_CA, VERIFY_IDENTITY'],
    [
      'mysql://db/orders?ssl-mode=REQUIRED&ssl-ca=/ca.pem',
      'have an ssl-ca only with an ssl-mode of VERIFY_CA or VERIFY_IDENTITY',
    ],
    ...['127.0.0.1', '[::1]'].map((host) => [
      `mysql://${host}/orders?ssl-mode=VERIFY_IDENTITY`,
      'have a host by its name, which a certificate can tell, with an ssl-mode of VERIFY_IDENTITY',
    ]),
    ['mysql://db/orders?ssl-ca=/ca.pem', 'have an ssl-ca only with an ssl-mode of VERIFY_CA or VERIFY_IDENTITY'],
  ])('%j is refused: it must %s', (url, fault) => {
    expect(mysqlUrlFault(url)).toBe(fault);
    expect(() => readMysqlUrl(url)).toThrow(`The URL of a MySQL server must ${fault}.`);
  });
});

describeOnEngines('TLS', [mariadb], ({ createDatabase }) => {
  const shop = useShop(createDatabase, { per: 'block' });

  test.each(['REQUIRED', 'VERIFY_CA', 'VERIFY_IDENTITY'])(
    'that is demanded by %s of a server that has none is an error, and never a plain connection',
    async (mode) => {
      const url = `${shop().url.replace('127.0.0.1', 'localhost')}?ssl-mode=${mode}`;
      const { knex } = connect({ url, logger });
      await expect(knex.raw('select 1')).rejects.toMatchObject({ code: 'HANDSHAKE_NO_SSL_SUPPORT' });
      await knex.destroy();
      await expect(openSqlStores({ url, logger })).rejects.toMatchObject({ code: 'HANDSHAKE_NO_SSL_SUPPORT' });
    },
  );
});
