import { isDeepStrictEqual } from 'node:util';
import { badUserInput, formatUnitPrice, roundAmount, shortened } from '@mosaico/service';
import type { NewPromotion, PricingStore } from '../../store/pricing-store.ts';
import { requireAmount, requireCount, requireDecimal, requireText } from '../input-rules.ts';
import { isSku } from '../sku.ts';
import { requireNewCode } from './coupon-codes.ts';
import type { Promotion, PromotionRule } from './promotion.ts';

/** What a promotion is to be, as a client says it. */
interface PromotionInput {
  name: string;
  code?: string | null;
  percentage?: string | null;
  amount?: string | null;
  freeShipping?: boolean | null;
  buyGet?: { buySku: string; buyQuantity: number; getSku: string; getQuantity: number } | null;
  minimum?: string | null;
  validFrom?: Date | null;
  validUntil?: Date | null;
  stackable: boolean;
  limit?: number | null;
  limitPerCustomer?: number | null;
}

type CreatePromotionOutcome =
  { outcome: 'created'; promotion: Promotion } | { outcome: 'codeTaken' } | { outcome: 'keyConflict' };

export type CreatePromotion = (request: {
  input: PromotionInput;
  idempotencyKey: string;
}) => Promise<CreatePromotionOutcome>;

/** Begins a promotion, of any number of requests with one key once. @throws BAD_USER_INPUT for a promotion or a key that cannot be. */
export function createCreatePromotion(options: {
  pricing: Pick<PricingStore, 'addPromotion'>;
  now: () => Date;
}): CreatePromotion {
  const { pricing, now } = options;
  return async ({ input, idempotencyKey }) => {
    if (!/^[\x21-\x7e]{8,64}$/.test(idempotencyKey)) {
      throw badUserInput(
        `idempotencyKey must have 8 to 64 visible ASCII characters, such as a UUID; got ${shortened(idempotencyKey)}.`,
      );
    }
    const promotion = requirePromotion(input, { at: now() });
    const added = await pricing.addPromotion(promotion, { key: idempotencyKey });
    if (added.outcome === 'codeTaken') return added;
    const same = added.outcome === 'added' || isSame(promotion, added.promotion, input);
    return same ? { outcome: 'created', promotion: added.promotion } : { outcome: 'keyConflict' };
  };
}

function requirePromotion(input: PromotionInput, { at }: { at: Date }): NewPromotion {
  const { code, minimum, limit, limitPerCustomer, stackable } = input;
  const validFrom = input.validFrom ?? at;
  const validUntil = input.validUntil ?? null;
  if (validUntil !== null && validUntil <= validFrom) {
    throw badUserInput(
      `validUntil must be after validFrom, ${validFrom.toISOString()}; got ${validUntil.toISOString()}.`,
    );
  }
  return {
    name: requireText(input.name, { argument: 'name', most: 100 }),
    code: isAbsent(code) ? null : requireNewCode(code),
    rule: requireRule(input),
    minimum: isAbsent(minimum) ? null : roundAmount(requireAmount(minimum, { argument: 'minimum', least: '0.01' })),
    validFrom,
    validUntil,
    stackable,
    limit: isAbsent(limit) ? null : requireCount(limit, { argument: 'limit', least: 1, most: 1_000_000_000 }),
    limitPerCustomer: isAbsent(limitPerCustomer)
      ? null
      : requireCount(limitPerCustomer, { argument: 'limitPerCustomer', least: 1, most: 1_000_000 }),
  };
}

function requireRule({ percentage, amount, freeShipping, buyGet }: PromotionInput): PromotionRule {
  const given = [percentage, amount, freeShipping === true ? true : null, buyGet].filter((rule) => !isAbsent(rule));
  if (given.length !== 1) {
    throw badUserInput(
      `Exactly one of percentage, amount, freeShipping and buyGet must be given; got ${given.length}.`,
    );
  }
  if (!isAbsent(percentage)) {
    const bounds = { argument: 'percentage', least: '0.0001', most: '100', decimals: 4 };
    return { kind: 'percentage', percent: formatUnitPrice(requireDecimal(percentage, bounds)) };
  }
  if (!isAbsent(amount)) {
    return { kind: 'fixed', amount: roundAmount(requireAmount(amount, { argument: 'amount', least: '0.01' })) };
  }
  if (isAbsent(buyGet)) return { kind: 'freeShipping' };
  for (const sku of [buyGet.buySku, buyGet.getSku]) {
    if (!isSku(sku)) {
      throw badUserInput(
        `buyGet must name skus of 1 to 40 printable characters and no space at either end; got ${shortened(sku)}.`,
      );
    }
  }
  const { buySku, getSku } = buyGet;
  const units = (argument: 'buyQuantity' | 'getQuantity') =>
    requireCount(buyGet[argument], { argument, least: 1, most: 1_000 });
  return { kind: 'buyGet', buySku, buyQuantity: units('buyQuantity'), getSku, getQuantity: units('getQuantity') };
}

/** Whether an earlier request with the key asked for the same; its end, and a beginning that was "now", are no part of what was asked. */
function isSame(asked: NewPromotion, existing: Promotion, input: PromotionInput): boolean {
  const { id, validUntil } = existing;
  const validFrom = isAbsent(input.validFrom) ? existing.validFrom : asked.validFrom;
  return isDeepStrictEqual({ ...asked, id, validFrom, validUntil }, existing);
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}
