import type { Feature, Expected } from './feature.ts';

/** What the subgraphs of mutations have been told; a question empties it by reading it last. */
function journal() {
  const entries: string[] = [];
  const add =
    (subgraph: string) =>
    (_: unknown, { what }: { what: string }) => {
      entries.push(`${subgraph} ${what}`);
      return { id: what, count: entries.length };
    };
  return { add, take: () => entries.splice(0) };
}
const log = journal();

const conditional = (a: boolean, b: boolean, data: unknown, asks?: readonly string[]): Expected => ({
  query: `query ($a: Boolean!, $b: Boolean!) {
    thing { id name @include(if: $a) ... on Thing @skip(if: $b) { size } ...Both @include(if: $a) } }
    fragment Both on Thing { twice: size @skip(if: $b) }`,
  variables: { a, b },
  data,
  ...(asks ? { asks } : {}),
});

/** What a client may write: mutations, conditions, aliases, errors on the way. */
export const operations: readonly Feature[] = [
  {
    name: 'mutations of several subgraphs, one after another',
    subgraphs: {
      a: {
        sdl: 'type Query { a: Int } type Mutation { writeA(what: String!): Entry readA: [String!] } type Entry @key(fields: "id") { id: ID! count: Int @shareable }',
        resolvers: { Mutation: { writeA: log.add('a'), readA: () => log.take() } },
      },
      b: {
        sdl: 'type Mutation { writeB(what: String!): Entry } type Entry @key(fields: "id") { id: ID! count: Int @shareable note: String }',
        resolvers: { Mutation: { writeB: log.add('b') }, Entry: { note: ({ id }: { id: string }) => `note of ${id}` } },
      },
    },
    questions: [
      {
        query: `mutation ($two: String!) { one: writeA(what: "1") { id count note } two: writeB(what: $two) { count } three: writeA(what: "3") { count note }
          four: writeA(what: "4") { count } five: writeB(what: "5") { count note } readA }`,
        variables: { two: '2' },
        data: {
          one: { id: '1', count: 1, note: 'note of 1' },
          two: { count: 2 },
          three: { count: 3, note: 'note of 3' },
          four: { count: 4 },
          five: { count: 5, note: 'note of 5' },
          readA: ['a 1', 'b 2', 'a 3', 'a 4', 'b 5'],
        },
      },
    ],
  },
  {
    name: '@include and @skip, by variables and literals, on fields and fragments',
    subgraphs: {
      a: {
        sdl: 'type Query { thing: Thing } type Thing @key(fields: "id") { id: ID! }',
        resolvers: { Query: { thing: () => ({ id: 't1' }) } },
      },
      b: {
        sdl: 'type Thing @key(fields: "id") { id: ID! name: String }',
        resolvers: { Thing: { name: () => 'thing' } },
      },
      c: {
        sdl: 'type Thing @key(fields: "id") { id: ID! size: Int }',
        resolvers: { Thing: { size: () => 7 } },
      },
    },
    questions: [
      conditional(true, false, { thing: { id: 't1', name: 'thing', size: 7, twice: 7 } }, ['a', 'b', 'c']),
      conditional(true, true, { thing: { id: 't1', name: 'thing' } }),
      conditional(false, false, { thing: { id: 't1', size: 7 } }, ['a', 'c']),
      conditional(false, true, { thing: { id: 't1' } }),
      {
        query: '{ thing { id @skip(if: true) name @include(if: false) size @skip(if: false) } }',
        data: { thing: { size: 7 } },
      },
      {
        query: 'query ($no: Boolean = false) { thing @include(if: $no) { name } __typename }',
        data: { __typename: 'Query' },
      },
    ],
  },
  {
    name: 'one field under several names, with other arguments each time',
    subgraphs: {
      a: {
        sdl: 'type Query { thing(n: Int! = 0): Thing } type Thing @key(fields: "id") { id: ID! }',
        resolvers: { Query: { thing: (_: unknown, { n }: { n: number }) => ({ id: `t${n}` }) } },
      },
      b: {
        sdl: 'type Thing @key(fields: "id") { id: ID! text(size: Int, tags: [String!]): String }',
        resolvers: {
          Thing: {
            text: ({ id }: { id: string }, { size, tags }: { size?: number; tags?: string[] }) =>
              [id, size, tags].join(' '),
          },
        },
      },
    },
    questions: [
      {
        query: `query ($n: Int!, $tags: [String!]) { thing { text } two: thing(n: $n) { big: text(size: $n, tags: $tags) text(size: 1) }
          three: thing(n: 3) { id: text(tags: ["x", "y"]) text: id } }`,
        variables: { n: 2, tags: ['z'] },
        data: {
          thing: { text: 't0  ' },
          two: { big: 't2 2 z', text: 't2 1 ' },
          three: { id: 't3  x,y', text: 't3' },
        },
      },
    ],
  },
  {
    name: 'nulls where none may be, and errors, each at its place',
    subgraphs: {
      a: {
        sdl: 'type Query { things: [Thing] all: [Thing!] } type Thing @key(fields: "id") { id: ID! }',
        resolvers: { Query: { things: () => [{ id: 't1' }, { id: 't2' }], all: () => [{ id: 't1' }, { id: 't2' }] } },
      },
      b: {
        sdl: 'type Thing @key(fields: "id") { id: ID! name: String! rank: Int }',
        resolvers: {
          Thing: {
            name: ({ id }: { id: string }) => {
              if (id === 't2') throw new Error('t2 has no name.');
              return 'first';
            },
            rank: ({ id }: { id: string }) => Number(id.slice(1)),
          },
        },
      },
    },
    questions: [
      {
        query: '{ things { id name } }',
        data: { things: [{ id: 't1', name: 'first' }, null] },
        errors: ['t2 has no name.'],
      },
      { query: '{ all { id name } }', data: { all: null }, errors: ['t2 has no name.'] },
      { query: '{ things { rank } }', data: { things: [{ rank: 1 }, { rank: 2 }] } },
    ],
  },
];
