import { CalendarDate, YearMonth } from '@mosaico/service';
import type { Resolvers } from '../generated/resolvers.ts';
import { Customer } from './Customer.ts';
import { CustomerSegment } from './CustomerSegment.ts';
import { Product } from './Product.ts';
import { ProductSales } from './ProductSales.ts';
import { Query } from './Query.ts';
import { SalesPeriod } from './SalesPeriod.ts';
import { TopProduct } from './TopProduct.ts';

export const resolvers: Resolvers = {
  Date: CalendarDate,
  YearMonth,
  Query,
  Customer,
  CustomerSegment,
  Product,
  ProductSales,
  SalesPeriod,
  TopProduct,
};
