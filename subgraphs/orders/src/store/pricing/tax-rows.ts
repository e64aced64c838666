import { formatUnitPrice } from '@mosaico/service';
import type { TaxRateRecord } from '../pricing-store.ts';

export interface TaxRateRow {
  country: string;
  name: string;
  percent: string;
  included: number;
}

export function toTaxRate({ country, name, percent, included }: TaxRateRow): TaxRateRecord {
  return { country, name, percent: formatUnitPrice(percent), included: included === 1 };
}
