import { rowOf, type Feature } from './feature.ts';

const items = [
  { id: 'i1', name: 'cup', price: 3 },
  { id: 'i2', name: 'pot', price: 9 },
];

/** Whose a field is: shared, moved, hidden, or another's as federation 1 and 2 write it. */
export const ownership: readonly Feature[] = [
  {
    name: '@shareable fields at the root, of which no subgraph has all below',
    subgraphs: {
      a: {
        sdl: 'type Query { item: Item @shareable } type Item @shareable { id: ID! name: Name } type Name @shareable { id: ID! brand: String }',
        resolvers: { Query: { item: () => ({ id: 'i1', name: { id: 'n1', brand: 'ACME' } }) } },
      },
      b: {
        sdl: 'type Query { item: Item @shareable } type Item @shareable { id: ID! price: Price } type Price { amount: Int }',
        resolvers: { Query: { item: () => ({ id: 'i1', price: { amount: 3 } }) } },
      },
    },
    questions: [
      {
        query: '{ item { price { amount } name { brand } id } }',
        data: { item: { price: { amount: 3 }, name: { brand: 'ACME' }, id: 'i1' } },
      },
      { query: '{ item { price { amount } } }', data: { item: { price: { amount: 3 } } }, asks: ['b'] },
    ],
  },
  {
    name: '@override: a field that has moved',
    subgraphs: {
      old: {
        sdl: 'type Query { items: [Item] } type Item @key(fields: "id") { id: ID! name: String price: Int }',
        resolvers: { Query: { items: () => items }, Item: { __resolveReference: rowOf(items, 'id'), price: () => -1 } },
      },
      prices: {
        sdl: `type Query { cheapest: Item } type Item @key(fields: "id") { id: ID! price: Int @override(from: "old") }`,
        resolvers: { Query: { cheapest: () => items[0] }, Item: { __resolveReference: rowOf(items, 'id') } },
      },
    },
    questions: [
      { query: '{ items { price } }', data: { items: [{ price: 3 }, { price: 9 }] }, asks: ['old', 'prices'] },
      { query: '{ cheapest { price name } }', data: { cheapest: { price: 3, name: 'cup' } } },
    ],
  },
  {
    name: '@override of a field that another one requires',
    subgraphs: {
      old: {
        sdl: 'type Query { items: [Item] } type Item @key(fields: "id") { id: ID! price: Int }',
        resolvers: { Query: { items: () => items }, Item: { price: () => -1 } },
      },
      prices: {
        sdl: 'type Item @key(fields: "id") { id: ID! price: Int @override(from: "old") }',
        resolvers: { Item: { __resolveReference: rowOf(items, 'id') } },
      },
      tags: {
        sdl: 'type Item @key(fields: "id") { id: ID! price: Int @external tag: String @requires(fields: "price") }',
        resolvers: { Item: { tag: ({ price }: { price: number }) => `only ${price}` } },
      },
    },
    questions: [
      {
        query: '{ items { tag } }',
        data: { items: [{ tag: 'only 3' }, { tag: 'only 9' }] },
        asks: ['old', 'prices', 'tags'],
      },
    ],
  },
  {
    name: '@override of a field from a subgraph that is not there',
    subgraphs: {
      items: {
        sdl: 'type Query { items: [Item] } type Item @key(fields: "id") { id: ID! name: String @override(from: "gone") }',
        resolvers: { Query: { items: () => items } },
      },
      prices: {
        sdl: 'type Item @key(fields: "id") { id: ID! price: Int @override(from: "gone") }',
        resolvers: { Item: { __resolveReference: rowOf(items, 'id') } },
      },
    },
    questions: [
      { query: '{ items { name price } }', data: { items: items.map(({ name, price }) => ({ name, price })) } },
    ],
  },
  {
    name: '@inaccessible: fields and types that only plans see',
    subgraphs: {
      a: {
        sdl: `type Query { items: [Item] } type Item @key(fields: "code") { code: ID! @inaccessible state: State }
          enum State { ON OFF @inaccessible }`,
        resolvers: {
          Query: {
            items: () => [
              { code: 'i1', state: 'ON' },
              { code: 'i2', state: 'OFF' },
            ],
          },
        },
      },
      b: {
        sdl: 'type Item @key(fields: "code") { code: ID! name: String }',
        resolvers: { Item: { name: ({ code }: { code: string }) => `named ${code}` } },
      },
    },
    questions: [{ query: '{ items { name } }', data: { items: [{ name: 'named i1' }, { name: 'named i2' }] } }],
  },
  {
    name: "federation 1: `extend type` with another subgraph's key",
    subgraphs: {
      items: {
        federation: 1,
        sdl: 'type Query { items: [Item] } type Item @key(fields: "id") { id: ID! name: String price: Int }',
        resolvers: { Query: { items: () => items }, Item: { __resolveReference: rowOf(items, 'id') } },
      },
      reviews: {
        federation: 1,
        sdl: `extend type Query { latest: Review } type Review { stars: Int item: Item @provides(fields: "name") }
          extend type Item @key(fields: "id") { id: ID! @external name: String @external price: Int @external
            stars: Int label: String @requires(fields: "price") }`,
        resolvers: {
          Query: { latest: () => ({ stars: 5, item: { id: 'i2', name: 'pot' } }) },
          Item: { stars: () => 4, label: ({ price }: { price: number }) => `costs ${price}` },
        },
      },
    },
    questions: [
      {
        query: '{ items { stars label } }',
        data: {
          items: [
            { stars: 4, label: 'costs 3' },
            { stars: 4, label: 'costs 9' },
          ],
        },
      },
      {
        query: '{ latest { stars item { name } } }',
        data: { latest: { stars: 5, item: { name: 'pot' } } },
        asks: ['reviews'],
      },
      { query: '{ latest { item { price label } } }', data: { latest: { item: { price: 9, label: 'costs 9' } } } },
    ],
  },
  {
    name: 'federation 1 beside federation 2, whose type has `@extends`',
    subgraphs: {
      old: {
        federation: 1,
        sdl: 'type Query { items: [Item] } type Item @key(fields: "id") { id: ID! name: String }',
        resolvers: { Query: { items: () => items }, Item: { __resolveReference: rowOf(items, 'id') } },
      },
      young: {
        sdl: `type Query { best: Item } type Item @extends @key(fields: "id") { id: ID! @external name: String @external rank: Int
          shout: String @requires(fields: "name") }`,
        resolvers: {
          Query: { best: () => ({ id: 'i1' }) },
          Item: {
            rank: ({ id }: { id: string }) => Number(id.slice(1)),
            shout: ({ name }: { name: string }) => name.toUpperCase(),
          },
        },
      },
    },
    questions: [
      {
        query: '{ items { rank shout } }',
        data: {
          items: [
            { rank: 1, shout: 'CUP' },
            { rank: 2, shout: 'POT' },
          ],
        },
      },
      { query: '{ best { name shout rank } }', data: { best: { name: 'cup', shout: 'CUP', rank: 1 } } },
    ],
  },
  {
    name: '@external fields that nothing uses',
    subgraphs: {
      items: {
        federation: 1,
        sdl: 'type Query { items: [Item] } type Item @key(fields: "id") { id: ID! name: String }',
        resolvers: { Query: { items: () => items }, Item: { __resolveReference: rowOf(items, 'id') } },
      },
      prices: {
        federation: 1,
        sdl: 'extend type Item @key(fields: "id") { id: ID! @external name: String @external price: Int }',
        resolvers: { Item: { price: ({ id }: { id: string }) => (id === 'i1' ? 3 : 9) } },
      },
    },
    questions: [{ query: '{ items { id name price } }', data: { items } }],
  },
];
