/** The types of the activity that the shop records itself: what a visitor tracks has none of them, or could be taken for it. */
export const shopTypes = {
  orderPlaced: 'order.placed',
  customerRegistered: 'customer.registered',
  sessionStarted: 'session.started',
  cartUpdated: 'cart.updated',
  reviewAdded: 'review.added',
} as const;

const all = new Set<string>(Object.values(shopTypes));

export function isShopType(type: string): boolean {
  return all.has(type);
}
