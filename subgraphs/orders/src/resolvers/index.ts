import { Customer } from './Customer.ts';
import { Inventory } from './Inventory.ts';
import { Mutation } from './Mutation.ts';
import { Order } from './Order.ts';
import { OrderItem } from './OrderItem.ts';
import { OrderSaga } from './OrderSaga.ts';
import { OrderSagaStep } from './OrderSagaStep.ts';
import { OrderStatusChange } from './OrderStatusChange.ts';
import { OrderReturn } from './OrderReturn.ts';
import { Parcel } from './Parcel.ts';
import { Payment } from './Payment.ts';
import { Product } from './Product.ts';
import { Query } from './Query.ts';
import { Refund } from './Refund.ts';
import { Variant } from './Variant.ts';

export const resolvers = {
  Customer,
  Inventory,
  Mutation,
  Order,
  OrderItem,
  OrderSaga,
  OrderSagaStep,
  OrderStatusChange,
  OrderReturn,
  Parcel,
  Payment,
  Product,
  Query,
  Refund,
  Variant,
};
