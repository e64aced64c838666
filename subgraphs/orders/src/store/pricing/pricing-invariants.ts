import { compare } from '../compare.ts';
import type { Invariant } from '../invariant.ts';

/** Those of what orders cost, and of what promotions they use. */
export const pricingInvariants: readonly Invariant[] = [
  {
    name: 'An order costs its items less their discount, its delivery, and the tax unless the prices hold it.',
    find: (knex) =>
      compare(
        knex,
        `select concat('order ', orders.order_id) as subject,
           subtotal - discount + shipping + case when prices_include_tax = 1 then 0 else tax end as total_1, total as total_2
         from orders join sagas on sagas.order_id = orders.order_id
         where total <> subtotal - discount + shipping + case when prices_include_tax = 1 then 0 else tax end
         order by orders.order_id`,
      ),
  },
  {
    name: 'The discount of an order is that of its lines, and what promotions took off its items.',
    find: (knex) =>
      compare(
        knex,
        `select concat('order ', order_id) as subject, lines_1, promotions_1, discount as lines_2, discount as promotions_2 from (
           select orders.order_id, orders.discount,
             (select coalesce(sum(discount), 0) from order_items where order_items.order_id = orders.order_id) as lines_1,
             (select coalesce(sum(amount), 0) from coupon_redemptions
               where coupon_redemptions.order_id = orders.order_id and target = 'items') as promotions_1
           from orders join sagas on sagas.order_id = orders.order_id
         ) discounts
         where lines_1 <> discount or promotions_1 <> discount order by order_id`,
      ),
  },
  {
    name: 'A promotion with a limit counts the orders that use it, and no more than it may have.',
    find: (knex) =>
      compare(
        knex,
        `select concat('promotion ', promotion_id) as subject, redeemed as uses_1, uses as uses_2 from (
           select promotion_id, uses, use_limit,
             (select count(*) from coupon_redemptions
               where coupon_redemptions.promotion_id = promotions.promotion_id and released_at is null) as redeemed
           from promotions where use_limit is not null or use_limit_per_customer is not null
         ) used
         where redeemed <> uses or uses > use_limit order by promotion_id`,
      ),
  },
  {
    name: 'An order that was cancelled uses no promotion.',
    find: (knex) =>
      compare(
        knex,
        `select concat('order ', orders.order_id) as subject, 0 as uses_1, count(*) as uses_2
         from orders join coupon_redemptions on coupon_redemptions.order_id = orders.order_id
         where status = 'cancelled' and released_at is null group by orders.order_id order by orders.order_id`,
      ),
  },
];
