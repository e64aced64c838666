import { parseConfig, urlSchema } from '@mosaico/service';
import { z } from 'zod';

/** A MySQL or MariaDB server on which the tests may make databases, such as `mysql://root:secret@127.0.0.1:3306`. */
export function mysqlTestUrl(): string | undefined {
  return parseConfig(z.object({ MYSQL_TEST_URL: urlSchema('mysql').optional() })).MYSQL_TEST_URL;
}
