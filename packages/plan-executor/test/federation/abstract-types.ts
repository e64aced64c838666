import { rowOf, type Feature } from './feature.ts';

const works = [
  { __typename: 'Novel', id: 'w1', title: 'Emma', pages: 400 },
  { __typename: 'Film', id: 'w2', title: 'Alien', minutes: 117 },
];

/** Interfaces and unions whose types lie in several subgraphs, or differ between them. */
export const abstractTypes: readonly Feature[] = [
  {
    name: 'an interface whose types are entities of other subgraphs',
    subgraphs: {
      shelf: {
        sdl: `type Query { works: [Work] } interface Work { id: ID! }
          type Novel implements Work @key(fields: "id") { id: ID! } type Film implements Work @key(fields: "id") { id: ID! }`,
        resolvers: { Query: { works: () => [...works, null, works[0]] } },
      },
      novels: {
        sdl: 'type Novel @key(fields: "id") { id: ID! title: String pages: Int similar: [Novel] }',
        resolvers: { Novel: { __resolveReference: rowOf(works, 'id'), similar: () => [works[0]] } },
      },
      films: {
        sdl: 'type Film @key(fields: "id") { id: ID! title: String minutes: Int }',
        resolvers: { Film: { __resolveReference: rowOf(works, 'id') } },
      },
    },
    questions: [
      {
        query:
          '{ works { __typename ... on Novel { title similar { title id } } ... on Film { heading: title minutes } id } }',
        data: {
          works: [
            { __typename: 'Novel', title: 'Emma', similar: [{ title: 'Emma', id: 'w1' }], id: 'w1' },
            { __typename: 'Film', heading: 'Alien', minutes: 117, id: 'w2' },
            null,
            { __typename: 'Novel', title: 'Emma', similar: [{ title: 'Emma', id: 'w1' }], id: 'w1' },
          ],
        },
      },
      {
        query:
          'query { works { ...N } } fragment N on Novel { pages ...Similar } fragment Similar on Work { ... on Novel { similar { pages } } }',
        data: {
          works: [{ pages: 400, similar: [{ pages: 400 }] }, {}, null, { pages: 400, similar: [{ pages: 400 }] }],
        },
      },
    ],
  },
  {
    name: 'an interface that nests in itself',
    subgraphs: {
      a: {
        sdl: `type Query { start: Node } interface Node { next: Node } type Step implements Node @key(fields: "id") { id: ID! next: Node }
          type End implements Node { next: Node }`,
        resolvers: {
          Query: {
            start: () => ({
              __typename: 'Step',
              id: '1',
              next: { __typename: 'Step', id: '2', next: { __typename: 'End' } },
            }),
          },
        },
      },
      b: {
        sdl: 'type Step @key(fields: "id") { id: ID! name: String }',
        resolvers: { Step: { name: ({ id }: { id: string }) => `step ${id}` } },
      },
    },
    questions: [
      {
        query:
          '{ start { ... on Step { name } next { ... on Step { name } next { __typename next { __typename } } } } }',
        data: { start: { name: 'step 1', next: { name: 'step 2', next: { __typename: 'End', next: null } } } },
      },
    ],
  },
  {
    name: 'a union of which each subgraph knows other members',
    subgraphs: {
      a: {
        sdl: `type Query { media: [Media] @shareable prize: Prize } union Media = Novel | Film
          type Prize @key(fields: "id") { id: ID! winner: Media @shareable }
          type Novel @shareable { title: String } type Film @shareable { title: String }`,
        resolvers: {
          Query: { media: () => works, prize: () => ({ id: 'z1', winner: works[1] }) },
          Prize: { __resolveReference: () => ({ id: 'z1', winner: works[1] }) },
        },
      },
      b: {
        sdl: `type Query { song: Media } union Media = Novel | Song type Novel @shareable { title: String } type Song { title: String }`,
        resolvers: { Query: { song: () => ({ __typename: 'Song', title: 'Help!' }) } },
      },
    },
    questions: [
      {
        query:
          '{ media { ... on Novel { title } ... on Film { title } ... on Song { title } } prize { winner { __typename ... on Song { title } } } }',
        data: { media: [{ title: 'Emma' }, { title: 'Alien' }], prize: { winner: { __typename: 'Film' } } },
      },
      {
        query: '{ song { __typename ... on Song { title } ... on Film { title } } }',
        data: { song: { __typename: 'Song', title: 'Help!' } },
      },
    ],
  },
  {
    name: 'an interface and a union over the same types',
    subgraphs: {
      a: {
        sdl: `type Query { results: [Result] node(id: ID!): Node } union Result = Novel | Film interface Node { id: ID! }
          type Novel implements Node @key(fields: "id") { id: ID! } type Film implements Node @key(fields: "id") { id: ID! }`,
        resolvers: {
          Query: { results: () => works, node: (_: unknown, { id }: { id: string }) => rowOf(works, 'id')({ id }) },
        },
      },
      b: {
        sdl: `interface Titled { title: String } type Novel implements Titled @key(fields: "id") { id: ID! title: String }
          type Film implements Titled @key(fields: "id") { id: ID! title: String }`,
        resolvers: {
          Novel: { __resolveReference: rowOf(works, 'id') },
          Film: { __resolveReference: rowOf(works, 'id') },
        },
      },
    },
    questions: [
      { query: '{ results { ... on Titled { title } } }', data: { results: [{ title: 'Emma' }, { title: 'Alien' }] } },
      {
        query: '{ node(id: "w2") { id ... on Titled { title } ... on Novel { id } } none: node(id: "w9") { id } }',
        data: { node: { id: 'w2', title: 'Alien' }, none: null },
      },
      {
        query: '{ results { ... on Node { __typename id } ... on Film { named: title } } }',
        data: {
          results: [
            { __typename: 'Novel', id: 'w1' },
            { __typename: 'Film', id: 'w2', named: 'Alien' },
          ],
        },
      },
    ],
  },
  {
    name: 'fields of one name whose nullability differs between types',
    subgraphs: {
      a: {
        sdl: `type Query { results: [Result] } union Result = Novel | Film
          type Novel @key(fields: "id") { id: ID! } type Film @key(fields: "id") { id: ID! }`,
        resolvers: { Query: { results: () => works } },
      },
      b: {
        sdl: `type Novel @key(fields: "id") { id: ID! length: Int } type Film @key(fields: "id") { id: ID! length: Float! }`,
        resolvers: { Novel: { length: () => null }, Film: { length: () => 1.5 } },
      },
    },
    questions: [
      {
        query: '{ results { ... on Novel { pages: length } ... on Film { hours: length } } }',
        data: { results: [{ pages: null }, { hours: 1.5 }] },
      },
    ],
  },
  {
    name: 'enums and inputs of which clients see what all subgraphs know',
    subgraphs: {
      a: {
        sdl: `type Query { byState(where: Where!): [Order] } enum State { NEW SENT LOST } input Where { state: State limit: Int }
          type Order @key(fields: "id") { id: ID! state: State @shareable }`,
        resolvers: {
          Query: {
            byState: (_: unknown, { where }: { where: { state: string } }) => [
              { id: 'o1', state: where.state },
              { id: 'o2', state: 'LOST' },
            ],
          },
        },
      },
      b: {
        sdl: `type Query { count(where: Where): Int } enum State { NEW SENT LOST } input Where { state: State }
          type Order @key(fields: "id") { id: ID! state: State @shareable note: String }`,
        resolvers: {
          Query: {
            count: (_: unknown, { where }: { where?: { state?: string } | null }) => (where?.state === 'NEW' ? 1 : 0),
          },
          Order: { note: ({ id }: { id: string }) => `note of ${id}` },
        },
      },
    },
    questions: [
      {
        query:
          'query ($state: State) { byState(where: { state: $state }) { state note } count(where: { state: NEW }) all: count }',
        variables: { state: 'SENT' },
        data: {
          byState: [
            { state: 'SENT', note: 'note of o1' },
            { state: 'LOST', note: 'note of o2' },
          ],
          count: 1,
          all: 0,
        },
      },
    ],
  },
  {
    name: '__typename wherever it may stand',
    subgraphs: {
      a: {
        sdl: `type Query { works: [Work] work: Novel } interface Work { id: ID! } type Novel implements Work @key(fields: "id") { id: ID! }
          type Film implements Work @key(fields: "id") { id: ID! }`,
        resolvers: { Query: { works: () => works, work: () => works[0] } },
      },
      b: {
        sdl: 'type Query { other: Int } type Novel @key(fields: "id") { id: ID! pages: Int }',
        resolvers: { Novel: { pages: () => 9 }, Query: { other: () => 1 } },
      },
    },
    questions: [
      {
        query:
          '{ __typename kind: __typename works { kind: __typename ... on Novel { type: __typename pages } } work { __typename } }',
        data: {
          __typename: 'Query',
          kind: 'Query',
          works: [{ kind: 'Novel', type: 'Novel', pages: 9 }, { kind: 'Film' }],
          work: { __typename: 'Novel' },
        },
      },
      { query: '{ __typename }', data: { __typename: 'Query' }, asks: [] },
    ],
  },
];
