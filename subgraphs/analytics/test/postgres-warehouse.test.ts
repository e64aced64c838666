import { testCustomerStore } from './customer-store.contract.ts';
import { testFactStore } from './fact-store.contract.ts';
import { testSalesStore } from './sales-store.contract.ts';
import { openPostgresWarehouse } from './support/warehouse.ts';

testFactStore('PostgreSQL', openPostgresWarehouse);
testSalesStore('PostgreSQL', openPostgresWarehouse);
testCustomerStore('PostgreSQL', openPostgresWarehouse);
