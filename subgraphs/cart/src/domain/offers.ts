import { z } from 'zod';

/** Today's unit prices in the shop's currency, by sku: decimal strings. What is not in it is not for sale. */
export type Offers = ReadonlyMap<string, string>;

const variantSchema = z.object({
  offer: z
    .object({
      sku: z.string(),
      price: z.object({ amount: z.string().regex(/^\d{1,15}(\.\d{1,10})?$/), currency: z.string() }).nullish(),
    })
    .nullish(),
});
const itemSchema = z.object({ variant: variantSchema.nullish() });
const cartSchema = z.object({ items: z.array(itemSchema) });

/**
 * The offers in what the gateway sends for `@requires` of a cart.
 *
 * @returns null when it could not learn them: a variant that is no longer for sale arrives without an offer, but with the
 * catalog down none arrives at all, and a cart of goods must not seem to cost nothing then
 */
export function offersOfCart(representation: unknown, currency: string): Offers | null {
  const { success, data } = cartSchema.safeParse(representation);
  if (!success) return null;
  const { items } = data;
  return items.length > 0 && items.every(({ variant }) => !variant) ? null : offersOf(items, currency);
}

/** The offer in what the gateway sends for `@requires` of one line of a cart; none when it could not learn it. */
export function offersOfItem(representation: unknown, currency: string): Offers {
  const { success, data } = itemSchema.safeParse(representation);
  return success ? offersOf([data], currency) : new Map();
}

function offersOf(items: z.output<typeof itemSchema>[], currency: string): Offers {
  const offers = new Map<string, string>();
  for (const { variant } of items) {
    const offer = variant?.offer;
    if (offer?.price?.currency === currency) offers.set(offer.sku, offer.price.amount);
  }
  return offers;
}
