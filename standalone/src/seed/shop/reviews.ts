import type { ReviewRecord } from '@mosaico/catalog';
import { customerAt } from './customers.ts';
import type { ShopProduct } from './products.ts';
import { createRandom, objectIdOf, type Random } from './random.ts';
import { dayMs } from './time.ts';

/** What people write, by how many stars they give: openings, middles and endings that fit one another. */
const words: Readonly<
  Record<number, { titles: readonly string[]; openings: readonly string[]; endings: readonly string[] }>
> = {
  5: {
    titles: [
      'Could not be happier',
      'Worth every penny',
      'Bought a second one',
      'Exactly right',
      'A pleasure to use',
      'Better than the photographs',
    ],
    openings: [
      'I use the {noun} nearly every day and it has not put a foot wrong.',
      'My old one lasted eleven years, so this had a lot to live up to. It does.',
      'Bought as a present and then, a week later, for myself.',
      'The first thing everybody picks up when they visit.',
      'It feels far more expensive than it was.',
    ],
    endings: [
      'I would buy it again tomorrow.',
      'Packed beautifully, too.',
      'Arrived a day early.',
      'Recommended without hesitation.',
      'More shops should make things like this.',
    ],
  },
  4: {
    titles: ['Very good', 'Nearly perfect', 'Happy with it', 'Does what it says', 'Good quality'],
    openings: [
      'A very good {noun}, a little smaller than I had pictured.',
      'Well made and pleasant to use; the instructions could be clearer.',
      'It took me a week to get used to it and now I would miss it.',
      'Just what I needed, though the colour is a shade darker than on the screen.',
      'Solid and simple. I took one star off for the delivery, which came in two parcels.',
    ],
    endings: ['No regrets.', 'Would still recommend it.', 'Good value for the price.', 'I am keeping it.'],
  },
  3: {
    titles: ['All right', 'Decent, not special', 'Mixed feelings', 'It will do'],
    openings: [
      'The {noun} is fine, but for this money I expected fine and a half.',
      'It does the job. The finish has a rough edge that I had to sand myself.',
      'Nice to look at, less nice to clean.',
      'Half of it is excellent and the other half is an afterthought.',
    ],
    endings: ['I might try another make next time.', 'Not bad, not memorable.', 'Customer service was kind about it.'],
  },
  2: {
    titles: ['Disappointed', 'Expected more', 'Not for me', 'Looks better than it works'],
    openings: [
      'I wanted to like this {noun} and I do not.',
      'It was scratched when I opened the box.',
      'After three weeks it already looks three years old.',
      'Smaller than described, and I did measure.',
    ],
    endings: ['I have asked for a replacement.', 'It is going to my brother.', 'A pity, since the idea is good.'],
  },
  1: {
    titles: ['Broke within a week', 'Sent it back', 'No'],
    openings: [
      'The {noun} broke the second time I used it.',
      'It arrived damaged, and so did the one they sent instead.',
      'I cannot find one thing it does well.',
    ],
    endings: ['Returned for a refund.', 'Save your money.', 'The refund, at least, was quick.'],
  },
};

/** What customers wrote about a product, oldest first, each customer once. The more it sells, the more there is. */
export function reviewsOf(
  product: ShopProduct,
  shop: { seed: string; until: Date; customers: number },
): ReviewRecord[] {
  const { record, popularity, quality } = product;
  const random = createRandom(shop.seed, 'reviews', record.id);
  const count = Math.min(
    Math.floor(Math.sqrt(popularity) * 2.1 * random.float() + 0.4 + (isBestSeller(popularity) ? 4 : 0)),
    40,
  );
  const authors = new Set<number>();
  while (authors.size < Math.min(count, shop.customers)) authors.add(random.int(0, shop.customers - 1));
  return Array.from(authors, (author, number) => reviewOf({ product, author, number, random, quality, ...shop })).sort(
    (a, b) => a.createdAt.getTime() - b.createdAt.getTime(),
  );
}

function reviewOf(options: {
  product: ShopProduct;
  author: number;
  number: number;
  random: Random;
  quality: number;
  seed: string;
  until: Date;
  customers: number;
}): ReviewRecord {
  const { product, author, number, random, quality, seed, until } = options;
  const rating = Math.min(
    5,
    Math.max(1, Math.round(quality + (random.float() + random.float() + random.float() - 1.5) * 1.9)),
  );
  const text = words[rating];
  if (text === undefined) throw new Error(`There are no words for a rating of ${rating}.`);
  const customer = customerAt(author, options);
  const earliest = Math.max(product.record.createdAt.getTime(), customer.record.createdAt.getTime()) + 4 * dayMs;
  const latest = until.getTime() - 3_600_000;
  return {
    id: objectIdOf(seed, 'review', product.record.id, number),
    productId: product.record.id,
    customerId: customer.record.id,
    rating,
    title: random.pick(text.titles),
    body: `${random.pick(text.openings).replace('{noun}', nounOf(product))} ${random.pick(text.endings)}`,
    createdAt: new Date(earliest >= latest ? latest : earliest + Math.floor(random.float() * (latest - earliest))),
  };
}

function isBestSeller(popularity: number): boolean {
  return popularity > 6;
}

/** What a person would call it: the name without its brand, in lower case but for proper names. */
function nounOf({ record }: ShopProduct): string {
  const noun = record.name.slice(record.brand.length + 1);
  return /^(French|Earl)/.test(noun) ? noun.replace(/ (\w)/g, (match) => match.toLowerCase()) : noun.toLowerCase();
}
