/** Loaded before each test file of the Jest project that runs e2e on real stores. */
process.env['E2E_STORES'] = 'real';
