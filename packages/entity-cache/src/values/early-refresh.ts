/** The logarithm of the least chance that there is, 2^-53: a refresh is never due earlier than so many times its cost. */
const earliest = 37;

/**
 * Whether a reader of a cached entity is to load it anew although it is still fresh, so that a hot one does not expire under
 * all its readers at once. The chance grows towards the end, sooner for what loads slowly; who reads it often meets it early
 * enough, and nobody has to talk to anybody.
 *
 * XFetch, from A. Vattani, F. Chierichetti, K. Lowenstein: Optimal Probabilistic Cache Stampede Prevention, PVLDB 8(8), 2015:
 * refresh when now − loadMs · beta · ln(random) ≥ freshUntil, beta being 1.
 *
 * @param options.now milliseconds since 1970
 * @param options.random from 0 up to, but not, 1
 */
export function isRefreshDue(
  cached: { readonly freshUntil: number; readonly loadMs: number },
  options: { now: number; random: () => number },
): boolean {
  const cost = Math.max(1, cached.loadMs);
  if (cached.freshUntil - options.now > earliest * cost) return false;
  return options.now - cost * Math.log(1 - options.random()) >= cached.freshUntil;
}
