import type { CategoryRecord, ProductRecord, VariantRecord } from '@mosaico/catalog';
import type { SellableImport } from '@mosaico/orders';
import { departments, type Kind, type Shelf, type VariantAxis } from './assortment.ts';
import { brands, lines } from './brands.ts';
import { createRandom, objectIdOf } from './random.ts';
import { daysBefore } from './time.ts';

/** A product as the generator knows it: also how well it sells and how good it is, which nobody is told. */
export interface ShopProduct {
  readonly record: ProductRecord & { readonly variants: readonly [VariantRecord, ...VariantRecord[]] };
  readonly categorySlug: string;
  /** How often it is chosen, beside the others. */
  readonly popularity: number;
  /** What its reviews average to, 2.6 to 4.9. */
  readonly quality: number;
  /** Units of each variant on the shelf. */
  readonly onHand: readonly number[];
}

export const productsPerScale = 300;
const shelves = departments.flatMap((department) => department.shelves);
/** How many products a shelf has before its brands need a second line of a kind. */
const perShelf = productsPerScale / shelves.length;

export function categoriesOf(seed: string): CategoryRecord[] {
  return departments.flatMap((department) => [
    { id: categoryId(seed, department.slug), parentId: null, slug: department.slug, name: department.name },
    ...department.shelves.map(({ slug, name }) => ({
      id: categoryId(seed, slug),
      parentId: categoryId(seed, department.slug),
      slug,
      name,
    })),
  ]);
}

/** The product of an index, the same whatever the number of products. */
export function productAt(index: number, shop: { seed: string; until: Date }): ShopProduct {
  const { seed, until } = shop;
  const random = createRandom(seed, 'product', index);
  const { shelf, kind, brand, brandNumber, line } = placeOf(index);
  const name = [brand, line.name, kind.noun].filter(Boolean).join(' ');
  const { about: brandSentence = '', priceFactor = 1 } = brands[brand] ?? {};
  const base = kind.price * priceFactor * (1 + line.number * 0.015);
  const variants = variantsOf(kind.axis, {
    base,
    grams: kind.grams,
    skuStem: `${shelf.code}-${kind.code}${brandNumber === 1 ? '' : brandNumber}${line.number === 0 ? '' : `-${line.code}`}`,
  });
  // The first products were there when the shop opened; the others came later, one after another.
  const createdAt = daysBefore(until, random.int(0, 3) === 0 ? random.int(20, 540) : random.int(541, 900));
  const [{ sku }] = variants;
  return {
    record: {
      id: objectIdOf(seed, 'product', index),
      name,
      brand,
      description: `${kind.about} ${brandSentence}`,
      categoryId: categoryId(seed, shelf.slug),
      variants,
      specifications: kind.facts.split(' | ').map((fact) => {
        const [name = '', value = ''] = fact.split(': ');
        return { name, value };
      }),
      tags: kind.tags.split(', '),
      images: [{ url: `/images/${sku.toLowerCase()}.svg`, alt: name }],
      createdAt,
      updatedAt: createdAt,
    },
    categorySlug: shelf.slug,
    popularity: (random.float() + 0.04) ** -0.9,
    quality: 2.6 + 2.3 * random.float() ** 0.45,
    onHand: variants.map((_variant, number) => (index === 0 ? 60 : stockOf(random.float(), number))),
  };
}

/** What orders keeps of a product: a row for each variant. */
export function sellablesOf({ record, onHand }: ShopProduct): SellableImport[] {
  return record.variants.map((variant, number) => ({
    sku: variant.sku,
    catalogId: record.id,
    categoryId: record.categoryId,
    name: sellableName(record.name, variant),
    price: variant.price,
    weightGrams: variant.weightGrams ?? null,
    status: 'active',
    onHand: onHand[number] ?? 0,
  }));
}

export function sellableName(name: string, variant: VariantRecord): string {
  const [attribute] = variant.attributes;
  return attribute === undefined || attribute.value === 'One size' ? name : `${name}, ${attribute.value}`;
}

function categoryId(seed: string, slug: string): string {
  return objectIdOf(seed, 'category', slug);
}

interface Place {
  readonly shelf: Shelf;
  readonly kind: Kind;
  readonly brand: string;
  readonly brandNumber: number;
  readonly line: { readonly number: number; readonly name: string; readonly code: string };
}

/** Goes round the shelves, on each through its kinds, then its brands, then further lines of each. */
function placeOf(index: number): Place {
  const shelf = at(shelves, index % shelves.length);
  const slot = Math.floor(index / shelves.length);
  const onShelf = slot % perShelf;
  const brandIndex = Math.floor(onShelf / shelf.kinds.length);
  const number = Math.floor(slot / perShelf);
  const generation = Math.floor((number - 1) / lines.length);
  const name = number === 0 ? '' : at(lines, (number - 1) % lines.length);
  return {
    shelf,
    kind: at(shelf.kinds, onShelf % shelf.kinds.length),
    brand: at(shelf.brands.split(', '), brandIndex),
    brandNumber: brandIndex + 1,
    line: {
      number,
      name: generation > 0 ? `${name} ${generation + 1}` : name,
      code: number.toString(36).toUpperCase(),
    },
  };
}

function variantsOf(
  axis: VariantAxis,
  options: { base: number; grams: number; skuStem: string },
): [VariantRecord, ...VariantRecord[]] {
  const variants = axis.values.map(([value, code, factor]) => ({
    sku: code === '' ? options.skuStem : `${options.skuStem}-${code}`,
    price: retailPrice(options.base * factor),
    attributes: [{ name: axis.attribute, value }],
    // What costs more of the same kind has more to it.
    weightGrams: Math.max(1, Math.round((options.grams * factor) / 10)) * 10,
  }));
  const [first, ...others] = variants;
  if (first === undefined) throw new Error(`The axis ${axis.attribute} has no values.`);
  return [first, ...others];
}

/** A price as shops write them: to the half pound below 20, to the pound below 100, above it to the fives less one. */
function retailPrice(exact: number): string {
  if (exact < 20) return (Math.max(1, Math.round(exact * 2)) / 2).toFixed(2);
  if (exact < 100) return Math.round(exact).toFixed(2);
  return (Math.round(exact / 5) * 5 - 1).toFixed(2);
}

/** Plenty of most, a handful of some, none of a few; the default variant is never missing for long. */
function stockOf(chance: number, variantNumber: number): number {
  if (chance < 0.04 && variantNumber > 0) return 0;
  if (chance < 0.14) return 1 + Math.floor(chance * 40);
  return 20 + Math.floor(chance * 280);
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new Error(`There is no item ${index} in a list of ${list.length}.`);
  return item;
}
