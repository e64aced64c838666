import type { ImageRecord, NameValue, VariantRecord } from '../records.ts';
import type { Category } from './category.ts';

export type Variant = VariantRecord;

/** A product's reviews in numbers. */
export interface RatingSummary {
  readonly count: number;
  /** Of all ratings. */
  readonly sum: number;
}

/** A product as its store gives it. */
export interface Product {
  readonly id: string;
  /** Changes whenever anything but the rating does: what a change was made from. */
  readonly revision: string;
  /** Counts the same changes, from 1: a later state has a higher one. */
  readonly version: number;
  readonly name: string;
  readonly brand: string;
  readonly description: string;
  readonly category: Category;
  /** The first is the default variant. */
  readonly variants: readonly [Variant, ...Variant[]];
  readonly specifications: readonly NameValue[];
  readonly tags: readonly string[];
  readonly images: readonly ImageRecord[];
  readonly rating: RatingSummary;
  /** Of those variants of which it is known. */
  readonly availability: readonly { readonly sku: string; readonly available: number }[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Whether there is something to sell of a variant; null while that is not known. */
export function isInStock({ availability }: Product, sku: string): boolean | null {
  const known = availability.find((one) => one.sku === sku);
  return known === undefined ? null : known.available > 0;
}

/** The mean of all ratings to two decimals, halves up; null while there is no review. */
export function averageRating({ count, sum }: RatingSummary): number | null {
  return count === 0 ? null : Math.round((sum * 100) / count) / 100;
}
