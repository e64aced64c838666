import { badUserInput, fromTenThousandths, shortened, toTenThousandths } from '@mosaico/service';
import type { ImageRecord, NameValue } from '../records.ts';
import { checkList, checkText } from './checks.ts';
import { requireDocumentId, requireSku } from './ids.ts';
import type { Product, Variant } from './product.ts';

/** What a merchandiser says about a product. */
export interface ProductFields {
  name: string;
  brand: string;
  description: string;
  categoryId: string;
  variants: Product['variants'];
  specifications: readonly NameValue[];
  tags: readonly string[];
  images: readonly ImageRecord[];
}

/** The same as it arrives: what is absent or null is not said. */
export interface GivenProductFields {
  name?: string | null;
  brand?: string | null;
  description?: string | null;
  categoryId?: string | null;
  variants?: readonly GivenVariant[] | null;
  specifications?: readonly NameValue[] | null;
  tags?: readonly string[] | null;
  images?: readonly ImageRecord[] | null;
}

interface GivenVariant {
  sku: string;
  price: string;
  attributes?: readonly NameValue[] | null;
  weightGrams?: number | null;
}

/**
 * The fields that were given, each as it will be kept.
 * @throws BAD_USER_INPUT for the first that breaks a limit of the schema, by its name.
 */
export function checkProductFields(given: GivenProductFields): Partial<ProductFields> {
  const fields: Partial<ProductFields> = {};
  if (isGiven(given.name)) fields.name = checkText('name', given.name, { least: 1, most: 200 });
  if (isGiven(given.brand)) fields.brand = checkText('brand', given.brand, { least: 1, most: 100 });
  if (isGiven(given.description)) {
    fields.description = checkText('description', given.description, { least: 0, most: 5_000, lines: true });
  }
  if (isGiven(given.categoryId)) fields.categoryId = requireDocumentId(given.categoryId, 'categoryId');
  if (isGiven(given.variants)) fields.variants = checkVariants(given.variants);
  if (isGiven(given.specifications)) fields.specifications = checkPairs('specifications', given.specifications, 50);
  if (isGiven(given.tags)) fields.tags = checkTags(given.tags);
  if (isGiven(given.images)) fields.images = checkImages(given.images);
  return fields;
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

function checkVariants(given: readonly GivenVariant[]): ProductFields['variants'] {
  checkList('variants', given, { least: 1, most: 100 });
  const [first, ...others] = given.map(checkVariant);
  const skus = given.map(({ sku }) => sku);
  const twice = skus.find((sku, at) => skus.indexOf(sku) !== at);
  if (twice !== undefined) throw badUserInput(`variants must have different skus; got ${shortened(twice)} twice.`);
  return [first as Variant, ...others];
}

function checkVariant({ sku, price, attributes, weightGrams }: GivenVariant, at: number): Variant {
  const field = `variants[${at}]`;
  return {
    sku: requireSku(sku, `${field}.sku`),
    price: checkPrice(`${field}.price`, price),
    attributes: checkPairs(`${field}.attributes`, attributes ?? [], 20),
    ...(isGiven(weightGrams) ? { weightGrams: checkWeight(`${field}.weightGrams`, weightGrams) } : {}),
  };
}

/** In grams, up to a tonne. */
function checkWeight(field: string, grams: number): number {
  if (Number.isInteger(grams) && grams >= 1 && grams <= 1_000_000) return grams;
  throw badUserInput(`${field} must be a whole number of grams from 1 to 1000000; got ${grams}.`);
}

/** Below a thousand million, ten-thousandths of the price are exact in a number. */
function checkPrice(field: string, price: string): string {
  if (/^\d{1,9}(\.\d{1,4})?$/.test(price)) return fromTenThousandths(toTenThousandths(price));
  throw badUserInput(
    `${field} must be 0 or more, below 1000000000, with at most four decimals; got ${shortened(price)}.`,
  );
}

function checkPairs(field: string, pairs: readonly NameValue[], most: number): NameValue[] {
  checkList(field, pairs, { least: 0, most });
  return pairs.map(({ name, value }, at) => ({
    name: checkText(`${field}[${at}].name`, name, { least: 1, most: 60 }),
    value: checkText(`${field}[${at}].value`, value, { least: 1, most: 300 }),
  }));
}

function checkTags(tags: readonly string[]): string[] {
  checkList('tags', tags, { least: 0, most: 30 });
  return [...new Set(tags.map((tag, at) => checkText(`tags[${at}]`, tag, { least: 1, most: 60 })))];
}

function checkImages(images: readonly ImageRecord[]): ImageRecord[] {
  checkList('images', images, { least: 0, most: 20 });
  return images.map(({ url, alt }, at) => ({
    url: checkImageUrl(`images[${at}].url`, url),
    alt: checkText(`images[${at}].alt`, alt, { least: 1, most: 200 }),
  }));
}

/** A path that begins with two slashes would name another host. */
function checkImageUrl(field: string, url: string): string {
  const text = checkText(field, url, { least: 1, most: 2_000 });
  const isAddress = /^https:\/\/[^\s]+$/.test(text) && URL.canParse(text);
  if (isAddress || /^\/(?![/\\])\S*$/.test(text)) return text;
  throw badUserInput(`${field} must be an https address or a path that begins with "/"; got ${shortened(text)}.`);
}
