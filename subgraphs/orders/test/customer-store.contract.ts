import { expect, test } from '@jest/globals';
import { customerRegistered } from '../src/domain/events.ts';
import type { SavedAddress } from '../src/store/accounts/address-book-store.ts';
import type { CustomerRecord } from '../src/store/customer-store.ts';
import type { AddressRecord } from '../src/store/accounts/address-book-store.ts';
import type { TestShop } from './engines.ts';
import { anEventFactory, eventsIn } from './events.ts';
import { aCustomer, numbers } from './records.ts';

const address: AddressRecord = {
  recipient: 'Ada Lovelace',
  lines: ['12 St James’s Square', 'Flat 3'],
  city: 'London',
  postalCode: 'SW1Y 4JH',
  country: 'GB',
};

/** What every CustomerStore does. */
export function customerStoreContract(shop: () => TestShop): void {
  const customers = () => shop().stores.customers;
  const createEvent = anEventFactory();
  const announce = (customer: CustomerRecord) => [customerRegistered(createEvent, customer)];

  test('an account that was opened is found by its id and by its address, with an id above those of imports', async () => {
    const createdAt = new Date('2026-05-06T07:08:09.123Z');
    const added = await customers().add(
      { email: 'ada@example.com', name: 'Ada 🧮', passwordHash: 'hash', createdAt },
      { announce },
    );

    expect(added).toEqual({
      outcome: 'added',
      customer: { id: '100000001', email: 'ada@example.com', name: 'Ada 🧮', createdAt },
    });
    const customer = { id: '100000001', email: 'ada@example.com', name: 'Ada 🧮', createdAt };
    expect(await customers().find(['100000001'])).toEqual([customer]);
    expect(await customers().findCredentials('ada@example.com')).toEqual({ customer, passwordHash: 'hash' });
    expect(await eventsIn(shop())).toMatchObject([
      { type: 'customer.registered', subject: '100000001', time: createdAt.toISOString() },
    ]);
  });

  test('ids and addresses that nobody has are misses', async () => {
    expect(await customers().find(['999', '0', '-1', '1.5', 'abc', '', '2147483648', '9'.repeat(19)])).toEqual([]);
    expect(await customers().find([])).toEqual([]);
    expect(await customers().addressesOf(['999', 'abc'])).toEqual([]);
    expect(await customers().rolesOf(['999', 'abc'])).toEqual([]);
    expect(await customers().findCredentials('nobody@example.com')).toBeNull();
  });

  test('when fifty open an account with one address at once, then one gets it', async () => {
    const outcomes = await Promise.all(
      numbers(50).map((number) =>
        customers().add(
          { email: 'one@example.com', name: `Number ${number}`, passwordHash: 'hash', createdAt: new Date() },
          { announce },
        ),
      ),
    );

    expect(outcomes.filter(({ outcome }) => outcome === 'added')).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === 'emailTaken')).toHaveLength(49);
    expect(await customers().count()).toBe(1);
    expect(await eventsIn(shop())).toHaveLength(1);
  });

  test('customers that are written twice are written once', async () => {
    const records = [
      aCustomer({ id: '12346', email: null, name: 'Imported' }),
      aCustomer({
        id: '12347',
        email: null,
        addresses: [address, { ...address, postalCode: null, lines: ['1 Quay'] }],
      }),
      aCustomer({ id: '1000001', email: 'Staff@Example.com', roles: ['support', 'admin'], passwordHash: 'hash' }),
    ];

    expect(await customers().upsert(records)).toEqual({ added: 3, changed: 0 });
    expect(await customers().upsert(records)).toEqual({ added: 0, changed: 0 });

    expect(await customers().count()).toBe(3);
    expect(await customers().addressesOf(['12346', '12347'])).toEqual([
      {
        customerId: '12347',
        addresses: [saved(1, address), saved(2, { ...address, postalCode: null, lines: ['1 Quay'] })],
      },
    ]);
    expect(await customers().rolesOf(['12346', '1000001'])).toEqual([
      { customerId: '1000001', roles: ['admin', 'support'] },
    ]);
    expect((await customers().findCredentials('staff@example.com'))?.customer.id).toBe('1000001');
  });

  test('a customer that is written otherwise is changed, and keeps the password that is there', async () => {
    const before = aCustomer({ addresses: [address], roles: ['support'], passwordHash: 'first' });
    const other = aCustomer({ id: '1000002', addresses: [address], roles: ['analyst'] });
    await customers().upsert([before, other]);

    const after = aCustomer({ name: 'Ada King', email: 'king@example.com', roles: ['admin'], passwordHash: 'second' });
    expect(await customers().upsert([after, other])).toEqual({ added: 0, changed: 1 });

    const { id, name, email, createdAt } = after;
    expect(await customers().findCredentials('king@example.com')).toEqual({
      customer: { id, name, email, createdAt },
      passwordHash: 'first',
    });
    expect(await customers().addressesOf([id, '1000002'])).toEqual([
      { customerId: '1000002', addresses: [saved(1, address)] },
    ]);
    expect(await customers().rolesOf([id, '1000002'])).toEqual([
      { customerId: id, roles: ['admin'] },
      { customerId: '1000002', roles: ['analyst'] },
    ]);
  });

  test('when one of the customers cannot be written, then none is', async () => {
    await customers().upsert([aCustomer({ id: '1', email: 'taken@example.com' })]);
    const fine = aCustomer({ id: '2' });

    await expect(customers().upsert([fine, aCustomer({ id: '3', email: 'TAKEN@example.com' })])).rejects.toThrow();
    await expect(customers().upsert([fine, aCustomer({ id: '100000001' })])).rejects.toThrow(
      'An explicit id must be a whole number from 1 to 100000000; got 100000001.',
    );
    await expect(customers().upsert([fine, aCustomer({ id: '007' })])).rejects.toThrow('got 007');

    expect(await customers().count()).toBe(1);
  });

  test('text of any script is kept to the byte, and what is empty is not what is missing', async () => {
    const name = `Zoë 👩🏽‍🚀 Ωμέγα '"\\%_? 李四`;
    const lines = ['', '12 St James’s', ''];
    const records = [
      aCustomer({ id: '1', name, email: 'ö@example.com', addresses: [{ ...address, lines, postalCode: '' }] }),
      aCustomer({ id: '2', name: '', email: null, addresses: [{ ...address, city: '', postalCode: null }] }),
      aCustomer({ id: '3', email: null, addresses: [], roles: [] }),
    ];
    await customers().upsert(records);
    const found = await customers().find(['1', '2', '3']);
    expect(new Map(found.map((one) => [one.id, [one.name, one.email]]))).toEqual(
      new Map(records.map((one) => [one.id, [one.name, one.email]])),
    );
    expect(await customers().addressesOf(['1', '2', '3'])).toEqual([
      { customerId: '1', addresses: [saved(1, { ...address, lines, postalCode: '' })] },
      { customerId: '2', addresses: [saved(1, { ...address, city: '', postalCode: null })] },
    ]);
    expect(await customers().rolesOf(['1', '2', '3'])).toEqual([]);
    expect((await customers().findCredentials('ö@example.com'))?.customer.id).toBe('1');
    expect(await customers().findCredentials('o@example.com')).toBeNull();
  });

  test('text that is longer than its column is refused, and never cut off', async () => {
    await expect(customers().upsert([aCustomer({ id: '1', name: 'x'.repeat(101) })])).rejects.toThrow();
    await customers().upsert([aCustomer({ id: '1', name: '🧮'.repeat(100) })]);
    expect((await customers().find(['1']))[0]?.name).toBe('🧮'.repeat(100));
  });

  test('the widest id that can be given is kept; zero and wider ones are refused', async () => {
    await customers().upsert([aCustomer({ id: '100000000' })]);
    expect(await customers().find(['100000000'])).toHaveLength(1);
    for (const id of ['0', '2147483648', '1234567890123456789']) {
      await expect(customers().upsert([aCustomer({ id })])).rejects.toThrow(`got ${id}.`);
    }
    expect(await customers().count()).toBe(1);
  });

  test('a hundred and one customers are read in one question, in lists of any length', async () => {
    await customers().upsert(numbers(101).map((number) => aCustomer({ id: String(number), addresses: [address] })));
    for (const length of [1, 2, 3, 63, 64, 65, 100, 101]) {
      const ids = numbers(length).map(String);
      const found = await customers().find(ids);
      expect(found.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual(numbers(length));
      expect((await customers().addressesOf(ids)).map(({ addresses }) => addresses.length)).toEqual(ids.map(() => 1));
    }
  });

  test('more customers than fit in one statement are written, and read in one question', async () => {
    const records = numbers(1_001).map((number) =>
      aCustomer({ id: String(number), roles: ['analyst'], addresses: [address] }),
    );

    expect(await customers().upsert(records)).toEqual({ added: 1_001, changed: 0 });
    const ids = records.map(({ id }) => id);
    expect(await customers().find(ids)).toHaveLength(1_001);
    expect(await customers().addressesOf(ids)).toHaveLength(1_001);
    expect(await customers().rolesOf(ids)).toHaveLength(1_001);
  });
}

/** An address as an import brought it: known by its place among its customer's, of which the first is the default one. */
function saved(number: number, record: AddressRecord): SavedAddress {
  return { ...record, id: String(number), isDefault: number === 1 };
}
