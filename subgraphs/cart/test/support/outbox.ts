import type { Publish, ShopEvent } from '@mosaico/bus';

/** A bus that has what it is given, and records it. */
export function createTestBus() {
  const published: ShopEvent[] = [];
  let epoch = 'first';
  const publish: Publish = (events) => {
    published.push(...events);
    return Promise.resolve({ held: new Set(events.map(({ id }) => id)), epoch });
  };
  return {
    publish,
    /** In the order in which it got them, each as often as it got it. */
    published,
    /** What was published since this was last asked, as `told`. */
    take: () => published.splice(0).map(told),
    /** Loses what it has. */
    flush: (next: string) => void (epoch = next),
  };
}

/** `1000001: A×2, B×1` of a cart, `session s of 1000001` of a session. */
export function told(event: ShopEvent): string {
  if (event.type === 'cart.updated') {
    const { cartId, items } = event.data;
    return `${cartId}: ${items.map(({ sku, quantity }) => `${sku}×${quantity}`).join(', ')}`;
  }
  return event.type === 'session.started' ? `session ${event.data.sessionId} of ${event.data.customerId}` : event.type;
}
