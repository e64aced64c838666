import { Customer } from './Customer.ts';
import { Inventory } from './Inventory.ts';
import { Mutation } from './Mutation.ts';
import { Order } from './Order.ts';
import { OrderDiscount } from './OrderDiscount.ts';
import { OrderItem } from './OrderItem.ts';
import { OrderSaga } from './OrderSaga.ts';
import { OrderSagaStep } from './OrderSagaStep.ts';
import { OrderStatusChange } from './OrderStatusChange.ts';
import { OrderReturn } from './OrderReturn.ts';
import { Parcel } from './Parcel.ts';
import { Payment } from './Payment.ts';
import { Product } from './Product.ts';
import { Promotion } from './Promotion.ts';
import { Query } from './Query.ts';
import { Refund } from './Refund.ts';
import { Quote } from './Quote.ts';
import { QuoteLine } from './QuoteLine.ts';
import { ShippingRate } from './ShippingRate.ts';
import { Variant } from './Variant.ts';
import { WarehouseStock } from './WarehouseStock.ts';

export const resolvers = {
  Customer,
  Inventory,
  Mutation,
  Order,
  OrderDiscount,
  OrderItem,
  OrderSaga,
  OrderSagaStep,
  OrderStatusChange,
  OrderReturn,
  Parcel,
  Payment,
  Product,
  Promotion,
  Query,
  Refund,
  Quote,
  QuoteLine,
  ShippingRate,
  Variant,
  WarehouseStock,
};
