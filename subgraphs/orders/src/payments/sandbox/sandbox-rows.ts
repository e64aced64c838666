import { roundAmount } from '@mosaico/service';
import type { Knex } from 'knex';
import type { Database } from '../../store/connect.ts';
import { transact } from '../../store/transact.ts';
import type { DeclineCode, PaymentAnswer } from '../payment-provider.ts';

/** A payment as the sandbox knows it. */
export interface SandboxPayment {
  reference: string;
  payment_key: string;
  order_id: string;
  method: string;
  /** A decimal string. */
  amount: string;
  currency: string;
  state: 'confirming' | 'declined' | 'authorized' | 'captured' | 'voided';
  decline_code: DeclineCode | null;
  refunded: string;
  made_at: Date;
}

interface OperationRow {
  operation_key: string;
  request: string;
  reference: string | null;
  answer: string | null;
}

type OnceResult = { readonly answer: PaymentAnswer; readonly isFirst: boolean } | 'lost';

/** The sandbox's own rows, which no other part of the shop reads or writes. */
export interface SandboxRows {
  /**
   * Does an operation once for its key, in one transaction with its answer; of requests that come at once one does it and the
   * others get its answer.
   * @param options.losesFirst the first request of the key is noted as lost and does nothing
   * @returns the answer, and whether this request is the one that did it; `lost` when it is lost
   * @throws when the key was used for another request
   */
  once(
    operation: { key: string; request: object; at: Date; losesFirst?: boolean },
    work: (transaction: Knex) => Promise<{ answer: PaymentAnswer; reference: string }>,
  ): Promise<OnceResult>;
  /** What the operation with the key came to; null when there was none, or it was lost. */
  operation(key: string): Promise<{ answer: PaymentAnswer; reference: string | null } | null>;
  payment(reference: string): Promise<SandboxPayment | null>;
}

export function createSandboxRows(database: Database): SandboxRows {
  const operationRow = (connection: Knex, key: string) =>
    connection('sandbox_operations')
      .comment('sandbox.operation')
      .where({ operation_key: key })
      .first<OperationRow | undefined>();

  return {
    once({ key, request, at, losesFirst = false }, work) {
      const fingerprint = JSON.stringify(request);
      return transact<OnceResult>(database, async ({ knex: transaction, dialect }) => {
        const isFirst = await dialect.insertUnlessThere(transaction, {
          table: 'sandbox_operations',
          row: { operation_key: key, request: fingerprint, made_at: at },
        });
        if (isFirst && losesFirst) return { keep: true, value: 'lost' };
        let row = await operationRow(transaction, key);
        if (row === undefined || row.request !== fingerprint) {
          throw new Error(`The operation key ${key} was used for another request.`);
        }
        // Locked only where an earlier request was lost: who waited for a key shares a lock of it with others who did.
        if (row.answer === null && !isFirst) row = (await operationRow(transaction, key).forUpdate()) ?? row;
        if (row.answer !== null) {
          return { keep: false, value: { answer: JSON.parse(row.answer) as PaymentAnswer, isFirst: false } };
        }
        const { answer, reference } = await work(transaction);
        await transaction('sandbox_operations')
          .where({ operation_key: key })
          .update({ reference, answer: JSON.stringify(answer) });
        return { keep: true, value: { answer, isFirst: true } };
      });
    },

    async operation(key) {
      const row = await operationRow(database.knex, key);
      if (row === undefined || row.answer === null) return null;
      return { answer: JSON.parse(row.answer) as PaymentAnswer, reference: row.reference };
    },

    payment: (reference) => findPayment(database.knex, reference),
  };
}

async function findPayment(connection: Knex, reference: string): Promise<SandboxPayment | null> {
  const row = await connection('sandbox_payments')
    .comment('sandbox.payment')
    .where({ reference })
    .first<SandboxPayment | undefined>();
  return row === undefined ? null : toPayment(row);
}

/** @throws when the sandbox has never heard of the reference */
export async function lockPayment(transaction: Knex, reference: string): Promise<SandboxPayment> {
  const row = await transaction('sandbox_payments')
    .comment('sandbox.lockPayment')
    .where({ reference })
    .forUpdate()
    .first<SandboxPayment | undefined>();
  if (row === undefined) throw new Error(`The sandbox knows no payment ${reference}.`);
  return toPayment(row);
}

function toPayment(row: SandboxPayment): SandboxPayment {
  return { ...row, amount: roundAmount(row.amount), refunded: roundAmount(row.refunded) };
}
