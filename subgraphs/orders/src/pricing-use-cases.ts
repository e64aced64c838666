import type { Currency } from '@mosaico/service';
import { requireEntityId } from './domain/entity-id.ts';
import { createCreatePromotion } from './domain/pricing/create-promotion.ts';
import { requireShippingMethod, requireTaxRate } from './domain/pricing/set-terms.ts';
import type { CartClient } from './clients/cart-client.ts';
import { createQuoteOrder } from './domain/quote-order.ts';
import type { OrdersPorts } from './store/sql-stores.ts';

/** What can be done about prices. */
export type PricingUseCases = ReturnType<typeof createPricingUseCases>;

/** Puts together what is done about prices, for `subgraph.ts`. */
export function createPricingUseCases(options: {
  stores: Pick<OrdersPorts, 'pricing' | 'stock'>;
  cart: CartClient;
  currency: Currency;
  now: () => Date;
}) {
  const { stores, now } = options;
  const { pricing } = stores;
  return {
    quote: createQuoteOrder({ ...options, ...stores }),
    createPromotion: createCreatePromotion({ pricing, now }),
    /** @throws BAD_USER_INPUT for what cannot be an id */
    endPromotion: (id: string) => pricing.endPromotion(requireEntityId(id, { argument: 'id' }), { at: now() }),
    /** @throws BAD_USER_INPUT for what cannot be a shipping method */
    async setShippingMethod(input: Parameters<typeof requireShippingMethod>[0]) {
      const method = requireShippingMethod(input);
      await pricing.saveShippingMethod(method);
      return method;
    },
    /** @throws BAD_USER_INPUT for what cannot be a tax rate */
    async setTaxRate(input: Parameters<typeof requireTaxRate>[0]) {
      const rate = requireTaxRate(input);
      await pricing.saveTaxRate(rate);
      return rate;
    },
  };
}
