import { rowOf, type Feature } from './feature.ts';

const vehicles = [
  { __typename: 'Car', id: 'v1', wheels: 4, doors: 5 },
  { __typename: 'Bike', id: 'v2', wheels: 2, gears: 21 },
];

const fleet = {
  sdl: `type Query { vehicles: [Vehicle!] } interface Vehicle @key(fields: "id") { id: ID! wheels: Int }
    type Car implements Vehicle @key(fields: "id") { id: ID! wheels: Int doors: Int }
    type Bike implements Vehicle @key(fields: "id") { id: ID! wheels: Int gears: Int }`,
  resolvers: {
    Query: { vehicles: () => vehicles },
    Vehicle: { __resolveReference: rowOf(vehicles, 'id') },
    Car: { __resolveReference: rowOf(vehicles, 'id') },
    Bike: { __resolveReference: rowOf(vehicles, 'id') },
  },
};

/** No graph that holds together has it: the compiled executor sends equal representations once, and takes the first one's type. */
const sameKey = 'made-up entities of two types have one key';

/** Subgraphs for which an interface of others is one type. */
export const interfaceObjects: readonly Feature[] = [
  {
    name: '@interfaceObject: a field added to every type of an interface',
    differsBecause: sameKey,
    subgraphs: {
      fleet,
      rents: {
        sdl: `type Query { rented: [Vehicle] } type Vehicle @interfaceObject @key(fields: "id") { id: ID! rent: Int }`,
        resolvers: {
          Query: { rented: () => [{ id: 'v2' }, { id: 'v1' }, { id: 'v2' }] },
          Vehicle: { rent: ({ id }: { id: string }) => (id === 'v1' ? 90 : 15) },
        },
      },
    },
    questions: [
      { query: '{ vehicles { rent } }', data: { vehicles: [{ rent: 90 }, { rent: 15 }] } },
      { query: '{ vehicles { ... on Bike { rent gears } } }', data: { vehicles: [{}, { rent: 15, gears: 21 }] } },
      { query: '{ rented { rent } }', data: { rented: [{ rent: 15 }, { rent: 90 }, { rent: 15 }] }, asks: ['rents'] },
      {
        query: '{ rented { __typename id wheels } }',
        data: {
          rented: [
            { __typename: 'Bike', id: 'v2', wheels: 2 },
            { __typename: 'Car', id: 'v1', wheels: 4 },
            { __typename: 'Bike', id: 'v2', wheels: 2 },
          ],
        },
      },
      {
        query: '{ rented { rent ... on Car { doors } } }',
        data: { rented: [{ rent: 15 }, { rent: 90, doors: 5 }, { rent: 15 }] },
      },
    ],
  },
  {
    name: '@interfaceObject with @requires of a field of the interface',
    subgraphs: {
      fleet,
      tolls: {
        sdl: `type Vehicle @interfaceObject @key(fields: "id") { id: ID! wheels: Int @external toll: Int @requires(fields: "wheels") }`,
        resolvers: { Vehicle: { toll: ({ wheels }: { wheels: number }) => wheels * 3 } },
      },
    },
    questions: [
      { query: '{ vehicles { toll } }', data: { vehicles: [{ toll: 12 }, { toll: 6 }] }, asks: ['fleet', 'tolls'] },
      { query: '{ vehicles { ... on Car { toll doors } } }', data: { vehicles: [{ toll: 12, doors: 5 }, {}] } },
    ],
  },
  {
    name: '@interfaceObject whose key is not to be asked with',
    subgraphs: {
      fleet,
      trips: {
        sdl: `type Query { trip: Trip } type Trip { km: Int vehicle: Vehicle }
          type Vehicle @interfaceObject @key(fields: "id", resolvable: false) { id: ID! }`,
        resolvers: { Query: { trip: () => ({ km: 7, vehicle: { id: 'v1' } }) } },
      },
    },
    questions: [
      { query: '{ trip { km vehicle { id } } }', data: { trip: { km: 7, vehicle: { id: 'v1' } } }, asks: ['trips'] },
      {
        query: '{ trip { vehicle { __typename wheels ... on Car { doors } } } }',
        data: { trip: { vehicle: { __typename: 'Car', wheels: 4, doors: 5 } } },
      },
    ],
  },
  {
    name: '@interfaceObject in two subgraphs, reached through one type',
    differsBecause: sameKey,
    subgraphs: {
      fleet,
      owners: {
        sdl: `type Query { owner: Owner } type Owner { name: String car: Car } type Car @key(fields: "id") { id: ID! }`,
        resolvers: { Query: { owner: () => ({ name: 'Ada', car: { id: 'v1' } }) } },
      },
      rents: {
        sdl: `type Vehicle @interfaceObject @key(fields: "id") { id: ID! rent: Int }`,
        resolvers: { Vehicle: { rent: () => 90 } },
      },
      repairs: {
        sdl: `type Vehicle @interfaceObject @key(fields: "id") { id: ID! rent: Int @external budget: Int @requires(fields: "rent") }`,
        resolvers: { Vehicle: { budget: ({ rent }: { rent: number }) => rent * 2 } },
      },
    },
    questions: [
      { query: '{ owner { car { rent wheels } } }', data: { owner: { car: { rent: 90, wheels: 4 } } } },
      {
        query: '{ owner { name car { budget __typename } } vehicles { budget } }',
        data: {
          owner: { name: 'Ada', car: { budget: 180, __typename: 'Car' } },
          vehicles: [{ budget: 180 }, { budget: 180 }],
        },
      },
    ],
  },
];
