import { isLimited, type PromotionInUse } from '../../domain/pricing/promotion.ts';
import { inList } from '../bulk.ts';
import type { Database } from '../connect.ts';
import type { PricingTerms, TermsRequest } from '../pricing-store.ts';
import { readShippingMethods } from './shipping-rows.ts';
import { toPromotion, type PromotionRow } from './promotion-rows.ts';
import { toTaxRate, type TaxRateRow } from './tax-rows.ts';

/** See `PricingStore.termsOf`. @param options.lock true in a transaction that will redeem what it reads */
export async function readTerms(
  database: Database,
  request: TermsRequest,
  options: { lock: boolean },
): Promise<PricingTerms> {
  const { codes, country } = request;
  const rows = await readPromotions(database, request);
  const counted = options.lock ? await lockLimited(database, rows) : rows;
  const usesOfCustomer = await readUsesOfCustomer(database, { rows: counted, customerId: request.customerId });
  const offers = counted.map((row): PromotionInUse => {
    const promotion = toPromotion(row);
    return { promotion, uses: row.uses, usesOfCustomer: usesOfCustomer.get(row.promotion_id) ?? 0 };
  });
  const offerOf = new Map(offers.map((offer) => [offer.promotion.code, offer]));
  return {
    promotions: {
      automatic: offers.filter(({ promotion }) => promotion.code === null),
      coupons: codes.map((code) => ({ code, offer: offerOf.get(code) ?? null })),
    },
    methods: country === null ? [] : await readShippingMethods(database, { onlyActive: true }),
    tax: country === null ? null : await readTaxRate(database, country),
  };
}

/** The automatic ones that may apply, and those of the codes: of these also what is over, to be told so. */
async function readPromotions({ knex }: Database, { codes, at }: TermsRequest): Promise<PromotionRow[]> {
  const automatic = knex('promotions')
    .comment('pricing-store.termsOf')
    .whereNull('code')
    .where('valid_from', '<=', at)
    .where((end) => void end.whereNull('valid_until').orWhere('valid_until', '>', at))
    .where((left) => void left.whereNull('use_limit').orWhereRaw('uses < use_limit'))
    .select<PromotionRow[]>();
  const rows = await automatic;
  if (codes.length > 0) {
    const named = knex('promotions').comment('pricing-store.termsOf').whereIn('code', inList(codes));
    rows.push(...(await named.select<PromotionRow[]>()));
  }
  return rows.sort((a, b) => a.promotion_id - b.promotion_id);
}

/** The same promotions, those with limits locked in the order of their keys and as they are now that nobody else uses them. */
async function lockLimited({ knex }: Database, rows: readonly PromotionRow[]): Promise<PromotionRow[]> {
  const limited = rows.filter((row) => isLimited(toPromotion(row))).map((row) => row.promotion_id);
  if (limited.length === 0) return [...rows];
  const locked = await knex('promotions')
    .comment('pricing-transaction.termsOf')
    .whereIn('promotion_id', inList(limited))
    .orderBy('promotion_id')
    .forUpdate()
    .select<PromotionRow[]>();
  const lockedOf = new Map(locked.map((row) => [row.promotion_id, row]));
  return rows.map((row) => lockedOf.get(row.promotion_id) ?? row);
}

async function readUsesOfCustomer(
  { knex }: Database,
  { rows, customerId }: { rows: readonly PromotionRow[]; customerId: string | null },
): Promise<Map<number, number>> {
  const counted = rows.filter((row) => row.use_limit_per_customer !== null).map((row) => row.promotion_id);
  if (counted.length === 0 || customerId === null) return new Map();
  const uses = await knex('coupon_redemptions')
    .comment('pricing-store.termsOf')
    .whereIn('promotion_id', inList(counted))
    .where({ customer_id: Number(customerId) })
    .whereNull('released_at')
    .groupBy('promotion_id')
    .select<{ promotion_id: number; uses: unknown }[]>('promotion_id', knex.raw('count(*) as uses'));
  return new Map(uses.map((row) => [row.promotion_id, Number(row.uses)]));
}

async function readTaxRate({ knex }: Database, country: string) {
  const row = await knex('tax_rates')
    .comment('pricing-store.termsOf')
    .where({ country })
    .first<TaxRateRow | undefined>();
  return row === undefined ? null : toTaxRate(row);
}
