import { unprocessable } from '@mosaico/bus';

/** Writes to the warehouse. What it cannot hold it cannot hold at the next try either. @throws BusError `UNPROCESSABLE_EVENT` */
export async function inWarehouse(write: Promise<void>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (error instanceof RangeError) throw unprocessable(error.message, error);
    throw error;
  }
}
