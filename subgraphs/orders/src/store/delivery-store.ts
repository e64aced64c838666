/** So many units of one sku. */
export interface UnitLine {
  readonly sku: string;
  readonly quantity: number;
}

/** Units of an order that left the warehouse together. */
export interface ParcelRecord {
  readonly id: string;
  readonly orderId: string;
  /** By which its client knows it, of at most 100 characters, and what was asked for under it. */
  readonly key: string;
  readonly fingerprint: string;
  readonly carrier: string;
  readonly trackingCode: string | null;
  readonly shippedAt: Date;
  /** Null until it has arrived. */
  readonly deliveredAt: Date | null;
  /** Each sku once, in the order of skus. */
  readonly lines: readonly UnitLine[];
}

/** Units of an order that come back. It has been received when `receivedAt` is set, and refunded when its refund has been. */
export interface ReturnRecord {
  readonly id: string;
  readonly orderId: string;
  readonly key: string;
  readonly fingerprint: string;
  /** The customer's. */
  readonly reason: string;
  readonly requestedAt: Date;
  readonly receivedAt: Date | null;
  /** Whether what came back is on the shelf again; null until it has been received. */
  readonly restocked: boolean | null;
  readonly refundId: string | null;
  readonly lines: readonly UnitLine[];
}

export type NewParcel = Omit<ParcelRecord, 'id' | 'deliveredAt'> & { readonly actor: string };
export type NewReturn = Pick<ReturnRecord, 'orderId' | 'key' | 'fingerprint' | 'reason' | 'requestedAt' | 'lines'> & {
  readonly actor: string;
};

/** Parcels and returns of orders. Ids are decimal strings; ids that no order has are misses. */
export interface DeliveryStore {
  /** The parcels of those orders that have any, each order's in the order in which they left. */
  parcelsOf(orderIds: readonly string[]): Promise<{ orderId: string; parcels: ParcelRecord[] }[]>;
  /** The returns of those orders that have any, each order's in the order in which they were asked for. */
  returnsOf(orderIds: readonly string[]): Promise<{ orderId: string; returns: ReturnRecord[] }[]>;
  /** Of which order a parcel, or a return, is; null for a miss. */
  orderOf(of: { parcelId: string } | { returnId: string }): Promise<string | null>;
}

/** The steps of sending and taking back, bound to one transaction that has the order locked. */
export interface DeliveryTransaction {
  parcelsOfOrder(orderId: string): Promise<ParcelRecord[]>;
  addParcel(parcel: NewParcel): Promise<ParcelRecord>;
  markParcelDelivered(parcelId: string, options: { at: Date }): Promise<void>;
  returnsOfOrder(orderId: string): Promise<ReturnRecord[]>;
  addReturn(request: NewReturn): Promise<ReturnRecord>;
  markReturnReceived(returnId: string, options: { at: Date; restocked: boolean }): Promise<void>;
  /** Ties a return to the refund that is its own. */
  tieReturnToRefund(returnId: string, options: { refundId: string }): Promise<void>;
}
