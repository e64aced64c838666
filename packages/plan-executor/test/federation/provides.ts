import type { Feature } from './feature.ts';

/** Another subgraph's fields, which one subgraph has on some ways to them. */
export const provides: readonly Feature[] = [
  {
    name: '@provides on one way, and not on another',
    subgraphs: {
      reviews: {
        sdl: `type Query { latest: Review worst: Review }
          type Review { id: ID! } extend type Review { author: User @provides(fields: "name") editor: User }
          type User @key(fields: "id") { id: ID! name: String @external }`,
        resolvers: {
          Query: {
            latest: () => ({
              id: 'r1',
              author: { id: 'u1', name: 'known here' },
              editor: { id: 'u2', name: 'never read' },
            }),
            worst: () => ({ id: 'r2', author: null, editor: null }),
          },
        },
      },
      users: {
        sdl: 'type User @key(fields: "id") { id: ID! name: String @shareable mail: String }',
        resolvers: {
          User: { name: ({ id }: { id: string }) => `user ${id}`, mail: ({ id }: { id: string }) => `${id}@x` },
        },
      },
    },
    questions: [
      {
        query: '{ latest { author { name } } }',
        data: { latest: { author: { name: 'known here' } } },
        asks: ['reviews'],
      },
      {
        query: '{ latest { editor { name } } }',
        data: { latest: { editor: { name: 'user u2' } } },
        asks: ['reviews', 'users'],
      },
      {
        query: '{ latest { author { name mail } editor { name } } worst { author { name } } }',
        data: {
          latest: { author: { name: 'known here', mail: 'u1@x' }, editor: { name: 'user u2' } },
          worst: { author: null },
        },
      },
    ],
  },
  {
    name: '@provides of fields below others',
    subgraphs: {
      lists: {
        sdl: `type Query { lists: [List] @provides(fields: "owner { city { name } }") plain: [List] }
          type List @key(fields: "id") { id: ID! owner: User @external }
          type User { city: City @external } type City { name: String @external }`,
        resolvers: {
          Query: { lists: () => [{ id: 'l1', owner: { city: { name: 'Oslo' } } }], plain: () => [{ id: 'l1' }] },
        },
      },
      people: {
        sdl: `type List @key(fields: "id") { id: ID! owner: User @shareable } type User @shareable { city: City }
          type City { name: String @shareable mayor: String }`,
        resolvers: { List: { owner: () => ({ city: { name: 'Oslo', mayor: 'Anne' } }) } },
      },
    },
    questions: [
      {
        query: '{ lists { owner { city { name } } } }',
        data: { lists: [{ owner: { city: { name: 'Oslo' } } }] },
        asks: ['lists'],
      },
      {
        query: '{ lists { owner { city { mayor name } } } plain { owner { city { name } } } }',
        data: {
          lists: [{ owner: { city: { mayor: 'Anne', name: 'Oslo' } } }],
          plain: [{ owner: { city: { name: 'Oslo' } } }],
        },
      },
    ],
  },
  {
    name: '@provides on an interface and on a union',
    subgraphs: {
      feed: {
        sdl: `type Query { media: Media @provides(fields: "animals { ... on Dog { name } ... on Cat { name } }") feed: [Post] @provides(fields: "... on Song { length }") }
          interface Media { id: ID! animals: [Animal] } interface Animal { id: ID! name: String }
          type Book implements Media @key(fields: "id") { id: ID! animals: [Animal] @shareable }
          type Dog implements Animal @key(fields: "id") { id: ID! name: String @external }
          type Cat implements Animal @key(fields: "id") { id: ID! name: String @external }
          union Post = Song | Film
          type Song @key(fields: "id") { id: ID! length: Int @external } type Film @key(fields: "id") { id: ID! }`,
        resolvers: {
          Query: {
            media: () => ({
              __typename: 'Book',
              id: 'm1',
              animals: [
                { __typename: 'Dog', id: 'd1', name: 'Rex' },
                { __typename: 'Cat', id: 'c1', name: 'Tom' },
              ],
            }),
            feed: () => [
              { __typename: 'Song', id: 's1', length: 3 },
              { __typename: 'Film', id: 'f1', length: 3 },
            ],
          },
        },
      },
      facts: {
        sdl: `type Dog @key(fields: "id") { id: ID! name: String @shareable age: Int }
          type Cat @key(fields: "id") { id: ID! name: String @shareable age: Int }
          type Song @key(fields: "id") { id: ID! length: Int @shareable } type Film @key(fields: "id") { id: ID! length: Int }`,
        resolvers: {
          Dog: { name: () => 'Rex', age: () => 5 },
          Cat: { name: () => 'Tom', age: () => 7 },
          Song: { length: () => 3 },
          Film: { length: () => 120 },
        },
      },
    },
    questions: [
      {
        query: '{ media { animals { id name } } }',
        data: {
          media: {
            animals: [
              { id: 'd1', name: 'Rex' },
              { id: 'c1', name: 'Tom' },
            ],
          },
        },
      },
      {
        query:
          '{ media { animals { name ... on Cat { age } } } feed { ... on Song { length } ... on Film { length } } }',
        data: {
          media: { animals: [{ name: 'Rex' }, { name: 'Tom', age: 7 }] },
          feed: [{ length: 3 }, { length: 120 }],
        },
      },
    ],
  },
];
