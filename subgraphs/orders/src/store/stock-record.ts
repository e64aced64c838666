/** Units of something: `onHand` less `reserved` can be bought. */
export interface StockRecord {
  readonly onHand: number;
  readonly reserved: number;
}

/** Only what is active can be ordered. */
export type SellableStatus = 'active' | 'inactive';
