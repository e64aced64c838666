import { describe, expect, test } from '@jest/globals';
import { buildSchema, getOperationAST, parse, validate } from 'graphql';
import { readCachePolicy } from '../../src/response-cache/cache-policy.ts';
import { operationPolicy } from '../../src/response-cache/operation-policy.ts';

const sdl = `
  directive @cacheControl(maxAge: Int, scope: CacheControlScope) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum CacheControlScope { PUBLIC PRIVATE }
  type Query {
    product: Product
    counted: Int
    dated: Int @cacheControl(maxAge: 30)
    customer: Customer
    found: Found
  }
  type Mutation { rename: Product }
  type Product @cacheControl(maxAge: 60) {
    name: String
    stock: Stock
    maker: Maker
    author: Customer @cacheControl(maxAge: 40)
    pinned: Product @cacheControl(maxAge: 10)
  }
  type Stock @cacheControl(maxAge: 5) { left: Int }
  type Maker { name: String }
  type Customer { name: String email: String @cacheControl(scope: PRIVATE) }
  union Found @cacheControl(maxAge: 20) = Product | Stock`;
const schema = buildSchema(sdl);
const policy = readCachePolicy([sdl]);

function policyOf(text: string) {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('The text was to hold one operation.');
  return operationPolicy({ schema, policy, document, operation });
}

describe('how long an answer may be kept for everybody', () => {
  test.each([
    ['as long as its type says', '{ product { name __typename } }', 60, ['Query', 'Product']],
    ['as long as the shortest of its parts', '{ product { name stock { left } } }', 5, ['Query', 'Product', 'Stock']],
    ['as its field says, before its type', '{ product { pinned { name } } }', 10, ['Query', 'Product']],
    [
      'as the field of a type that says nothing',
      '{ product { author { name } } }',
      40,
      ['Query', 'Product', 'Customer'],
    ],
    ['as a scalar of the root says', '{ dated }', 30, ['Query']],
    [
      'as a union and its members say',
      '{ found { ... on Product { name } ... on Stock { left } } }',
      20,
      ['Query', 'Product', 'Stock'],
    ],
    [
      'with the parts of its fragments',
      '{ product { ...P } } fragment P on Product { stock { left } }',
      5,
      ['Query', 'Product', 'Stock'],
    ],
    [
      'also with what is left out by a condition',
      '{ product { name stock @skip(if: true) { left } } }',
      5,
      ['Query', 'Product', 'Stock'],
    ],
  ])('%s', (_how, text, maxAge, types) => {
    expect(policyOf(text)).toEqual({ maxAge, types: new Set(types) });
  });

  test.each([
    ['a scalar of the root that says nothing', '{ dated counted }'],
    ['an object that says nothing', '{ product { name maker { name } } }'],
    ['a root that says nothing', '{ customer { name } }'],
    ['something private', '{ product { author { name email } } }'],
    ['the schema', '{ product { name } __schema { types { name } } }'],
    ['nothing but type names', '{ __typename }'],
    ['a mutation', 'mutation { rename { name } }'],
  ])('not at all with %s', (_what, text) => {
    expect(policyOf(text)).toBeNull();
  });
});

test('of what several subgraphs say of one type, the shortest time and the private scope hold', () => {
  expect(
    readCachePolicy([
      'type A @cacheControl(maxAge: 60) { b: Int @cacheControl(scope: PRIVATE) }',
      'type A @cacheControl(maxAge: 5) { b: Int c: Int } extend type B @cacheControl(maxAge: 1) { d: Int }',
    ]),
  ).toEqual({ A: { maxAge: 5 }, 'A.b': { isPrivate: true }, B: { maxAge: 1 } });
});
