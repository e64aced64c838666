import type { Feature } from './feature.ts';

/** Objects, lists and errors among what fields require of other subgraphs. */
export const requiredObjects: readonly Feature[] = [
  {
    name: '@requires of fragments on the types of an interface',
    subgraphs: {
      desk: {
        sdl: `type Query { parcels: [Parcel] } type Parcel @key(fields: "id") { id: ID! content: Content }
          interface Content { name: String } type Glass implements Content { name: String thickness: Int }
          type Letter implements Content { name: String pages: Int }`,
        resolvers: {
          Query: {
            parcels: () => [
              { id: 'p1', content: { __typename: 'Glass', name: 'vase', thickness: 4 } },
              { id: 'p2', content: { __typename: 'Letter', name: 'bill', pages: 2 } },
              { id: 'p3', content: null },
            ],
          },
        },
      },
      post: {
        sdl: `type Parcel @key(fields: "id") { id: ID! content: Content @external
            note: String @requires(fields: "content { name ... on Glass { thickness } ... on Letter { pages } }") }
          interface Content { name: String } type Glass implements Content @external { name: String thickness: Int }
          type Letter implements Content @external { name: String pages: Int }`,
        resolvers: { Parcel: { note: ({ content }: { content: unknown }) => JSON.stringify(content) } },
      },
    },
    questions: [
      {
        query: '{ parcels { note } }',
        data: {
          parcels: [{ note: '{"name":"vase","thickness":4}' }, { note: '{"name":"bill","pages":2}' }, { note: 'null' }],
        },
      },
      {
        query: '{ parcels { content { __typename ... on Letter { pages } } } }',
        data: {
          parcels: [
            { content: { __typename: 'Glass' } },
            { content: { __typename: 'Letter', pages: 2 } },
            { content: null },
          ],
        },
        asks: ['desk'],
      },
    ],
  },
  {
    name: '@requires of a list of objects, whose order is kept',
    subgraphs: {
      desk: {
        sdl: `type Query { parcels: [Parcel] } type Parcel @key(fields: "id") { id: ID! things: [Thing!] }
          type Thing { name: String worth: Int }`,
        resolvers: {
          Query: {
            parcels: () => [
              {
                id: 'p1',
                things: [
                  { name: 'cup', worth: 3 },
                  { name: 'pot', worth: 9 },
                ],
              },
              { id: 'p2', things: [] },
              { id: 'p3', things: null },
            ],
          },
        },
      },
      insurance: {
        sdl: `type Parcel @key(fields: "id") { id: ID! things: [Thing!] @external
            insured: String @requires(fields: "things { name worth }") }
          type Thing @external { name: String worth: Int }`,
        resolvers: {
          Parcel: {
            insured: ({ things }: { things: { name: string; worth: number }[] | null }) =>
              things === null ? null : things.map(({ name, worth }) => `${name} ${worth}`).join(', '),
          },
        },
      },
    },
    questions: [
      {
        query: '{ parcels { insured things { worth } } }',
        data: {
          parcels: [
            { insured: 'cup 3, pot 9', things: [{ worth: 3 }, { worth: 9 }] },
            { insured: '', things: [] },
            { insured: null, things: null },
          ],
        },
      },
    ],
  },
];
