import { rowOf, type Feature } from './feature.ts';

const books = [
  { id: 'b1', isbn: '978-1', title: 'Dune', shelf: { hall: 'A', place: 3 } },
  { id: 'b2', isbn: '978-2', title: 'Emma', shelf: { hall: 'B', place: 1 } },
];

/** How one subgraph finds what another one names. */
export const keys: readonly Feature[] = [
  {
    name: 'a key of one field',
    subgraphs: {
      shelves: {
        sdl: 'type Query { books: [Book!]! } type Book @key(fields: "id") { id: ID! }',
        resolvers: { Query: { books: () => books } },
      },
      titles: {
        sdl: 'type Book @key(fields: "id") { id: ID! title: String! }',
        resolvers: { Book: { __resolveReference: rowOf(books, 'id') } },
      },
    },
    questions: [
      {
        query: '{ books { title } }',
        data: { books: [{ title: 'Dune' }, { title: 'Emma' }] },
        asks: ['shelves', 'titles'],
      },
      { query: '{ books { id } }', data: { books: [{ id: 'b1' }, { id: 'b2' }] }, asks: ['shelves'] },
    ],
  },
  {
    name: 'a key of several fields, some of them below another',
    subgraphs: {
      shelves: {
        sdl: `type Query { books: [Book] } type Book @key(fields: "id shelf { hall place }") { id: ID! shelf: Shelf! }
          type Shelf @shareable { hall: String! place: Int! }`,
        resolvers: { Query: { books: () => books } },
      },
      signs: {
        sdl: `type Book @key(fields: "id shelf { hall place }") { id: ID! shelf: Shelf! sign: String }
          type Shelf @shareable { hall: String! place: Int! }`,
        resolvers: {
          Book: {
            sign: ({ id, shelf }: { id: string; shelf: { hall: string; place: number } }) =>
              `${shelf.hall}${shelf.place}-${id}`,
          },
        },
      },
    },
    questions: [
      { query: '{ books { sign } }', data: { books: [{ sign: 'A3-b1' }, { sign: 'B1-b2' }] } },
      {
        query: '{ books { id sign shelf { place } } }',
        data: {
          books: [
            { id: 'b1', sign: 'A3-b1', shelf: { place: 3 } },
            { id: 'b2', sign: 'B1-b2', shelf: { place: 1 } },
          ],
        },
      },
    ],
  },
  {
    name: 'keys that lead from one subgraph over another to a third',
    subgraphs: {
      loans: {
        sdl: 'type Query { lent: [Book] } type Book @key(fields: "id") { id: ID! }',
        resolvers: { Query: { lent: () => [{ id: 'b2' }, { id: 'b1' }, { id: 'b2' }] } },
      },
      numbers: {
        sdl: 'type Book @key(fields: "id") @key(fields: "isbn") { id: ID! isbn: String! }',
        resolvers: { Book: { __resolveReference: rowOf(books, 'id', 'isbn') } },
      },
      titles: {
        sdl: 'type Book @key(fields: "isbn") { isbn: String! title: String }',
        resolvers: { Book: { __resolveReference: rowOf(books, 'isbn') } },
      },
    },
    questions: [
      {
        query: '{ lent { title } }',
        data: { lent: [{ title: 'Emma' }, { title: 'Dune' }, { title: 'Emma' }] },
        asks: ['loans', 'numbers', 'titles'],
      },
    ],
  },
  {
    name: 'keys of which each subgraph has another',
    subgraphs: {
      a: {
        sdl: `type Query { first: Book } type Book @key(fields: "id") @key(fields: "shelf { hall }") { id: ID! shelf: Shelf }
          type Shelf @shareable { hall: String! }`,
        resolvers: { Query: { first: () => books[0] } },
      },
      b: {
        sdl: 'type Book @key(fields: "isbn") @key(fields: "id") { isbn: String! id: ID! pages: Int }',
        resolvers: {
          Book: { __resolveReference: rowOf(books, 'id', 'isbn'), pages: ({ isbn }: { isbn: string }) => isbn.length },
        },
      },
      c: {
        sdl: `type Book @key(fields: "shelf { hall }") { shelf: Shelf neighbours: [Book] }
          type Shelf @shareable { hall: String! }`,
        resolvers: {
          Book: { neighbours: ({ shelf }: { shelf: { hall: string } }) => [{ shelf }, { shelf: { hall: 'A' } }] },
        },
      },
    },
    questions: [
      {
        query: '{ first { pages neighbours { shelf { hall } } } }',
        data: { first: { pages: 5, neighbours: [{ shelf: { hall: 'A' } }, { shelf: { hall: 'A' } }] } },
      },
    ],
  },
  {
    name: 'a key that is null, or whose entity is not there',
    subgraphs: {
      shelves: {
        sdl: `type Query { books: [Book] } type Book @key(fields: "id") @key(fields: "isbn") { id: ID! isbn: String }`,
        resolvers: {
          Query: {
            books: () => [{ id: 'b1', isbn: null }, { id: 'b9', isbn: '978-9' }, null, { id: 'b2', isbn: '978-2' }],
          },
        },
      },
      titles: {
        sdl: 'type Book @key(fields: "isbn") { isbn: String title: String }',
        resolvers: { Book: { __resolveReference: rowOf(books, 'isbn') } },
      },
    },
    questions: [
      {
        query: '{ books { id title } }',
        data: { books: [{ id: 'b1', title: null }, { id: 'b9', title: null }, null, { id: 'b2', title: 'Emma' }] },
      },
    ],
  },
  {
    name: 'a list as a key',
    subgraphs: {
      sets: {
        sdl: 'type Query { set: Set } type Set @key(fields: "ids") { ids: [ID!]! }',
        resolvers: { Query: { set: () => ({ ids: ['b1', 'b2'] }) } },
      },
      sizes: {
        sdl: 'type Set @key(fields: "ids") { ids: [ID!]! size: Int! }',
        resolvers: { Set: { size: ({ ids }: { ids: string[] }) => ids.length } },
      },
    },
    questions: [{ query: '{ set { size ids } }', data: { set: { size: 2, ids: ['b1', 'b2'] } } }],
  },
  {
    name: 'a key that another subgraph may not be asked with',
    subgraphs: {
      reviews: {
        sdl: `type Query { latest: Review } type Review { stars: Int book: Book! }
          type Book @key(fields: "id", resolvable: false) { id: ID! }`,
        resolvers: { Query: { latest: () => ({ stars: 4, book: { id: 'b2' } }) } },
      },
      titles: {
        sdl: 'type Query { first: Book } type Book @key(fields: "id") { id: ID! title: String }',
        resolvers: { Query: { first: () => books[0] }, Book: { __resolveReference: rowOf(books, 'id') } },
      },
    },
    questions: [
      { query: '{ latest { stars book { title } } }', data: { latest: { stars: 4, book: { title: 'Emma' } } } },
      { query: '{ first { id title } }', data: { first: { id: 'b1', title: 'Dune' } }, asks: ['titles'] },
    ],
  },
  {
    name: 'a value that is reached through the entity above it',
    subgraphs: {
      prices: {
        sdl: `type Query { books: [Book] } type Book @key(fields: "id") { id: ID! offer: Offer @shareable }
          type Offer { price: Int @shareable kept: Boolean }`,
        resolvers: { Query: { books: () => books.map(({ id }) => ({ id, offer: { price: 9, kept: id === 'b1' } })) } },
      },
      terms: {
        sdl: 'type Book @key(fields: "id") { id: ID! offer: Offer @shareable } type Offer { price: Int @shareable days: Int }',
        resolvers: { Book: { offer: ({ id }: { id: string }) => ({ price: 9, days: id === 'b1' ? 14 : 30 }) } },
      },
    },
    questions: [
      {
        query: '{ books { offer { days kept price } } }',
        data: {
          books: [{ offer: { days: 14, kept: true, price: 9 } }, { offer: { days: 30, kept: false, price: 9 } }],
        },
      },
    ],
  },
];
