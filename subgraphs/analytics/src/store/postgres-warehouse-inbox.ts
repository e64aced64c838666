import { fromTenThousandths, toTenThousandths } from '@mosaico/service';
import { dayOf, monthOf } from '../domain/calendar.ts';
import { checkCustomers, checkFacts, checkProducts } from './checked-records.ts';
import type { Ask } from './connection-pool.ts';
import type { Database } from './database.ts';
import { ensurePartitions } from './fact-partitions.ts';
import type { SalesFact } from './fact-store.ts';
import { insertFacts } from './insert-facts.ts';
import { checkReversal, lockOrder, monthOfReversal, reverse, takeWaiting, type Reversal } from './order-reversals.ts';
import type { PlacedLine, PlacedOrder, ProductState, WarehouseInbox } from './warehouse-inbox.ts';

/** How many ids one statement removes. */
const idsAtOnce = 1_000;

/**
 * What events make of the warehouse in PostgreSQL. The rows of a transaction are locked in one order by all of them: the order,
 * customers, products, facts, the version of the facts.
 */
export function createPostgresWarehouseInbox(database: Database): WarehouseInbox {
  /** Does the work unless the event has been handled. Two that bring the same event wait for each other. */
  async function once(eventId: string, work: (ask: Ask) => Promise<void>): Promise<void> {
    await database.transaction('load', async (ask) => {
      const claimed = await ask(
        `/* claimEvent */ INSERT INTO analytics.inbox (event_id) VALUES (:eventId) ON CONFLICT DO NOTHING RETURNING event_id`,
        { eventId },
      );
      if (claimed.length > 0) await work(ask);
    });
  }

  /** As `once`, for work that writes facts of a month: its partition is there, but for the first of them. */
  async function onceInMonth(eventId: string, month: string, work: (ask: Ask) => Promise<void>): Promise<void> {
    try {
      await once(eventId, work);
    } catch (error) {
      if (!lacksPartition(error)) throw error;
      await ensurePartitions(database, [month]);
      await once(eventId, work);
    }
  }

  async function reverseOnce(eventId: string, reversal: Reversal): Promise<void> {
    checkReversal(reversal);
    // Also for one that waits: when its sale comes, its month must be there.
    await ensurePartitions(database, [monthOfReversal(reversal)]);
    await once(eventId, async (ask) => {
      await lockOrder(ask, reversal.orderId);
      await reverse(ask, [reversal]);
    });
  }

  return {
    async orderPlaced(eventId, order) {
      const facts = salesOf(order);
      checkFacts(facts);
      checkProducts(order.lines.map((line) => ({ ...line, categoryId: null })));
      await onceInMonth(eventId, monthOf(dayOf(order.placedAt)), async (ask) => {
        await lockOrder(ask, order.id);
        if (order.customerId !== null) await seeCustomer(ask, { id: order.customerId, at: order.placedAt });
        await seeProducts(ask, order);
        await insertFacts(ask, facts);
        await reverse(ask, await takeWaiting(ask, order.id));
      });
    },

    orderCancelled: (eventId, { orderId, at }) => reverseOnce(eventId, { orderId, refund: null, at }),

    orderRefunded: (eventId, { id, orderId, amount, at }) =>
      reverseOnce(eventId, { orderId, refund: { id, amount }, at }),

    async customerRegistered(eventId, customer) {
      checkCustomers([{ id: customer.id, country: null, firstSeenAt: customer.at }]);
      await once(eventId, (ask) => seeCustomer(ask, customer));
    },

    async customerClosed(eventId, { id }) {
      checkCustomers([{ id, country: null, firstSeenAt: new Date(0) }]);
      await once(eventId, async (ask) => {
        await ask(
          `/* forgetCustomer */
           UPDATE analytics.dim_customers SET country = NULL WHERE customer_id = CAST(:id AS bigint)`,
          { id },
        );
      });
    },

    async productChanged(eventId, product) {
      checkProducts(product.skus.map((sku) => ({ ...product, sku })));
      await once(eventId, async (ask) => {
        if (await isLatest(ask, product)) await nameUnits(ask, product);
      });
    },

    productDeleted: (eventId, product) =>
      once(eventId, async (ask) => {
        await isLatest(ask, { ...product, status: 'deleted' });
      }),

    async forget(handledBefore) {
      let forgotten = 0;
      for (;;) {
        const gone = await database.transaction('load', (ask) =>
          ask(
            `/* forgetHandled */ DELETE FROM analytics.inbox WHERE event_id = ANY (ARRAY(
               SELECT event_id FROM analytics.inbox WHERE handled_at < CAST(:before AS timestamptz) LIMIT :most))
             RETURNING event_id`,
            { before: handledBefore.toISOString(), most: idsAtOnce },
          ),
        );
        forgotten += gone.length;
        if (gone.length < idsAtOnce) return forgotten;
      }
    },
  };
}

/** PostgreSQL has one code for a row that no partition takes and one that breaks a rule, which `checkFacts` has refused before. */
function lacksPartition(error: unknown): boolean {
  return Error.isError(error) && 'code' in error && error.code === '23514';
}

function salesOf({ id, number, customerId, placedAt, lines }: PlacedOrder): SalesFact[] {
  const parts = lines.flatMap((line) =>
    partsOf(line).map((part) => ({ ...part, sku: line.sku, catalogId: line.catalogId })),
  );
  return parts.map((part, index) => ({
    source: `order ${id}`,
    sourceLine: index + 1,
    kind: 'sale',
    occurredAt: placedAt,
    invoice: number,
    orderId: id,
    customerId,
    country: null,
    ...part,
  }));
}

/** A line that was sold for less, as units at what each came to: some at a ten-thousandth more, so that they sum to it exactly. */
function partsOf({ quantity, unitPrice, discounted }: PlacedLine): { quantity: number; unitPrice: string }[] {
  if (discounted === undefined) return [{ quantity, unitPrice }];
  const total = toTenThousandths(discounted);
  const dearer = total % quantity;
  const each = (total - dearer) / quantity;
  return [
    { quantity: quantity - dearer, unitPrice: fromTenThousandths(each) },
    { quantity: dearer, unitPrice: fromTenThousandths(each + 1) },
  ].filter((part) => part.quantity > 0);
}

async function seeCustomer(ask: Ask, { id, at }: { id: string; at: Date }): Promise<void> {
  await ask(
    `/* seeCustomer */
     INSERT INTO analytics.dim_customers AS known (customer_id, first_seen_at)
     VALUES (CAST(:id AS bigint), CAST(:at AS timestamptz))
     ON CONFLICT (customer_id) DO UPDATE SET first_seen_at = excluded.first_seen_at
     WHERE excluded.first_seen_at < known.first_seen_at`,
    { id, at: at.toISOString() },
  );
}

/** The name a unit was sold under says more than the product's, where it only goes on from there: `Espresso, 250 g`. */
async function seeProducts(ask: Ask, { lines }: PlacedOrder): Promise<void> {
  await ask(
    `/* seeProducts */
     INSERT INTO analytics.dim_products AS known (sku, name, catalog_id)
     SELECT * FROM unnest(CAST(:skus AS text[]), CAST(:names AS text[]), CAST(:catalogIds AS text[]))
       AS given (sku, name, catalog_id) ORDER BY sku
     ON CONFLICT (sku) DO UPDATE SET name = excluded.name WHERE starts_with(excluded.name, known.name || ', ')`,
    {
      skus: lines.map(({ sku }) => sku),
      names: lines.map(({ name }) => name),
      catalogIds: lines.map(({ catalogId }) => catalogId),
    },
  );
}

/** Writes a state down unless a later one is known. Holds the product until the transaction ends when it does. */
async function isLatest(
  ask: Ask,
  product: { catalogId: string; revision: number; status: 'active' | 'archived' | 'deleted' },
): Promise<boolean> {
  const { catalogId, revision, status } = product;
  const written = await ask(
    `/* keepLatestState */
     INSERT INTO analytics.catalog_products AS known (catalog_id, revision, status)
     VALUES (:catalogId, CAST(:revision AS bigint), :status)
     ON CONFLICT (catalog_id) DO UPDATE SET revision = excluded.revision, status = excluded.status
     WHERE known.revision < excluded.revision RETURNING catalog_id`,
    { catalogId, revision, status },
  );
  return written.length > 0;
}

async function nameUnits(ask: Ask, { catalogId, categoryId, name, skus }: ProductState): Promise<void> {
  await ask(
    `/* nameUnits */
     INSERT INTO analytics.dim_products AS known (sku, name, catalog_id, category_id)
     SELECT sku, :name, :catalogId, :categoryId FROM unnest(CAST(:skus AS text[])) AS sku ORDER BY sku
     ON CONFLICT (sku) DO UPDATE SET
       name = CASE WHEN starts_with(known.name, excluded.name || ', ') THEN known.name ELSE excluded.name END,
       catalog_id = excluded.catalog_id, category_id = excluded.category_id`,
    { catalogId, categoryId, name, skus: [...new Set(skus)] },
  );
}
