/** What the steps of an order's saga know of each other, beside what is in the rows of the order and its payments. */
export interface OrderSagaData {
  /** What is to be paid with now; null while nobody has said, or after that was declined. */
  readonly payment: {
    /** By which the provider and the row of the payment know it. */
    readonly key: string;
    /** The provider's token. */
    readonly method: string;
  } | null;
  /** When an order that is not paid ends, RFC 3339. */
  readonly expiresAt: string;
  /** Why the order was cancelled, and who did it; null while it is not. */
  readonly cancelled: { readonly reason: string; readonly actor: string } | null;
}

export function expiresAt({ expiresAt: at }: OrderSagaData): Date {
  return new Date(at);
}
