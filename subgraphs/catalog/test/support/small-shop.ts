import type { ProductRecord } from '../../src/index.ts';
import { productRecord, shelves } from './records.ts';

const { kitchen, coffee, knives, garden } = shelves;

/** A shop small enough to be searched by eye. */
export const smallShop: readonly ProductRecord[] = [
  product(1, {
    name: 'Cafetière French Press',
    brand: 'Brûlerie',
    description: 'Brews a full pot of coffee in four minutes.',
    tags: ['coffee', 'brewing'],
    price: '24.50',
    sku: 'COF-FRP-1L',
  }),
  product(2, {
    name: 'Coffee Grinder',
    brand: 'Hearth & Oak',
    description: 'Ceramic burrs that stay sharp.',
    tags: ['brewing'],
    price: '89',
    sku: 'COF-GRI',
  }),
  product(3, {
    name: 'Espresso Cups, Set of Two',
    brand: 'Hearth & Oak',
    description: 'For the short coffees of the morning.',
    tags: ['gift'],
    price: '18.00',
    sku: 'CUP-ESP-2',
  }),
  product(4, {
    name: 'Bread Knife',
    brand: 'Sheffield & Sons',
    description: 'A long serrated blade for crusty loaves.',
    tags: ['baking'],
    price: '45',
    categoryId: knives.id,
    sku: 'KNI-BRD',
  }),
  product(5, {
    name: 'Steak Knives, Set of Four',
    brand: 'Sheffield & Sons',
    description: 'Forged blades with oak handles.',
    tags: ['gift'],
    price: '120',
    categoryId: knives.id,
    sku: 'KNI-STK-4',
  }),
  product(6, {
    name: 'Watering Can',
    brand: 'Hearth & Oak',
    description: "A gardener's can with a brass rose.",
    tags: ['outdoors'],
    price: '32.5',
    categoryId: garden.id,
    sku: 'WAT-CAN',
  }),
  product(7, {
    name: 'Terracotta Pot',
    brand: 'Brûlerie',
    description: 'Frost-proof. Not for cooking.',
    tags: ['outdoors'],
    price: '9.99',
    categoryId: garden.id,
    sku: 'POT-TER',
  }),
  product(8, {
    name: 'Panettone Mould',
    brand: 'Hearth & Oak',
    description: 'Paper moulds.',
    tags: ['baking'],
    price: '6',
    categoryId: kitchen.id,
    sku: 'PADS',
  }),
  product(9, {
    name: 'Frying Pan',
    brand: 'Sheffield & Sons',
    description: 'Seasoned cast iron.',
    tags: [],
    price: '260',
    categoryId: kitchen.id,
    sku: 'PAN 28',
  }),
  product(10, {
    name: 'Make-Up Pads',
    brand: 'Brûlerie',
    description: 'Washable.',
    tags: [],
    price: '10',
    categoryId: kitchen.id,
    sku: 'BTH-PAD',
  }),
];

function product(n: number, given: Partial<ProductRecord> & { price: string; sku: string }): ProductRecord {
  const { price, sku, ...fields } = given;
  return productRecord(n, { categoryId: coffee.id, ...fields, variants: [{ sku, price, attributes: [] }] });
}
