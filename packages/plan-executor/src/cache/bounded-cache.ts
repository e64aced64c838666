/** A map that forgets what was used least recently when its values together weigh more than they may. */
export interface BoundedCache<Value> {
  get(key: string): Value | undefined;
  /** A value that alone weighs more than the whole cache may is not kept. */
  set(key: string, value: Value, weight: number): void;
  clear(): void;
  readonly weight: number;
  readonly size: number;
}

export function createBoundedCache<Value>(maxWeight: number): BoundedCache<Value> {
  // A Map keeps the order of insertion: the first entry is the one used least recently.
  const entries = new Map<string, { value: Value; weight: number }>();
  let total = 0;
  const forget = (key: string): void => {
    total -= entries.get(key)?.weight ?? 0;
    entries.delete(key);
  };
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    set(key, value, weight) {
      forget(key);
      if (weight > maxWeight) return;
      entries.set(key, { value, weight });
      total += weight;
      for (const oldest of entries.keys()) {
        if (total <= maxWeight) break;
        forget(oldest);
      }
    },
    clear() {
      entries.clear();
      total = 0;
    },
    get weight() {
      return total;
    },
    get size() {
      return entries.size;
    },
  };
}
