/** How the pages show a subgraph: what it is for, in which store, and its tile's colour. */
export interface SubgraphLook {
  readonly store: string;
  readonly about: string;
  /** The class of its tile. */
  readonly tile: string;
}

const looks: Record<string, SubgraphLook> = {
  orders: { store: 'MySQL', about: 'Customers and logins, stock, and orders.', tile: 'tile-orders' },
  catalog: { store: 'MongoDB', about: 'Products and variants, categories, search, and reviews.', tile: 'tile-catalog' },
  cart: { store: 'DynamoDB', about: 'Carts, sessions, and notifications.', tile: 'tile-cart' },
  analytics: { store: 'PostgreSQL', about: 'The warehouse: sales, cohorts, segments.', tile: 'tile-analytics' },
  events: { store: 'Cassandra', about: 'What visitors do, audit trails, and metrics.', tile: 'tile-events' },
};

/** A subgraph the pages do not know gets a plain tile. */
export function lookOf(name: string): SubgraphLook {
  return looks[name] ?? { store: '', about: '', tile: 'tile-other' };
}

/** The five subgraphs of the shop. */
export const shopSubgraphs: readonly string[] = Object.keys(looks);

/** Subgraphs in the order in which every page shows them; unknown ones come last. */
export function inShopOrder(names: readonly string[]): string[] {
  const known = shopSubgraphs.filter((name) => names.includes(name));
  return [...known, ...names.filter((name) => !known.includes(name))];
}
