import { formatUnitPrice, roundAmount } from '@mosaico/service';
import type { OrderDiscount, Promotion, PromotionRule } from '../../domain/pricing/promotion.ts';
import type { NewPromotion } from '../pricing-store.ts';

/** The rows of promotions and of what orders used of them, and what they are outside of the store. */
export interface PromotionRow {
  promotion_id: number;
  name: string;
  code: string | null;
  creation_key: string;
  kind: PromotionRule['kind'];
  percent: string | null;
  amount: string | null;
  buy_sku: string | null;
  buy_quantity: number | null;
  get_sku: string | null;
  get_quantity: number | null;
  minimum: string | null;
  valid_from: Date;
  valid_until: Date | null;
  stackable: number;
  use_limit: number | null;
  use_limit_per_customer: number | null;
  uses: number;
}
export interface RedemptionRow {
  promotion_id: number;
  order_id: number;
  discount_no: number;
  customer_id: number | null;
  name: string;
  code: string | null;
  target: OrderDiscount['target'];
  amount: string;
  redeemed_at: Date;
}

export function toPromotion(row: PromotionRow): Promotion {
  return {
    id: String(row.promotion_id),
    name: row.name,
    code: row.code,
    rule: toRule(row),
    minimum: row.minimum === null ? null : roundAmount(row.minimum),
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    stackable: row.stackable === 1,
    limit: row.use_limit,
    limitPerCustomer: row.use_limit_per_customer,
  };
}

function toRule(row: PromotionRow): PromotionRule {
  switch (row.kind) {
    case 'percentage':
      return { kind: 'percentage', percent: formatUnitPrice(row.percent ?? '0') };
    case 'fixed':
      return { kind: 'fixed', amount: roundAmount(row.amount ?? '0') };
    case 'freeShipping':
      return { kind: 'freeShipping' };
    case 'buyGet':
      return {
        kind: 'buyGet',
        buySku: row.buy_sku ?? '',
        buyQuantity: row.buy_quantity ?? 0,
        getSku: row.get_sku ?? '',
        getQuantity: row.get_quantity ?? 0,
      };
  }
}

export function toPromotionRow(promotion: NewPromotion, creationKey: string): Omit<PromotionRow, 'promotion_id'> {
  const { name, code, rule, minimum, validFrom, validUntil, stackable, limit, limitPerCustomer } = promotion;
  return {
    name,
    code,
    creation_key: creationKey,
    kind: rule.kind,
    percent: rule.kind === 'percentage' ? rule.percent : null,
    amount: rule.kind === 'fixed' ? rule.amount : null,
    buy_sku: rule.kind === 'buyGet' ? rule.buySku : null,
    buy_quantity: rule.kind === 'buyGet' ? rule.buyQuantity : null,
    get_sku: rule.kind === 'buyGet' ? rule.getSku : null,
    get_quantity: rule.kind === 'buyGet' ? rule.getQuantity : null,
    minimum,
    valid_from: validFrom,
    valid_until: validUntil,
    stackable: stackable ? 1 : 0,
    use_limit: limit,
    use_limit_per_customer: limitPerCustomer,
    uses: 0,
  };
}

export function toDiscount(row: RedemptionRow): OrderDiscount {
  return {
    promotionId: String(row.promotion_id),
    name: row.name,
    code: row.code,
    target: row.target,
    amount: roundAmount(row.amount),
  };
}
