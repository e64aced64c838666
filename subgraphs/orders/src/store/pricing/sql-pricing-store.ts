import { inList, insertRows, rowIds } from '../bulk.ts';
import type { Database } from '../connect.ts';
import type { PricingStore } from '../pricing-store.ts';
import { transact } from '../transact.ts';
import { toPromotion, toPromotionRow, type PromotionRow } from './promotion-rows.ts';
import { readTerms } from './read-terms.ts';
import { readShippingMethods } from './shipping-rows.ts';
import { toTaxRate, type TaxRateRow } from './tax-rows.ts';

export function createSqlPricingStore(database: Database): PricingStore {
  const { knex, dialect } = database;
  return {
    termsOf: (request) => readTerms(database, request, { lock: false }),

    async promotions({ limit, after }) {
      const rows = await knex('promotions')
        .comment('pricing-store.promotions')
        .where((page) => void (after !== null && page.where('promotion_id', '<', Number(after))))
        .orderBy('promotion_id', 'desc')
        .limit(limit)
        .select<PromotionRow[]>();
      return rows.map(toPromotion);
    },

    async usesOf(promotionIds) {
      const rows = await knex('coupon_redemptions')
        .comment('pricing-store.usesOf')
        .whereIn('promotion_id', inList(rowIds(promotionIds)))
        .whereNull('released_at')
        .groupBy('promotion_id')
        .select<{ promotion_id: number; uses: unknown }[]>('promotion_id', knex.raw('count(*) as uses'));
      return rows.map((row) => ({ promotionId: String(row.promotion_id), uses: Number(row.uses) }));
    },

    async addPromotion(promotion, { key }) {
      const row = toPromotionRow(promotion, key);
      try {
        const id = await dialect.insertForId(knex, { table: 'promotions', row, id: 'promotion_id' });
        return { outcome: 'added', promotion: toPromotion({ ...row, promotion_id: id }) };
      } catch (error) {
        if (!dialect.isUniqueViolation(error)) throw error;
      }
      const existing = await knex('promotions')
        .comment('pricing-store.addPromotion')
        .where({ creation_key: key })
        .first<PromotionRow | undefined>();
      if (existing === undefined) return { outcome: 'codeTaken' };
      return { outcome: 'existing', promotion: toPromotion(existing) };
    },

    async endPromotion(id, { at }) {
      const ids = rowIds([id]);
      await knex('promotions')
        .comment('pricing-store.endPromotion')
        .whereIn('promotion_id', ids)
        .where((end) => void end.whereNull('valid_until').orWhere('valid_until', '>', at))
        .update({ valid_until: at });
      const row = await knex('promotions').whereIn('promotion_id', ids).first<PromotionRow | undefined>();
      return row === undefined ? null : toPromotion(row);
    },

    shippingMethods: () => readShippingMethods(database, { onlyActive: false }),

    saveShippingMethod({ id, name, active, rates }) {
      return transact(
        database,
        async (transaction) => {
          const columns = { name, active: active ? 1 : 0 };
          // Locked, so that two who set its rates come one after the other.
          const known = await transaction
            .knex('shipping_methods')
            .where({ method_id: id })
            .forUpdate()
            .first<object | undefined>();
          if (known === undefined) await transaction.knex('shipping_methods').insert({ method_id: id, ...columns });
          else await transaction.knex('shipping_methods').where({ method_id: id }).update(columns);
          await transaction.knex('shipping_rates').where({ method_id: id }).delete();
          const rows = rates.map(({ country, upToGrams, price }, index) => ({
            method_id: id,
            rate_no: index + 1,
            country,
            up_to_grams: upToGrams,
            price,
          }));
          await insertRows(transaction, 'shipping_rates', rows);
          return { keep: true, value: undefined };
        },
        // Somebody else has added it since it was looked for.
        { isLost: (error) => dialect.isUniqueViolation(error) },
      );
    },

    async taxRates() {
      const rows = await knex('tax_rates').comment('pricing-store.taxRates').orderBy('country').select<TaxRateRow[]>();
      return rows.map(toTaxRate);
    },

    saveTaxRate({ country, name, percent, included }) {
      const row = { name, percent, included: included ? 1 : 0 };
      return transact(
        database,
        async (transaction) => {
          const known = await transaction.knex('tax_rates').where({ country }).forUpdate().first<object | undefined>();
          if (known === undefined) await transaction.knex('tax_rates').insert({ country, ...row });
          else await transaction.knex('tax_rates').where({ country }).update(row);
          return { keep: true, value: undefined };
        },
        { isLost: (error) => dialect.isUniqueViolation(error) },
      );
    },
  };
}
