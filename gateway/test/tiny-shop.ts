import {
  badUserInput,
  createSilentLogger,
  createSubgraph,
  requireRole,
  type Identity,
  type Subgraph,
} from '@mosaico/service';

interface Context {
  readonly identity: Identity;
  readonly requestId: string;
}
type Resolver<Parent = unknown, Args = unknown> = (parent: Parent, args: Args, context: Context) => unknown;

const products = [
  { id: 'p1', name: 'French press' },
  { id: 'p2', name: 'Kettle' },
  { id: 'p3', name: 'Grinder' },
];

/** A shop of three real subgraphs with all that can go right and wrong between them. */
export function createTinyShop(): { catalog: Subgraph; stock: Subgraph; people: Subgraph } {
  return { catalog: createCatalog(), stock: createStock(), people: createPeople() };
}

function createCatalog(): Subgraph {
  return tiny('catalog', {
    ownSdl: `
      "Something for sale."
      type Product @key(fields: "id") { "Opaque, \`stable\`." id: ID! name: String broken: String related: [Product] }
      type Query {
        products(first: Int = 3): [Product!]
        product(id: ID!): Product
        since(at: DateTime!): DateTime
      }
      type Mutation { rename(id: ID!, name: String!): Product }`,
    resolvers: {
      Query: {
        products: ((_parent, { first }) => {
          if (first < 1) throw badUserInput(`first must be 1 or more; got ${first}.`);
          return products.slice(0, first);
        }) satisfies Resolver<unknown, { first: number }>,
        product: ((_parent, { id }) => products.find((product) => product.id === id)) satisfies Resolver<
          unknown,
          { id: string }
        >,
        since: ((_parent, { at }) => at) satisfies Resolver<unknown, { at: Date }>,
      },
      Mutation: {
        rename: ((_parent, args) => args) satisfies Resolver,
      },
      Product: {
        __resolveReference: ({ id }: { id: string }) => products.find((product) => product.id === id) ?? null,
        broken: () => {
          throw new Error('SELECT secret FROM products failed at 10.0.0.1:3306');
        },
        // A hole in a list must not shift the places of the errors after it.
        related: ((parent) => [null, ...products.filter(({ id }) => id !== parent.id)]) satisfies Resolver<{
          id: string;
        }>,
      },
    },
  });
}

function createStock(): Subgraph {
  return tiny('stock', {
    ownSdl: `
      type Product @key(fields: "id") {
        id: ID!
        name: String @external
        left: Int
        label: String @requires(fields: "name")
        forStaff: String
        supplier: Supplier
      }
      type Supplier { name: String! }`,
    resolvers: {
      Product: {
        left: ((parent) => {
          if (parent.id === 'p2')
            throw Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:3306'), { code: 'ECONNREFUSED' });
          return 7;
        }) satisfies Resolver<{ id: string }>,
        label: ((parent) => `${parent.name}, on shelf ${parent.id}`) satisfies Resolver<{ id: string; name: string }>,
        forStaff: ((_parent, _args, { identity }) => {
          requireRole(identity, 'analyst');
          return 'seen';
        }) satisfies Resolver,
        supplier: () => ({ name: 'ACME' }),
      },
    },
  });
}

function createPeople(): Subgraph {
  return tiny('people', {
    ownSdl: `
      type Query { me: Person whoAsks: String! requestId: String! }
      type Person { id: ID! favourites: [Product!] }
      type Product @key(fields: "id", resolvable: false) { id: ID! }`,
    resolvers: {
      Query: {
        me: ((_parent, _args, { identity }) =>
          identity.customerId === null ? null : { id: identity.customerId }) satisfies Resolver,
        whoAsks: ((_parent, _args, { identity }) => JSON.stringify(identity)) satisfies Resolver,
        requestId: ((_parent, _args, { requestId }) => requestId) satisfies Resolver,
      },
      Person: { favourites: () => [{ id: 'p3' }, { id: 'p2' }] },
    },
  });
}

function tiny(name: string, { ownSdl, resolvers }: { ownSdl: string; resolvers: object }): Subgraph {
  return createSubgraph({
    name,
    ownSdl,
    resolvers,
    createContext: (request) => request,
    health: () => Promise.resolve([{ store: name, engine: 'memory', ready: true }]),
    close: () => Promise.resolve(),
    logger: createSilentLogger(),
  });
}
