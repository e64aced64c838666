import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { supergraphFile } from '../src/compose/files.ts';
import { schemaPage } from '../src/pages/schema.ts';
import { readSchemaMap } from '../src/schema-map/read-schema-map.ts';

const map = readSchemaMap(readFileSync(supergraphFile, 'utf8'));
const typeOf = (name: string) => map.types.find((type) => type.name === name);
const fieldOf = (type: string, field: string) => typeOf(type)?.fields.find(({ name }) => name === field);

describe('the schema map of the shop', () => {
  test('says which subgraph answers each field', () => {
    expect(map.subgraphs.toSorted()).toEqual(['analytics', 'cart', 'catalog', 'events', 'orders']);
    expect(fieldOf('Product', 'name')?.subgraphs).toEqual(['catalog']);
    expect(fieldOf('Product', 'inventory')?.subgraphs).toEqual(['orders']);
    expect(fieldOf('Product', 'sales')).toMatchObject({
      subgraphs: ['analytics'],
      args: ['from: Date', 'to: Date'],
      type: 'ProductSales',
    });
    expect(fieldOf('Query', 'search')).toMatchObject({ subgraphs: ['catalog'], type: 'ProductSearchConnection' });
    expect(fieldOf('Money', 'amount')?.subgraphs.length).toBeGreaterThan(1);
  });

  test('says what a field needs from elsewhere, and does not count a field that is only read there', () => {
    expect(fieldOf('Cart', 'subtotal')).toMatchObject({
      subgraphs: ['cart'],
      requires: expect.stringContaining('offer'),
    });
    expect(fieldOf('Variant', 'offer')?.subgraphs).toEqual(['catalog']);
  });

  test('knows entities by their keys', () => {
    expect(typeOf('CartItem')?.keys).toEqual(['cartId sku']);
    expect(typeOf('Money')?.keys).toEqual([]);
  });

  test('leaves out what clients cannot see', () => {
    expect(fieldOf('Order', 'customerId')).toBeUndefined();
    expect(map.types.filter(({ name }) => name.includes('__'))).toEqual([]);
  });

  test('has members of unions and values of enums', () => {
    expect(typeOf('LoginResult')).toMatchObject({
      kind: 'union',
      members: ['Session', 'InvalidCredentials', 'TooManyAttempts'],
    });
    expect(typeOf('OrderStatus')).toMatchObject({
      kind: 'enum',
      members: expect.arrayContaining(['PENDING', 'SHIPPED']),
    });
  });
});

describe('the page of it', () => {
  const page = schemaPage(map);

  test('tells of every type, once', () => {
    for (const { name } of map.types) expect(page.split(`id="type-${name}"`)).toHaveLength(2);
  });

  test('has no link that leads nowhere', () => {
    const targets = Array.from(page.matchAll(/href="#([^"]+)"/g), ([, target = '']) => target);
    expect(targets.length).toBeGreaterThan(100);
    for (const target of new Set(targets)) expect(page).toContain(`id="${target}"`);
  });

  test('escapes what it is told', () => {
    const type = { kind: 'object', subgraphs: ['orders'], keys: ['id'], fields: [], members: [] } as const;
    const told = schemaPage({
      subgraphs: ['orders'],
      types: [{ ...type, name: 'Odd', description: '<script>"&\'</script> `a<b`' }],
    });
    expect(told).not.toContain('<script>');
    expect(told).toContain('&lt;script&gt;&quot;&amp;&#39;&lt;/script&gt; <code>a&lt;b</code>');
  });
});
