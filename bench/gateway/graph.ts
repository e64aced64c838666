import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/index.js';
import { parse, type GraphQLSchema } from 'graphql';

/**
 * The graph that federation benchmarks use: accounts, products, reviews and stock, each entity in several subgraphs. Its data are
 * in memory, so that what is measured is the gateway.
 */
const header =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@external", "@requires"])\n';

const users = Array.from({ length: 6 }, (_, index) => ({ id: `u${index}`, name: `User Number ${index}` }));
const products = Array.from({ length: 9 }, (_, index) => ({
  upc: `p${index}`,
  name: `Product ${index}`,
  price: 100 + index * 37,
  weight: 10 + index,
}));
const reviews = Array.from({ length: 48 }, (_, index) => ({
  id: `r${index}`,
  body: `A review of some length, as people write them, number ${index}`,
  author: { id: `u${index % users.length}` },
  product: { upc: `p${index % products.length}` },
}));

const parts: Record<string, { sdl: string; resolvers: object }> = {
  accounts: {
    sdl: 'type Query { me: User users: [User] } type User @key(fields: "id") { id: ID! name: String username: String }',
    resolvers: {
      Query: { me: () => users[0], users: () => users },
      User: {
        __resolveReference: ({ id }: { id: string }) => users.find((user) => user.id === id),
        username: ({ name }: { name: string }) => name.toLowerCase().replaceAll(' ', '.'),
      },
    },
  },
  products: {
    sdl: `type Query { topProducts(first: Int = 5): [Product] }
      type Product @key(fields: "upc") { upc: ID! name: String price: Int weight: Int }`,
    resolvers: {
      Query: { topProducts: (_: unknown, { first }: { first: number }) => products.slice(0, first) },
      Product: { __resolveReference: ({ upc }: { upc: string }) => products.find((product) => product.upc === upc) },
    },
  },
  inventory: {
    sdl: `type Product @key(fields: "upc") { upc: ID! price: Int @external weight: Int @external inStock: Boolean
      shippingEstimate: Int @requires(fields: "price weight") }`,
    resolvers: {
      Product: {
        inStock: ({ upc }: { upc: string }) => upc !== 'p3',
        shippingEstimate: ({ price, weight }: { price: number; weight: number }) => (price > 200 ? 0 : weight * 2),
      },
    },
  },
  reviews: {
    sdl: `type Review @key(fields: "id") { id: ID! body: String author: User product: Product }
      type User @key(fields: "id") { id: ID! reviews: [Review] }
      type Product @key(fields: "upc") { upc: ID! reviews: [Review] }`,
    resolvers: {
      User: { reviews: ({ id }: { id: string }) => reviews.filter(({ author }) => author.id === id) },
      Product: { reviews: ({ upc }: { upc: string }) => reviews.filter(({ product }) => product.upc === upc) },
    },
  },
};

export function subgraphSchemas(): ReadonlyMap<string, GraphQLSchema> {
  return new Map(
    Object.entries(parts).map(([name, { sdl, resolvers }]) => [
      name,
      buildSubgraphSchema({ typeDefs: parse(header + sdl), resolvers: resolvers as GraphQLResolverMap<unknown> }),
    ]),
  );
}

/** @param origin where the subgraphs answer, each at its name */
export function composeGraph(origin: string): string {
  const services = Object.entries(parts).map(([name, { sdl }]) => ({
    name,
    url: `${origin}/${name}`,
    typeDefs: parse(header + sdl),
  }));
  const { supergraphSdl } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error("The bench's graph does not compose.");
  return supergraphSdl;
}

const reviewed = 'id body author { id username name } product { upc name price inStock shippingEstimate';
export const benchQueries = {
  /** An answer of 53 KB. */
  heavy: `query Heavy {
    users { id username name reviews { ${reviewed} reviews { id body author { id username } } } } }
    topProducts(first: 9) { upc name price weight inStock shippingEstimate reviews { id body author { id username name } } } }`,
  /** An answer of 1 KB. */
  small: 'query Small { me { id username reviews { id body product { upc name } } } }',
};
