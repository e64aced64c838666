import { compare } from './compare.ts';
import type { Invariant } from './invariant.ts';

/**
 * The money of each order that has a saga: what was taken for it, what was given back of that, and what was taken too late and goes
 * back for that reason alone.
 */
const money = `(
  select orders.order_id, orders.status, orders.total, sagas.state,
    (select coalesce(sum(amount), 0) from payments where payments.order_id = orders.order_id and status = 'captured') as captured,
    (select coalesce(sum(amount), 0) from refunds where refunds.order_id = orders.order_id and status = 'refunded') as refunded,
    (select coalesce(sum(amount), 0) from refunds
      where refunds.order_id = orders.order_id and status <> 'declined' and refund_key like 'late:%') as late
  from orders join sagas on sagas.order_id = orders.order_id
) money`;
const ofOrder = `concat('order ', money.order_id) as subject`;

/** Those of orders, their payments and their sagas. */
export const orderInvariants: readonly Invariant[] = [
  {
    name: 'Of an order that is paid, all of it was taken, once.',
    find: (knex) =>
      compare(
        knex,
        `select ${ofOrder}, total as captured_1, captured - late as captured_2 from ${money}
         where status in ('processing', 'shipped', 'delivered') and captured - late <> total order by money.order_id`,
      ),
  },
  {
    name: 'Of an order that is not paid nothing is kept.',
    find: (knex) =>
      compare(
        knex,
        `select ${ofOrder}, late as captured_1, captured as captured_2 from ${money}
         where status = 'pending' and captured <> late order by money.order_id`,
      ),
  },
  {
    name: 'No more was given back than was taken.',
    find: (knex) =>
      compare(
        knex,
        `select ${ofOrder}, captured as refunded_1, refunded as refunded_2 from ${money}
         where refunded > captured order by money.order_id`,
      ),
  },
  {
    name: 'Of an order that was cancelled, whatever was taken was given back.',
    find: (knex) =>
      compare(
        knex,
        `select ${ofOrder}, captured as refunded_1, refunded as refunded_2 from ${money}
         where status = 'cancelled' and state = 'undone' and captured <> refunded order by money.order_id`,
      ),
  },
  {
    name: 'For its cancellation each payment of an order is refunded once.',
    find: (knex) =>
      compare(
        knex,
        `select concat('payment ', payment_id) as subject, 1 as refunds_1, count(*) as refunds_2 from refunds
         where status = 'refunded' and refund_key like 'order:%:cancelled:%'
         group by payment_id having count(*) > 1 order by payment_id`,
      ),
  },
  {
    name: 'Where a saga has ended, no payment is undecided.',
    find: (knex) =>
      compare(
        knex,
        `select concat('order ', sagas.order_id) as subject, 'decided' as payment_1, payments.status as payment_2
         from sagas join payments on payments.order_id = sagas.order_id
         where sagas.step is null and payments.status in ('unknown', 'actionRequired', 'authorized')
         order by sagas.order_id`,
      ),
  },
  {
    name: 'The status of an order is what its saga has come to.',
    find: (knex) =>
      compare(
        knex,
        `select concat('order ', sagas.order_id) as subject, concat(sagas.direction, ' ', sagas.state) as saga_1, orders.status as status_2
         from sagas join orders on orders.order_id = sagas.order_id
         where (sagas.state = 'done' and orders.status in ('pending', 'cancelled'))
           or (sagas.direction = 'back' and orders.status <> 'cancelled')
           or (sagas.direction = 'forward' and sagas.step is not null and orders.status <> 'pending')
         order by sagas.order_id`,
      ),
  },
  {
    name: 'The last row of the history of an order is its status.',
    find: (knex) =>
      compare(
        knex,
        `select concat('order ', orders.order_id) as subject, orders.status as status_1, history.status as status_2
         from orders join sagas on sagas.order_id = orders.order_id
         join order_status_history history on history.order_id = orders.order_id
         where history.status <> orders.status and history.step_no = (
           select max(step_no) from order_status_history past where past.order_id = orders.order_id
         ) order by orders.order_id`,
      ),
  },
];
