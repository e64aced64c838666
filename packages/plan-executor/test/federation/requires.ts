import { rowOf, type Feature } from './feature.ts';

const parcels = [
  { id: 'p1', weight: 3, fragile: true },
  { id: 'p2', weight: 12, fragile: false },
];

interface Parcel {
  readonly id: string;
  readonly weight: number;
  readonly cost: number;
  readonly fragile: boolean;
}

const desk = {
  sdl: 'type Query { parcels: [Parcel] } type Parcel @key(fields: "id") { id: ID! }',
  resolvers: { Query: { parcels: () => parcels } },
};
const scales = {
  sdl: 'type Parcel @key(fields: "id") { id: ID! weight: Int fragile: Boolean }',
  resolvers: { Parcel: { __resolveReference: rowOf(parcels, 'id') } },
};

/** Fields that one subgraph works out from what others know. */
export const requires: readonly Feature[] = [
  {
    name: '@requires of fields that the client does not see',
    subgraphs: {
      desk,
      scales,
      post: {
        sdl: `type Parcel @key(fields: "id") { id: ID! weight: Int @external fragile: Boolean @external
          cost: Int @requires(fields: "weight fragile") }`,
        resolvers: { Parcel: { cost: ({ weight, fragile }: Parcel) => weight * (fragile ? 10 : 2) } },
      },
    },
    questions: [
      {
        query: '{ parcels { cost } }',
        data: { parcels: [{ cost: 30 }, { cost: 24 }] },
        asks: ['desk', 'scales', 'post'],
      },
      {
        query: '{ parcels { cost weight } }',
        data: {
          parcels: [
            { cost: 30, weight: 3 },
            { cost: 24, weight: 12 },
          ],
        },
      },
    ],
  },
  {
    name: '@requires of a field that itself requires others',
    subgraphs: {
      desk,
      scales,
      post: {
        sdl: `type Parcel @key(fields: "id") { id: ID! weight: Int @external cost: Int @requires(fields: "weight") }`,
        resolvers: { Parcel: { cost: ({ weight }: Parcel) => weight * 2 } },
      },
      bills: {
        sdl: `type Parcel @key(fields: "id") { id: ID! cost: Int @external weight: Int @external
          bill: String @requires(fields: "cost") label: String @requires(fields: "weight cost") }`,
        resolvers: {
          Parcel: {
            bill: ({ id, cost }: Parcel) => `${id}: ${cost}`,
            label: ({ weight, cost }: Parcel) => `${weight} kg for ${cost}`,
          },
        },
      },
    },
    questions: [
      {
        query: '{ parcels { bill } }',
        data: { parcels: [{ bill: 'p1: 6' }, { bill: 'p2: 24' }] },
        asks: ['desk', 'scales', 'post', 'bills'],
      },
      {
        query: '{ parcels { label bill cost } }',
        data: {
          parcels: [
            { label: '3 kg for 6', bill: 'p1: 6', cost: 6 },
            { label: '12 kg for 24', bill: 'p2: 24', cost: 24 },
          ],
        },
      },
    ],
  },
  {
    name: '@requires of two subgraphs of each other',
    differsBecause: 'the stock executor can name the wrong element of a list',
    subgraphs: {
      desk,
      scales,
      a: {
        sdl: 'type Parcel @key(fields: "id") { id: ID! pace: Int @external days: Int @requires(fields: "pace") }',
        resolvers: { Parcel: { days: ({ pace }: { pace: number }) => 100 / pace } },
      },
      b: {
        sdl: `type Parcel @key(fields: "id") { id: ID! weight: Int @external days: Int @external
          pace: Int @requires(fields: "weight") promise: String @requires(fields: "days") }`,
        resolvers: {
          Parcel: {
            pace: ({ weight }: Parcel) => (weight > 10 ? 20 : 50),
            promise: ({ days }: { days: number }) => `in ${days} days`,
          },
        },
      },
    },
    questions: [
      {
        query: '{ parcels { promise } }',
        data: { parcels: [{ promise: 'in 2 days' }, { promise: 'in 5 days' }] },
        planIsWrong: true,
      },
    ],
  },
  {
    name: '@requires with arguments, others than the client gives',
    differsBecause: 'the planner writes a question that is not valid, which only the stock executor has checked',
    subgraphs: {
      desk,
      scales: {
        sdl: 'type Parcel @key(fields: "id") { id: ID! weight(in: String! = "kg"): Int }',
        resolvers: {
          Parcel: {
            __resolveReference: ({ id }: Parcel) => ({ id, kilos: rowOf(parcels, 'id')({ id })?.['weight'] }),
            weight: ({ kilos }: { kilos: number }, given: { in: string }) => (given.in === 'g' ? kilos * 1000 : kilos),
          },
        },
      },
      post: {
        sdl: `type Parcel @key(fields: "id") { id: ID! weight(in: String! = "kg"): Int @external
          stamps: Int @requires(fields: "weight(in: \\"g\\")") }`,
        resolvers: { Parcel: { stamps: ({ weight }: Parcel) => weight / 500 } },
      },
      lifts: {
        sdl: `type Parcel @key(fields: "id") { id: ID! weight(in: String! = "kg"): Int @external
          hands: Int @requires(fields: "weight(in: \\"kg\\")") }`,
        resolvers: { Parcel: { hands: ({ weight }: Parcel) => (weight > 10 ? 2 : 1) } },
      },
    },
    questions: [
      { query: '{ parcels { stamps } }', data: { parcels: [{ stamps: 6 }, { stamps: 24 }] } },
      {
        query: '{ parcels { stamps hands } }',
        planIsWrong: true,
        data: {
          parcels: [
            { stamps: 6, hands: 1 },
            { stamps: 24, hands: 2 },
          ],
        },
      },
      {
        query: 'query ($in: String!) { parcels { weight(in: $in) stamps hands kilos: weight } }',
        variables: { in: 'g' },
        planIsWrong: true,
        data: {
          parcels: [
            { weight: 3000, stamps: 6, hands: 1, kilos: 3 },
            { weight: 12000, stamps: 24, hands: 2, kilos: 12 },
          ],
        },
      },
    ],
  },
  {
    name: '@requires of what cannot be had',
    subgraphs: {
      desk,
      scales: {
        sdl: 'type Parcel @key(fields: "id") { id: ID! weight: Int }',
        resolvers: {
          Parcel: {
            weight: ({ id }: Parcel) => {
              if (id === 'p1') throw new Error('The scales are broken.');
              return 12;
            },
          },
        },
      },
      post: {
        sdl: 'type Parcel @key(fields: "id") { id: ID! weight: Int @external cost: Int @requires(fields: "weight") }',
        resolvers: { Parcel: { cost: ({ weight }: Parcel) => weight * 2 } },
      },
    },
    questions: [
      {
        query: '{ parcels { id cost } }',
        data: {
          parcels: [
            { id: 'p1', cost: 0 },
            { id: 'p2', cost: 24 },
          ],
        },
        errors: ['The scales are broken.'],
      },
    ],
  },
];
