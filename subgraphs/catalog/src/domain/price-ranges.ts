/** Where the price ranges of a search begin, in whole units of the shop's currency; each ends where the next begins. */
export const priceRangeStarts: readonly [0, ...number[]] = [0, 10, 25, 50, 100, 250];
