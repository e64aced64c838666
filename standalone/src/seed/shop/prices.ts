import type { OrdersStores } from '@mosaico/orders';

type NewPromotion = Parameters<OrdersStores['pricing']['addPromotion']>[0];
type ShippingMethod = Parameters<OrdersStores['pricing']['saveShippingMethod']>[0];

/** A coupon to try. Nothing applies by itself, so that what is ordered without terms costs the sum of its lines. */
export const welcomeCoupon: NewPromotion = {
  name: 'Welcome: ten percent off',
  code: 'WELCOME10',
  rule: { kind: 'percentage', percent: '10.00' },
  minimum: null,
  validFrom: new Date('2020-01-01T00:00:00.000Z'),
  validUntil: null,
  stackable: false,
  limit: null,
  limitPerCustomer: null,
};

/** What delivery costs, wherever it goes and whatever it weighs. */
export const standardDelivery: ShippingMethod = {
  id: 'standard',
  name: 'Standard delivery',
  active: true,
  rates: [{ country: null, upToGrams: null, price: '4.95' }],
};
