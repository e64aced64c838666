import { parseConfig } from '@mosaico/service';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { catalogConfigShape } from '../src/config.ts';

const read = (MONGODB_URL: string) => parseConfig(z.object(catalogConfigShape), { MONGODB_URL });

test.each([
  'mongodb://127.0.0.1:27017/catalog',
  'mongodb://user:p%40ss@a:27017,b:27018,c:27019/catalog?replicaSet=rs0&authSource=admin',
  'mongodb+srv://cluster.example/catalog',
])('MONGODB_URL may be %s', (url) => {
  expect(read(url)).toEqual({ MONGODB_URL: url });
});

test.each(['mongodb://127.0.0.1:27017', 'mongodb:///catalog', 'mysql://127.0.0.1/catalog', 'mongodb://a b/catalog'])(
  'MONGODB_URL may not be %s',
  (url) => {
    expect(() => read(url)).toThrow(
      `MONGODB_URL: must be a URL that begins with mongodb:// or mongodb+srv:// and names a database, such as mongodb://host:27017/catalog; got "${url}"`,
    );
  },
);
