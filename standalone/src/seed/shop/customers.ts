import type { CustomerImport } from '@mosaico/orders';
import { countries } from './people.ts';
import { createRandom, type Random } from './random.ts';
import { dayMs, daysBefore } from './time.ts';

export const customersPerScale = 500;
/** Customers that come back to the shop's past: the first order of the window is 18 months before its end. */
export const windowDays = 548;
const firstCustomerId = 1_000_001;

export interface ShopCustomer {
  readonly index: number;
  readonly record: Omit<CustomerImport, 'passwordHash'>;
  /** True for the three whose password is printed at the first start. */
  readonly isDemo: boolean;
}

/** Those a visitor can log in as. They open the list, so they are the same in every shop. */
export const demoCustomers = [
  { name: 'Ada Lovelace', email: 'ada@mosaico.example', roles: [], shows: 'a customer with orders and a full cart' },
  {
    name: 'Grace Hopper',
    email: 'grace@mosaico.example',
    roles: ['analyst'],
    shows: 'an analyst, who sees the sales reports',
  },
  {
    name: 'Edsger Dijkstra',
    email: 'edsger@mosaico.example',
    roles: ['admin'],
    shows: 'an administrator, who sees all of it',
  },
] as const satisfies readonly { name: string; email: string; roles: readonly ('analyst' | 'admin')[]; shows: string }[];

export function customerId(index: number): string {
  return String(firstCustomerId + index);
}

/** The customer of an index. All but the opening moment is the same whatever the number of customers. */
export function customerAt(index: number, shop: { seed: string; until: Date; customers: number }): ShopCustomer {
  const random = createRandom(shop.seed, 'customer', index);
  const country = random.weighted(countries, ({ share }) => share);
  const demo = demoCustomers[index];
  const name = demo?.name ?? `${random.pick(country.firstNames)} ${random.pick(country.lastNames)}`;
  const [city, postalCode] = random.pick(country.cities);
  const recipient = name;
  return {
    index,
    isDemo: demo !== undefined,
    record: {
      id: customerId(index),
      email: demo?.email ?? emailOf(name, { index, random }),
      name,
      createdAt: joinedAt(index, shop),
      addresses: [
        {
          recipient,
          lines: [country.line(random.pick(country.streets), random.int(1, 180))],
          city,
          postalCode,
          country: country.code,
        },
      ],
      roles: demo?.roles ?? [],
    },
  };
}

/** A fifth were there before the window opened; the others joined through it, in the order of their ids. */
export function joinedAt(index: number, { until, customers }: { until: Date; customers: number }): Date {
  const beforeWindow = Math.ceil(customers / 5);
  if (index < beforeWindow) return daysBefore(until, windowDays + 1 + Math.floor((1 - index / beforeWindow) * 300));
  const share = (index - beforeWindow) / (customers - beforeWindow);
  return new Date(daysBefore(until, windowDays).getTime() + Math.floor(share * (windowDays - 1) * dayMs));
}

/** How many of the customers had joined by a moment, so that nobody orders before they exist. */
export function joinedBy(moment: Date, { until, customers }: { until: Date; customers: number }): number {
  const beforeWindow = Math.ceil(customers / 5);
  const share = (moment.getTime() - daysBefore(until, windowDays).getTime()) / ((windowDays - 1) * dayMs);
  return Math.min(customers, beforeWindow + Math.max(0, Math.floor(share * (customers - beforeWindow))));
}

/** Unique by the index; under domains that are reserved for examples (RFC 2606), so that no mail ever reaches anybody. */
function emailOf(name: string, options: { index: number; random: Random }): string {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/ı/g, 'i')
    .toLowerCase()
    .replace(/[^a-z]+/g, '.');
  return `${plain}.${options.index + 1}@${options.random.pick(['example.com', 'example.org', 'example.net'])}`;
}
