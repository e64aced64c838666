import type { Resolvers } from '../generated/resolvers.ts';
import { ActivityEvent } from './ActivityEvent.ts';
import { Customer } from './Customer.ts';
import { Mutation } from './Mutation.ts';
import { Order } from './Order.ts';
import { Query } from './Query.ts';

export const resolvers = { ActivityEvent, Customer, Mutation, Order, Query } satisfies Partial<Resolvers>;
