/** What the resolvers of a GraphQL type receive as their parent: `npm run codegen` reads the names. */
import type { Currency } from '@mosaico/service';
import type { SessionRecord } from './domain/accounts/session.ts';
import type { OrderDiscount, Promotion } from './domain/pricing/promotion.ts';
import type { QuoteRecord } from './domain/quote-order.ts';
import type { ShippingMethod, ShippingRate } from './domain/pricing/shipping.ts';
import type { SavedAddress } from './store/accounts/address-book-store.ts';
import type { CustomerRecord } from './store/customer-store.ts';
import type { AddressRecord } from './store/accounts/address-book-store.ts';
import type { SagaRecord, SagaStepRecord } from './store/saga-store.ts';
import type { OrderItemRecord, OrderRecord, StatusChangeRecord } from './store/order-store.ts';
import type { ParcelRecord, ReturnRecord } from './store/delivery-store.ts';
import type { PaymentRecord, RefundRecord } from './store/payment-store.ts';
import type { TaxRateRecord } from './store/pricing-store.ts';
import type { WarehouseStock } from './store/stock-store.ts';
import type { StockRecord } from './store/stock-record.ts';

export type CustomerModel = CustomerRecord;
/** A customer's, or another one. */
export type AddressModel = AddressRecord & Partial<Pick<SavedAddress, 'id' | 'isDefault'>>;
export type SessionModel = SessionRecord;
export type OrderModel = OrderRecord;
export type OrderStatusChangeModel = StatusChangeRecord;
export type ParcelModel = ParcelRecord;
export type OrderReturnModel = ReturnRecord;
export type PaymentModel = PaymentRecord;
export type RefundModel = RefundRecord;
/** Of a sku, or of a product of the catalog. */
export type InventoryModel = StockRecord & ({ readonly sku: string } | { readonly catalogId: string });
export type WarehouseStockModel = WarehouseStock;

/** A saga, as it stood at a time. */
export interface OrderSagaModel extends SagaRecord {
  readonly asOf: Date;
}
export type OrderSagaStepModel = SagaStepRecord;

export type PromotionModel = Promotion;
export type ShippingMethodModel = ShippingMethod;
export type ShippingRateModel = ShippingRate;
export type TaxRateModel = TaxRateRecord;

export type QuoteModel = QuoteRecord;
/** A quote's line knows its currency. */
export interface QuoteLineModel extends OrderItemRecord {
  readonly currency: Currency;
}

/** A discount knows its order's currency. */
export interface OrderDiscountModel extends OrderDiscount {
  readonly currency: Currency;
}
/** A line knows its order's currency, and the catalog's product where there is one. */
export interface OrderItemModel extends OrderItemRecord {
  readonly currency: Currency;
  readonly catalogId: string | null;
}
/** Products and variants are the catalog's: this subgraph knows their keys. */
export interface ProductModel {
  readonly id: string;
}
export interface VariantModel {
  readonly sku: string;
}
