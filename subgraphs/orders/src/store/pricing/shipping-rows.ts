import { roundAmount } from '@mosaico/service';
import type { ShippingMethod } from '../../domain/pricing/shipping.ts';
import { groupRows } from '../bulk.ts';
import type { Database } from '../connect.ts';

export interface ShippingMethodRow {
  method_id: string;
  name: string;
  active: number;
}
export interface ShippingRateRow {
  method_id: string;
  rate_no: number;
  country: string | null;
  up_to_grams: number | null;
  price: string;
}

/** Each method with its rates, by id. */
export async function readShippingMethods(
  { knex }: Database,
  { onlyActive }: { onlyActive: boolean },
): Promise<ShippingMethod[]> {
  const rows = await knex('shipping_methods as method')
    .comment('pricing-store.shippingMethods')
    .leftJoin('shipping_rates as rate', 'rate.method_id', 'method.method_id')
    .where((methods) => void (onlyActive && methods.where({ active: 1 })))
    .orderBy(['method.method_id', 'rate.rate_no'])
    .select<(ShippingMethodRow & { [Column in keyof ShippingRateRow]: ShippingRateRow[Column] | null })[]>(
      'method.method_id',
      'method.name',
      'method.active',
      'rate.country',
      'rate.up_to_grams',
      'rate.price',
    );
  return Array.from(
    groupRows(rows, (row) => row.method_id),
    ([id, group]) => ({
      id,
      name: group[0]?.name ?? '',
      active: group[0]?.active === 1,
      rates: group.flatMap(({ country, up_to_grams, price }) =>
        price === null ? [] : [{ country, upToGrams: up_to_grams, price: roundAmount(price) }],
      ),
    }),
  );
}
