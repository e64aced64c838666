import { describe, expect, test } from '@jest/globals';
import { anonymous, type Identity } from '@mosaico/service';
import { id, productRecord, reviewRecord, shelves } from './support/records.ts';
import { customer, merchandiser, type ShopGraph, withShopGraph } from './support/shop-graph.ts';

const addReview = `mutation ($input: AddReviewInput!) { addReview(input: $input) { __typename
  ... on Review { id rating title body createdAt author { id } product { name rating { average count } } }
  ... on AlreadyReviewed { message review { id rating author { id } } } ... on ProductNotFound { message } } }`;
const createProduct = `mutation ($input: CreateProductInput!) { createProduct(input: $input) { __typename
  ... on Product { id sku name brand description category { name } price { amount } variants { sku attributes { name value } weightGrams }
    specifications { name value } tags images { url alt } rating { average count } createdAt updatedAt }
  ... on SkuTaken { message skus } ... on CategoryNotFound { message } } }`;
const updateProduct = `mutation ($input: UpdateProductInput!) { updateProduct(input: $input) { __typename
  ... on Product { id name brand description category { name } price { amount } tags rating { count } createdAt updatedAt }
  ... on ProductNotFound { message } ... on SkuTaken { message skus } ... on CategoryNotFound { message } } }`;

const deleteProduct = `mutation ($input: DeleteProductInput!) { deleteProduct(input: $input) { __typename
  ... on DeletedProduct { id skus } ... on ProductNotFound { message } } }`;

const review = { productId: id(1), rating: 5, title: ' Good ', body: 'Very good.\nReally.' };
const kettle = {
  name: ' Copper Kettle ',
  brand: 'Brûlerie',
  description: 'Whistles.',
  categoryId: shelves.coffee.id,
  variants: [
    { sku: 'KET-1', price: '45.5', attributes: [{ name: 'size', value: '1 l' }], weightGrams: 1200 },
    { sku: 'KET-2', price: '55' },
  ],
  specifications: [{ name: 'Capacity', value: '1 l' }],
  tags: ['tea', 'tea ', 'copper'],
  images: [{ url: '/images/ket.svg', alt: 'A kettle' }],
};

function withProducts(run: (graph: ShopGraph) => Promise<void>): Promise<void> {
  return withShopGraph(async (graph) => {
    await graph.stores.products.upsert([productRecord(1), productRecord(2)]);
    await run(graph);
  });
}

describe('addReview', () => {
  test('adds the review in the name of the caller, and the rating counts it', () =>
    withProducts(async ({ ask, stores }) => {
      await stores.reviews.upsert([reviewRecord(1, { rating: 2 })]);
      const { at, errors } = await ask(addReview, { input: review }, customer);
      expect(errors).toEqual([]);
      expect(at('addReview')).toEqual({
        __typename: 'Review',
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        rating: 5,
        title: 'Good',
        body: 'Very good.\nReally.',
        createdAt: expect.stringMatching(/^2026-03-/),
        author: { id: '7' },
        product: { name: 'Product 1', rating: { average: 3.5, count: 2 } },
      });
    }));

  test('answers from what sees its own write, where lists may lag behind', () =>
    withProducts(async ({ ask, calls }) => {
      const { at } = await ask(
        `mutation ($input: AddReviewInput!) { addReview(input: $input) { ... on Review {
          product { reviews(first: 1) { edges { node { rating } } } category { products(first: 1) { edges { node { id } } } } } } } }`,
        { input: review },
        customer,
      );
      expect(at('addReview.product.reviews.edges.*.node.rating')).toEqual([5]);
      expect(calls.map(([question]) => question).sort()).toEqual([
        'ownWrites.products.byIds',
        'ownWrites.products.pageOfEach',
        'ownWrites.reviews.pageOfEach',
        'reviews.add',
      ]);
    }));

  test('gives a customer the review that is there, and counts nothing twice', () =>
    withProducts(async ({ ask, stores }) => {
      const first = await ask(addReview, { input: review }, customer);
      const second = await ask(addReview, { input: { ...review, rating: 1 } }, customer);
      expect(second.at('addReview')).toEqual({
        __typename: 'AlreadyReviewed',
        message: 'You have reviewed this product before; a customer reviews a product once.',
        review: { id: first.at('addReview.id'), rating: 5, author: { id: '7' } },
      });
      expect((await stores.products.byIds([id(1)]))[0]?.rating).toEqual({ count: 1, sum: 5 });
    }));

  test('names a product that does not exist', () =>
    withProducts(async ({ ask, stores }) => {
      const { at } = await ask(addReview, { input: { ...review, productId: id(0xdead) } }, customer);
      expect(at('addReview')).toEqual({
        __typename: 'ProductNotFound',
        message: `There is no product with the id ${id(0xdead)}.`,
      });
      expect((await stores.counts()).reviews).toBe(0);
    }));

  test('shows the product as it is after each mutation of one operation', () =>
    withProducts(async ({ ask }) => {
      const { at } = await ask(
        `mutation ($review: AddReviewInput!, $change: UpdateProductInput!) {
          first: addReview(input: $review) { ... on Review { product { name } } }
          change: updateProduct(input: $change) { __typename }
          second: addReview(input: $review) { ... on AlreadyReviewed { review { product { name } } } } }`,
        { review, change: { id: id(1), name: 'Teapot' } },
        merchandiser,
      );
      expect(at('first.product.name')).toBe('Product 1');
      expect(at('second.review.product.name')).toBe('Teapot');
    }));
});

describe('createProduct', () => {
  test('adds the product, which is found at once', () =>
    withProducts(async ({ ask }) => {
      const { at, errors } = await ask(createProduct, { input: kettle }, merchandiser);
      expect(errors).toEqual([]);
      expect(at('createProduct')).toEqual({
        __typename: 'Product',
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        sku: 'KET-1',
        name: 'Copper Kettle',
        brand: 'Brûlerie',
        description: 'Whistles.',
        category: { name: 'Coffee & Tea' },
        price: { amount: '45.50' },
        variants: [
          { sku: 'KET-1', attributes: [{ name: 'size', value: '1 l' }], weightGrams: 1200 },
          { sku: 'KET-2', attributes: [], weightGrams: null },
        ],
        specifications: [{ name: 'Capacity', value: '1 l' }],
        tags: ['tea', 'copper'],
        images: [{ url: '/images/ket.svg', alt: 'A kettle' }],
        rating: { average: null, count: 0 },
        createdAt: expect.stringMatching(/^2026-03-/),
        updatedAt: at('createProduct.createdAt'),
      });
      const found = await ask('{ search(query: "brulerie kettles") { edges { node { id } } } }');
      expect(found.at('search.edges')).toEqual([{ node: { id: at('createProduct.id') } }]);
    }));

  test('names the skus that are taken', () =>
    withProducts(async ({ ask, stores }) => {
      const variants = ['SKU-2', 'NEW', 'SKU-1'].map((sku) => ({ sku, price: '1' }));
      const { at } = await ask(createProduct, { input: { ...kettle, variants } }, merchandiser);
      expect(at('createProduct')).toEqual({
        __typename: 'SkuTaken',
        message: 'Another product has the sku SKU-2, SKU-1; a sku is unique in the shop.',
        skus: ['SKU-2', 'SKU-1'],
      });
      expect((await stores.counts()).products).toBe(2);
    }));

  test('names a category that does not exist', () =>
    withProducts(async ({ ask, stores }) => {
      const { at } = await ask(createProduct, { input: { ...kettle, categoryId: id(0xdead) } }, merchandiser);
      expect(at('createProduct')).toMatchObject({ __typename: 'CategoryNotFound' });
      expect((await stores.counts()).products).toBe(2);
    }));
});

describe('updateProduct', () => {
  test('changes what is given and nothing else, and search follows', () =>
    withProducts(async ({ ask, stores }) => {
      await stores.reviews.upsert([reviewRecord(1)]);
      const { at, errors } = await ask(
        updateProduct,
        { input: { id: id(1), name: 'Teapot', categoryId: shelves.garden.id, tags: null } },
        merchandiser,
      );
      expect(errors).toEqual([]);
      expect(at('updateProduct')).toMatchObject({
        name: 'Teapot',
        brand: 'Northwind',
        category: { name: 'Garden' },
        price: { amount: '10.00' },
        rating: { count: 1 },
        createdAt: '2026-03-01T00:00:01.000Z',
      });
      expect(at('updateProduct.updatedAt')).toMatch(/^2026-03-03/);
      const found = await ask(`{ new: search(query: "teapots") { edges { node { id } } }
        old: search(query: "product") { edges { node { id } } }
        inGarden: products(filter: { categoryId: "${shelves.garden.id}" }) { totalCount } }`);
      expect(found.at('new.edges')).toEqual([{ node: { id: id(1) } }]);
      expect(found.at('old.edges')).not.toContainEqual({ node: { id: id(1) } });
      expect(found.at('inGarden.totalCount')).toBe(1);
    }));

  test('keeps every one of twenty changes that are made at the same moment', () =>
    withProducts(async ({ ask, stores }) => {
      const changes = [{ name: 'Teapot' }, { brand: 'Umbra' }, { description: 'Round.' }, { tags: ['tea'] }];
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          ask(updateProduct, { input: { id: id(1), ...changes[n % changes.length] } }, merchandiser),
        ),
      );
      for (const { errors } of answers) expect(errors).toEqual([]);
      const [product] = await stores.products.byIds([id(1)]);
      expect(product).toMatchObject({ name: 'Teapot', brand: 'Umbra', description: 'Round.', tags: ['tea'] });
      for (const query of ['teapot', 'umbra', 'round', 'tea']) {
        const found = await ask(`{ search(query: "${query} ") { totalCount } }`);
        expect(found.at('search.totalCount')).toBe(1);
      }
    }));

  test('loses neither a review nor a change that are made at the same moment', () =>
    withProducts(async ({ ask, stores }) => {
      const customers = Array.from({ length: 8 }, (_, n): Identity => ({ customerId: `${100 + n}`, roles: [] }));
      await Promise.all(
        customers.flatMap((author, n) => [
          ask(addReview, { input: review }, author),
          ask(updateProduct, { input: { id: id(1), description: `Change ${n}` } }, merchandiser),
        ]),
      );
      const [product] = await stores.products.byIds([id(1)]);
      expect(product?.rating).toEqual({ count: 8, sum: 40 });
      expect(product?.description).toMatch(/^Change \d$/);
    }));

  test('writes nothing when nothing is given', () =>
    withProducts(async ({ ask, calls }) => {
      const { at } = await ask(updateProduct, { input: { id: id(1) } }, merchandiser);
      expect(at('updateProduct')).toMatchObject({ name: 'Product 1', updatedAt: '2026-03-01T00:00:01.000Z' });
      expect(calls).toEqual([['products.byIds', [id(1)]]]);
    }));

  test('keeps its own skus, and names those of others', () =>
    withProducts(async ({ ask, stores }) => {
      const variants = ['SKU-1', 'SKU-1B'].map((sku) => ({ sku, price: '12' }));
      const own = await ask(updateProduct, { input: { id: id(1), variants } }, merchandiser);
      expect(own.at('updateProduct')).toMatchObject({ price: { amount: '12.00' } });
      const other = await ask(
        updateProduct,
        { input: { id: id(1), name: 'New', variants: [{ sku: 'SKU-2', price: '1' }] } },
        merchandiser,
      );
      expect(other.at('updateProduct')).toMatchObject({ __typename: 'SkuTaken', skus: ['SKU-2'] });
      expect((await stores.products.byIds([id(1)]))[0]?.name).toBe('Product 1');
    }));

  test('names a product or a category that does not exist', () =>
    withProducts(async ({ ask }) => {
      const product = await ask(updateProduct, { input: { id: id(0xdead), name: 'X' } }, merchandiser);
      expect(product.at('updateProduct')).toMatchObject({ __typename: 'ProductNotFound' });
      const category = await ask(updateProduct, { input: { id: id(1), categoryId: id(0xdead) } }, merchandiser);
      expect(category.at('updateProduct')).toMatchObject({ __typename: 'CategoryNotFound' });
    }));
});

describe('deleteProduct', () => {
  test('takes the product out of the catalog: nothing finds it any more, and its sku is free', () =>
    withProducts(async ({ ask, stores }) => {
      const { at, errors } = await ask(deleteProduct, { input: { id: id(1) } }, merchandiser);
      expect(errors).toEqual([]);
      expect(at('deleteProduct')).toEqual({ __typename: 'DeletedProduct', id: id(1), skus: ['SKU-1'] });
      const found = await ask(`{ product(id: "${id(1)}") { id } bySku: product(sku: "SKU-1") { id }
        products { totalCount edges { node { id } } } search(query: "product") { edges { node { id } } } }`);
      expect(found.at('product')).toBeNull();
      expect(found.at('bySku')).toBeNull();
      expect(found.at('products')).toEqual({ totalCount: 1, edges: [{ node: { id: id(2) } }] });
      expect(found.at('search.edges')).toEqual([{ node: { id: id(2) } }]);
      const variants = [{ sku: 'SKU-1', price: '1' }];
      const created = await ask(createProduct, { input: { ...kettle, variants } }, merchandiser);
      expect(created.at('createProduct')).toMatchObject({ __typename: 'Product', sku: 'SKU-1' });
      expect((await stores.counts()).products).toBe(2);
    }));

  test('names a product that does not exist, or no longer', () =>
    withProducts(async ({ ask }) => {
      const input = { id: id(1) };
      await ask(deleteProduct, { input }, merchandiser);
      const { at, errors } = await ask(deleteProduct, { input }, merchandiser);
      expect(errors).toEqual([]);
      expect(at('deleteProduct')).toEqual({
        __typename: 'ProductNotFound',
        message: `There is no product with the id ${id(1)}.`,
      });
    }));

  test('refuses what can be no id, and whoever has not the role, and asks no store', () =>
    withProducts(async ({ ask, calls, stores }) => {
      for (const [given, identity, code] of [
        ['1', merchandiser, 'BAD_USER_INPUT'],
        [id(1), customer, 'FORBIDDEN'],
        [id(1), anonymous, 'UNAUTHENTICATED'],
      ] as const) {
        const { errors } = await ask(deleteProduct, { input: { id: given } }, identity);
        expect(errors).toMatchObject([{ code, path: 'deleteProduct' }]);
        expect(calls).toEqual([]);
      }
      expect((await stores.counts()).products).toBe(2);
    }));

  test('succeeds while the product is changed twenty times at the same moment', () =>
    withProducts(async ({ ask, stores }) => {
      const changes = Array.from({ length: 20 }, (_, n) =>
        ask(updateProduct, { input: { id: id(1), name: `Name ${n}` } }, merchandiser),
      );
      const { at, errors } = await ask(deleteProduct, { input: { id: id(1) } }, merchandiser);
      await Promise.all(changes);
      expect(errors).toEqual([]);
      expect(at('deleteProduct.__typename')).toBe('DeletedProduct');
      expect((await stores.counts()).products).toBe(1);
    }));
});

describe('who may change what', () => {
  const staff = (role: Identity['roles'][number]): Identity => ({ customerId: '9', roles: [role] });
  const callers: [who: string, identity: Identity, review: string, product: string][] = [
    ['somebody without a login', anonymous, 'UNAUTHENTICATED', 'UNAUTHENTICATED'],
    ['a customer', customer, 'allowed', 'FORBIDDEN'],
    ['support', staff('support'), 'allowed', 'FORBIDDEN'],
    ['an analyst', staff('analyst'), 'allowed', 'FORBIDDEN'],
    ['a merchandiser', staff('merchandiser'), 'allowed', 'allowed'],
    ['an admin', staff('admin'), 'allowed', 'allowed'],
    ['a process with a role but no login', { customerId: null, roles: ['admin'] }, 'UNAUTHENTICATED', 'allowed'],
  ];

  test.each(callers)('%s', (_who, identity, reviewing, editing) =>
    withProducts(async ({ ask, stores, calls }) => {
      const mutations: [query: string, input: object, expected: string][] = [
        [addReview, review, reviewing],
        [createProduct, kettle, editing],
        [updateProduct, { id: id(1), name: 'Changed' }, editing],
      ];
      for (const [query, input, expected] of mutations) {
        const { errors } = await ask(query, { input }, identity);
        expect(errors.map(({ code }) => code)).toEqual(expected === 'allowed' ? [] : [expected]);
        if (expected !== 'allowed') expect(calls).toEqual([]);
      }
      const { reviews, products } = await stores.counts();
      expect({ reviews, products }).toEqual({
        reviews: reviewing === 'allowed' ? 1 : 0,
        products: editing === 'allowed' ? 3 : 2,
      });
    }),
  );
});

describe('input that breaks a limit of the schema', () => {
  const long = 'x'.repeat(10_000);
  const pairs = (count: number) => Array.from({ length: count }, (_, n) => ({ name: `n${n}`, value: 'v' }));
  const variants = (...skus: string[]) => skus.map((sku) => ({ sku, price: '1' }));
  const productFaults: [fault: object, message: RegExp][] = [
    [{ name: '  ' }, /^name must be 1 to 200 characters; got 0\.$/],
    [{ name: long }, /^name must be 1 to 200 characters; got 10000\.$/],
    [{ name: 'a\u0000b' }, /^name must hold no control characters/],
    [{ name: 'two\nlines' }, /^name must hold no control characters/],
    [{ brand: 'b'.repeat(101) }, /^brand must be 1 to 100 characters; got 101\.$/],
    [{ description: 'd'.repeat(5_001) }, /^description must be at most 5000 characters; got 5001\.$/],
    [{ categoryId: 'kitchen' }, /^categoryId must be an id/],
    [{ variants: [] }, /^variants must hold 1 to 100 items; got 0\.$/],
    [{ variants: variants(...Array.from({ length: 101 }, (_, n) => `S${n}`)) }, /^variants must hold 1 to 100/],
    [{ variants: variants('A', 'B', 'A') }, /^variants must have different skus; got "A" twice\.$/],
    [{ variants: variants(' A') }, /^variants\[0\]\.sku must be 1 to 40/],
    [{ variants: variants('A', long) }, /^variants\[1\]\.sku must be 1 to 40/],
    [{ variants: variants('A\n') }, /^variants\[0\]\.sku must be 1 to 40/],
    [{ variants: [{ sku: 'A', price: '-1' }] }, /^variants\[0\]\.price must be 0 or more/],
    [{ variants: [{ sku: 'A', price: '1.00001' }] }, /^variants\[0\]\.price must be 0 or more/],
    [{ variants: [{ sku: 'A', price: '1000000000' }] }, /^variants\[0\]\.price must be 0 or more/],
    [
      { variants: [{ sku: 'A', price: '1', weightGrams: 0 }] },
      /^variants\[0\]\.weightGrams must be a whole number of grams from 1 to 1000000; got 0\.$/,
    ],
    [{ variants: [{ sku: 'A', price: '1', weightGrams: 1_000_001 }] }, /^variants\[0\]\.weightGrams must be/],
    [
      { variants: [{ sku: 'A', price: '1', attributes: pairs(21) }] },
      /^variants\[0\]\.attributes must hold at most 20/,
    ],
    [{ specifications: pairs(51) }, /^specifications must hold at most 50 items; got 51\.$/],
    [{ specifications: [{ name: '', value: 'v' }] }, /^specifications\[0\]\.name must be 1 to 60/],
    [{ specifications: [{ name: 'n', value: 'v'.repeat(301) }] }, /^specifications\[0\]\.value must be 1 to 300/],
    [{ tags: Array.from({ length: 31 }, (_, n) => `t${n}`) }, /^tags must hold at most 30 items; got 31\.$/],
    [{ tags: ['ok', 't'.repeat(61)] }, /^tags\[1\] must be 1 to 60 characters; got 61\.$/],
    [{ images: Array.from({ length: 21 }, () => ({ url: '/a', alt: 'a' })) }, /^images must hold at most 20/],
    [
      { images: [{ url: 'http://example.com/a.png', alt: 'a' }] },
      /^images\[0\]\.url must be an https address or a path/,
    ],
    [{ images: [{ url: '//example.com/a.png', alt: 'a' }] }, /^images\[0\]\.url must be/],
    [{ images: [{ url: 'javascript:alert(1)', alt: 'a' }] }, /^images\[0\]\.url must be/],
    [{ images: [{ url: '/a', alt: '' }] }, /^images\[0\]\.alt must be 1 to 200/],
  ];

  test.each(productFaults)('of a product: %j', (fault, message) =>
    withProducts(async ({ ask, calls, stores }) => {
      for (const [query, input] of [
        [createProduct, { ...kettle, ...fault }],
        [updateProduct, { id: id(1), ...fault }],
      ] as const) {
        const { errors } = await ask(query, { input }, merchandiser);
        expect(errors).toMatchObject([{ message: expect.stringMatching(message), code: 'BAD_USER_INPUT' }]);
        expect(errors[0]?.message.length).toBeLessThan(200);
        expect(calls).toEqual([]);
      }
      expect((await stores.counts()).products).toBe(2);
    }),
  );

  test.each([
    [{ productId: '1' }, /^productId must be an id/],
    [{ rating: 0 }, /^rating must be from 1 to 5; got 0\.$/],
    [{ rating: 6 }, /^rating must be from 1 to 5; got 6\.$/],
    [{ title: '' }, /^title must be 1 to 120 characters; got 0\.$/],
    [{ title: 'two\nlines' }, /^title must hold no control characters/],
    [{ body: ' \n ' }, /^body must be 1 to 4000 characters; got 0\.$/],
    [{ body: long }, /^body must be 1 to 4000 characters; got 10000\.$/],
  ])('of a review: %j', (fault, message) =>
    withProducts(async ({ ask, calls, stores }) => {
      const { errors } = await ask(addReview, { input: { ...review, ...fault } }, customer);
      expect(errors).toMatchObject([{ message: expect.stringMatching(message), code: 'BAD_USER_INPUT' }]);
      expect(calls).toEqual([]);
      expect((await stores.counts()).reviews).toBe(0);
    }),
  );

  test('is what it seems: as many characters as a limit allows are taken, also those outside the basic plane', () =>
    withProducts(async ({ ask }) => {
      const input = { ...kettle, name: '🫖'.repeat(200), description: '' };
      const { at, errors } = await ask(createProduct, { input }, merchandiser);
      expect(errors).toEqual([]);
      expect(at('createProduct.name')).toBe('🫖'.repeat(200));
    }));
});
