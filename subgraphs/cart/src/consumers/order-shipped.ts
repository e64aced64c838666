import type { Handler } from '@mosaico/bus';
import type { TellCustomer } from './tell-customer.ts';

export function createOrderShippedHandler({ tell }: { tell: TellCustomer }): Handler<'order.shipped'> {
  return (event) => tell(event, { title: 'Your order is on its way', body: 'It has left our warehouse.' });
}
