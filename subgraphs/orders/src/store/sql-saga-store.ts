import type { Knex } from 'knex';
import { groupRows, inList, insertRows, rowIds } from './bulk.ts';
import type { Database } from './connect.ts';
import type { SagaDirection, SagaRecord, SagaState, SagaStepRecord, SagaStore, SagaTransaction } from './saga-store.ts';

interface SagaRow {
  /** A string with one engine, a number with another. */
  saga_id: number | string;
  order_id: number;
  direction: SagaDirection;
  state: SagaState;
  step: string | null;
  step_no: number;
  tries: number;
  data: string;
  next_at: Date | null;
  deadline_at: Date | null;
  lease: string;
  leased_until: Date | null;
  started_at: Date;
  ended_at: Date | null;
}
interface StepRow {
  saga_id: number | string;
  step_no: number;
  name: string;
  direction: SagaDirection;
  state: 'done' | 'failed';
  tries: number;
  result: string | null;
  next_at: Date | null;
  started_at: Date;
  finished_at: Date | null;
}

const longestResult = 500;

export function createSqlSagaStore({ knex }: Database): SagaStore {
  return {
    async ofOrders(orderIds) {
      const rows = await knex('sagas')
        .comment('saga-store.ofOrders')
        .whereIn('order_id', inList(rowIds(orderIds)))
        .select<SagaRow[]>();
      return rows.map(toSaga);
    },

    async stepsOf(orderIds) {
      const rows = await knex('saga_steps as step')
        .comment('saga-store.stepsOf')
        .join('sagas', 'sagas.saga_id', 'step.saga_id')
        .whereIn('sagas.order_id', inList(rowIds(orderIds)))
        .orderBy(['sagas.order_id', 'step.step_no'])
        .select<(StepRow & { order_id: number })[]>('step.*', 'sagas.order_id');
      return Array.from(
        groupRows(rows, (row) => row.order_id),
        ([id, group]) => ({ orderId: String(id), steps: group.map(toStep) }),
      );
    },

    async due({ at, limit }) {
      const rows = await knex('sagas')
        .comment('saga-store.due')
        .where('next_at', '<=', at)
        .where((free) => void free.whereNull('leased_until').orWhere('leased_until', '<=', at))
        .orderBy('next_at')
        .limit(limit)
        .select<SagaRow[]>();
      return rows.map(toSaga);
    },

    async stuck({ at, limit }) {
      const rows = await knex('sagas')
        .comment('saga-store.stuck')
        .where('deadline_at', '<', at)
        .orderBy('deadline_at')
        .limit(limit)
        .select<SagaRow[]>();
      return rows.map(toSaga);
    },

    async count({ at }) {
      const row = await knex('sagas')
        .comment('saga-store.count')
        .whereNotNull('deadline_at')
        .first<{ open: unknown; stuck: unknown } | undefined>(
          knex.raw('count(*) as open'),
          knex.raw('sum(case when deadline_at < ? then 1 else 0 end) as stuck', [at]),
        );
      return { open: Number(row?.open ?? 0), stuck: Number(row?.stuck ?? 0) };
    },

    async claim(id, { lease, at, until }) {
      const claimed = await knex('sagas')
        .comment('saga-store.claim')
        .where({ saga_id: id })
        .whereNotNull('step')
        .where((free) => void free.whereNull('leased_until').orWhere('leased_until', '<=', at))
        .update({ lease, leased_until: until });
      if (claimed === 0) return null;
      const row = await knex('sagas')
        .comment('saga-store.claim')
        .where({ saga_id: id, lease })
        .first<SagaRow | undefined>();
      return row === undefined ? null : toSaga(row);
    },

    async makeDue(id, { at }) {
      const changed = await knex('sagas')
        .comment('saga-store.makeDue')
        .where({ saga_id: id })
        .whereNotNull('step')
        .update({ next_at: at });
      return changed > 0;
    },
  };
}

/** @param transaction the database, bound to the transaction */
export function createSqlSagaTransaction(transaction: Database): SagaTransaction {
  const { knex, dialect } = transaction;
  return {
    async begin({ orderId, taken, step, state, data, nextAt, deadlineAt, at, lease }) {
      const saga: Omit<SagaRecord, 'id'> = {
        ...{ orderId, direction: 'forward', state, step, data, nextAt, deadlineAt },
        ...{ stepNo: taken.length + 1, tries: 0, startedAt: at, endedAt: null },
      };
      const row = { ...toRow(saga), ...toLease(lease), order_id: Number(orderId), started_at: at };
      const id = await dialect.insertForId(knex, { table: 'sagas', row, id: 'saga_id' });
      await insertRows(
        transaction,
        'saga_steps',
        taken.map(({ name, result }, index) => ({
          ...{ saga_id: id, step_no: index + 1, name, direction: 'forward', state: 'done', tries: 1, result },
          ...{ next_at: null, started_at: at, finished_at: at },
        })),
      );
      return { id: String(id), ...saga };
    },

    async lock(orderId) {
      const row = await knex('sagas')
        .comment('saga-transaction.lock')
        .whereIn('order_id', rowIds([orderId]))
        .forUpdate()
        .first<SagaRow | undefined>();
      return row === undefined ? null : { ...toSaga(row), lease: row.lease };
    },

    async save(saga, { lease }) {
      await knex('sagas')
        .comment('saga-transaction.save')
        .where({ saga_id: saga.id })
        .update({ ...toRow(saga), ...(lease === 'as it is' ? {} : toLease(lease)) });
    },

    async noteStep(sagaId, step) {
      const row = toStepRow(step);
      const changed = await updateStep(knex, { sagaId, row });
      if (changed === 0) await insertRows(transaction, 'saga_steps', [{ saga_id: sagaId, ...row }]);
    },
  };
}

/** @returns how many rows it found */
function updateStep(knex: Knex, { sagaId, row }: { sagaId: string; row: Omit<StepRow, 'saga_id'> }): Promise<number> {
  const { step_no } = row;
  return knex('saga_steps').comment('saga-transaction.noteStep').where({ saga_id: sagaId, step_no }).update(row);
}

function toSaga(row: SagaRow): SagaRecord {
  return {
    id: String(row.saga_id),
    orderId: String(row.order_id),
    direction: row.direction,
    state: row.state,
    step: row.step,
    stepNo: row.step_no,
    tries: row.tries,
    data: row.data,
    nextAt: row.next_at,
    deadlineAt: row.deadline_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  };
}

/** What may change of a saga. */
function toRow(saga: Omit<SagaRecord, 'id'>) {
  const { direction, state, step, stepNo, tries, data, nextAt, deadlineAt, endedAt } = saga;
  return {
    ...{ direction, state, step, tries, data },
    ...{ step_no: stepNo, next_at: nextAt, deadline_at: deadlineAt, ended_at: endedAt },
  };
}

function toLease(lease: { readonly key: string; readonly until: Date } | null) {
  return { lease: lease?.key ?? '', leased_until: lease?.until ?? null };
}

function toStep(row: StepRow): SagaStepRecord {
  return {
    stepNo: row.step_no,
    name: row.name,
    direction: row.direction,
    state: row.state,
    tries: row.tries,
    result: row.result,
    nextAt: row.next_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}

function toStepRow(step: SagaStepRecord): Omit<StepRow, 'saga_id'> {
  return {
    ...{ step_no: step.stepNo, name: step.name, direction: step.direction, state: step.state, tries: step.tries },
    ...{ result: step.result?.slice(0, longestResult) ?? null, next_at: step.nextAt },
    ...{ started_at: step.startedAt, finished_at: step.finishedAt },
  };
}
