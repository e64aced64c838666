/** Types whose fields an entity of each of the subgraphs' caches is read for. */
const typesOf: Readonly<Record<string, readonly string[]>> = {
  stock: ['Inventory'],
  'product-stock': ['Inventory'],
  customer: ['Customer'],
  'product-sales': ['ProductSales'],
  // What of these is in the graph, nobody but its owner and staff may see.
  'customer-addresses': [],
  'customer-roles': [],
  'lifetime-value': [],
  cart: [],
  order: [],
  'order-items': [],
  'order-history': [],
};

/** The types that an invalidation makes old; all, for a cache that is not known here: a list may hold what has changed. */
export function typesThatChanged(cache: string): readonly string[] | 'all' {
  return typesOf[cache] ?? 'all';
}
