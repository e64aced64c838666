import { insertRows, rowIds } from '../bulk.ts';
import type { Database } from '../connect.ts';
import type { PricingTransaction } from '../pricing-store.ts';
import type { RedemptionRow } from './promotion-rows.ts';
import { readTerms } from './read-terms.ts';

/** @param transaction the database, bound to the transaction */
export function createSqlPricingTransaction(transaction: Database): PricingTransaction {
  const { knex } = transaction;
  return {
    termsOf: (request) => readTerms(transaction, request, { lock: true }),

    async redeem(discounts, { orderId, customerId, at }) {
      const rows = discounts.map(({ promotionId, name, code, target, amount }, index): RedemptionRow => ({
        promotion_id: Number(promotionId),
        order_id: Number(orderId),
        discount_no: index + 1,
        customer_id: customerId === null ? null : Number(customerId),
        name,
        code,
        target,
        amount,
        redeemed_at: at,
      }));
      await insertRows(transaction, 'coupon_redemptions', rows);
      const counted = discounts.filter(({ limited }) => limited).map(({ promotionId }) => Number(promotionId));
      if (counted.length > 0) await knex('promotions').whereIn('promotion_id', counted).increment('uses', 1);
    },

    async releaseCoupons(orderId, { at }) {
      const used = await knex('coupon_redemptions')
        .comment('pricing-transaction.releaseCoupons')
        .whereIn('order_id', rowIds([orderId]))
        .whereNull('released_at')
        .orderBy('promotion_id')
        .pluck<number[]>('promotion_id');
      if (used.length === 0) return;
      const limited = await knex('promotions')
        .comment('pricing-transaction.releaseCoupons')
        .whereIn('promotion_id', used)
        .where((counted) => void counted.whereNotNull('use_limit').orWhereNotNull('use_limit_per_customer'))
        .pluck<number[]>('promotion_id');
      for (const promotionId of used) {
        const isCounted = limited.includes(promotionId);
        // The promotion before what was used of it, as whoever places an order.
        if (isCounted) await knex('promotions').where({ promotion_id: promotionId }).forUpdate().first('promotion_id');
        const released = await knex('coupon_redemptions')
          .where({ order_id: Number(orderId), promotion_id: promotionId })
          .whereNull('released_at')
          .update({ released_at: at });
        if (isCounted && released === 1) {
          await knex('promotions').where({ promotion_id: promotionId }).decrement('uses', 1);
        }
      }
    },
  };
}
