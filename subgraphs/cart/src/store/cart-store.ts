/** A line of a customer's cart: so many units of a variant. */
export interface CartLine {
  readonly customerId: string;
  /** The variant; one line a variant. */
  readonly sku: string;
  readonly productId: string;
  /** A positive integer up to 2^53 − 1; a greater one is refused, as one that JavaScript may hold inexactly. */
  readonly quantity: number;
  readonly addedAt: Date;
  /** When it was last added to or changed; 30 days later it is gone. */
  readonly updatedAt: Date;
}

export interface CartLineKey {
  readonly customerId: string;
  readonly sku: string;
}

/** What the store is asked to add to a cart. */
export interface CartAddition extends CartLineKey {
  readonly productId: string;
  /** A positive integer. */
  readonly quantity: number;
  readonly at: Date;
  /** A new id for each addition: one that is sent again because its answer was lost counts once. */
  readonly additionId: string;
  /** The most units that a line may hold. */
  readonly maxUnits: number;
  /** The most lines that a cart may hold. */
  readonly maxLines: number;
}

/** An order whose units are no longer to be bought. */
export interface OrderedUnits {
  /** Of the event that tells of the order: the same order comes with the same id, however often. */
  readonly eventId: string;
  readonly customerId: string;
  /** When it was placed: what was put into the cart after that was not ordered. */
  readonly orderedAt: Date;
  /** Each sku once; quantities are positive integers. */
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  /** When the cart changes by it. */
  readonly at: Date;
}

/**
 * Carts. Reads are strongly consistent and show live lines only, whether an engine deletes the expired by itself, as
 * DynamoDB does within days, or not, as its stand-ins dynalite and dynoxide do not. Each method rejects with
 * STORE_UNAVAILABLE when the store does not answer; a write then may or may not have happened.
 */
export interface CartStore {
  /** The lines of each of these customers, in the order in which they were first added; an empty list for an empty cart. */
  linesOf(customerIds: readonly string[]): Promise<ReadonlyMap<string, readonly CartLine[]>>;

  /** The lines that there are of these, in any order. */
  linesAt(keys: readonly CartLineKey[]): Promise<readonly CartLine[]>;

  /**
   * Adds units to a line, or makes the line. Atomic: of any number at once none is lost, and `maxUnits` is never exceeded.
   * `maxLines` holds for one addition after another; additions of different variants in the same instant can each find
   * room for one more, and exceed it by as many. Counting exactly would take a transaction, and the limit is there against
   * carts that grow without end, not for an exact count.
   */
  add(addition: CartAddition): Promise<'added' | 'tooManyUnits' | 'tooManyLines'>;

  /** Sets the units of a line, a positive integer. False when there is no such line. */
  setQuantity(change: CartLineKey & { readonly quantity: number; readonly at: Date }): Promise<boolean>;

  /** Takes a line out. False when there is no such line, also when a first attempt, whose answer was lost, took it out. */
  remove(key: CartLineKey): Promise<boolean>;

  /** Takes out every line that is there when it begins. Not atomic: a failure midway leaves the rest, and can be repeated. */
  clear(customerId: string): Promise<void>;

  /**
   * Erases a cart with all that its lines remember, and announces nothing: its customer is gone. Can be repeated; what fails
   * midway is to be.
   */
  erase(customerId: string): Promise<void>;

  /**
   * Takes out what was ordered: of a line that holds more, the difference stays. Each line by itself is atomic and remembers
   * the event for 30 days after, also where there was none, so that a second call takes nothing more; a failure midway is
   * repaired by repeating it.
   */
  takeOrdered(order: OrderedUnits): Promise<void>;

  /**
   * Writes those of the lines that are not there, and leaves alone those that are, whatever they hold: what a customer has
   * changed stays. Each line by itself is atomic.
   * @returns how many were written
   */
  putMissing(lines: readonly CartLine[]): Promise<number>;
}
