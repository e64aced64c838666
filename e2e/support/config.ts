/** Which stores the shops of these tests have: `real/config.ts` says so before the tests of that Jest project. */
export function isOnRealStores(): boolean {
  return process.env['E2E_STORES'] === 'real';
}
