import type { Handler } from '@mosaico/bus';
import type { TellCustomer } from './tell-customer.ts';

export function createOrderCancelledHandler({ tell }: { tell: TellCustomer }): Handler<'order.cancelled'> {
  return (event) =>
    tell(event, { title: 'Your order was cancelled', body: 'It will not be sent, and you will not pay for it.' });
}
