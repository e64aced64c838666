import type { Resolvers } from '../generated/resolvers.ts';
import { Cart } from './Cart.ts';
import { CartItem } from './CartItem.ts';
import { Customer } from './Customer.ts';
import { Mutation } from './Mutation.ts';
import { Notification } from './Notification.ts';
import { Query } from './Query.ts';
import { Variant } from './Variant.ts';

export const resolvers: Resolvers = { Cart, CartItem, Customer, Mutation, Notification, Query, Variant };
