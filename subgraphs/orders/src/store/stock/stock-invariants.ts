import { compare } from '../compare.ts';
import type { Invariant } from '../invariant.ts';
import { firstGeneratedId } from '../migrations/001-initial.ts';

/** Orders that an import brought took their stock elsewhere: what is said of orders is said of those that were placed here. */
const placedHere = `orders.order_id >= ${firstGeneratedId}`;

const unit = `concat(products.sku, ' in ', warehouses.code)`;
const levels = `stock_levels level
  join products on products.product_id = level.product_id
  join warehouses on warehouses.warehouse_id = level.warehouse_id`;

/** Those of stock: from the ledger, the reservations and the orders the same levels follow. */
export const stockInvariants: readonly Invariant[] = [
  {
    name: 'A level is the sum of its rows in the ledger, and counts them.',
    find: (knex) =>
      compare(
        knex,
        `select ${unit} as subject,
           coalesce(ledger.on_hand, 0) as on_hand_1, level.on_hand as on_hand_2,
           coalesce(ledger.reserved, 0) as reserved_1, level.reserved as reserved_2,
           coalesce(ledger.movement, 0) as movement_1, level.movement as movement_2
         from ${levels}
         left join (
           select product_id, warehouse_id, sum(on_hand_change) as on_hand, sum(reserved_change) as reserved, count(*) as movement
           from stock_movements group by product_id, warehouse_id
         ) ledger on ledger.product_id = level.product_id and ledger.warehouse_id = level.warehouse_id
         where level.on_hand <> coalesce(ledger.on_hand, 0) or level.reserved <> coalesce(ledger.reserved, 0)
           or level.movement <> coalesce(ledger.movement, 0)
         order by subject`,
      ),
  },
  {
    name: 'What is reserved is the sum of what orders have been promised and not sold.',
    find: (knex) =>
      compare(
        knex,
        `select ${unit} as subject, coalesce(promised.reserved, 0) as reserved_1, level.reserved as reserved_2
         from ${levels}
         left join (
           select product_id, warehouse_id, sum(quantity - sold) as reserved
           from stock_reservations where state in ('open', 'owed') group by product_id, warehouse_id
         ) promised on promised.product_id = level.product_id and promised.warehouse_id = level.warehouse_id
         where level.reserved <> coalesce(promised.reserved, 0)
         order by subject`,
      ),
  },
  {
    name: 'What is on hand, and was sold and did not come back, is what was received.',
    find: (knex) =>
      compare(
        knex,
        `select ${unit} as subject, coalesce(received.units, 0) as units_1,
           level.on_hand + coalesce(gone.units, 0) as units_2
         from ${levels}
         left join (
           select product_id, warehouse_id, sum(on_hand_change) as units
           from stock_movements where kind in ('receipt', 'adjustment', 'transfer') group by product_id, warehouse_id
         ) received on received.product_id = level.product_id and received.warehouse_id = level.warehouse_id
         left join (
           select product_id, warehouse_id, sum(sold - returned) as units
           from stock_reservations group by product_id, warehouse_id
         ) gone on gone.product_id = level.product_id and gone.warehouse_id = level.warehouse_id
         where level.on_hand + coalesce(gone.units, 0) <> coalesce(received.units, 0)
         order by subject`,
      ),
  },
  {
    name: 'No more is promised than there is, unless backorders are allowed.',
    find: (knex) =>
      compare(
        knex,
        `select ${unit} as subject, level.on_hand as at_most_1, level.reserved as at_most_2
         from ${levels}
         where level.backorders_allowed = 0 and level.reserved > level.on_hand
         order by subject`,
      ),
  },
  {
    name: 'An order was promised what it orders.',
    find: (knex) =>
      compare(
        knex,
        `select concat('order ', orders.order_id) as subject, ordered.units as units_1, coalesce(promised.units, 0) as units_2
         from orders
         join (select order_id, sum(quantity) as units from order_items group by order_id) ordered
           on ordered.order_id = orders.order_id
         left join (select order_id, sum(quantity) as units from stock_reservations group by order_id) promised
           on promised.order_id = orders.order_id
         where ${placedHere} and ordered.units <> coalesce(promised.units, 0)
         order by orders.order_id`,
      ),
  },
  {
    name: 'An order that waits to be paid is promised its units, one that is paid owns them, and one that is cancelled has none.',
    find: (knex) =>
      compare(
        knex,
        `select concat('order ', orders.order_id, ', ', orders.status) as subject,
           case when orders.status = 'pending' then 'open' when orders.status = 'cancelled' then 'none' else 'sold' end as units_1,
           reservation.state as units_2
         from orders
         join stock_reservations reservation on reservation.order_id = orders.order_id
         where ${placedHere} and not (
           (orders.status = 'pending' and reservation.state in ('open', 'sold'))
           or (orders.status in ('processing', 'shipped', 'delivered') and reservation.state in ('owed', 'sold'))
           or (orders.status = 'cancelled' and reservation.state in ('released', 'sold') and reservation.sold = reservation.returned)
         )
         order by orders.order_id`,
      ),
  },
];
