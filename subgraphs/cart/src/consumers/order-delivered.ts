import type { Handler } from '@mosaico/bus';
import type { TellCustomer } from './tell-customer.ts';

export function createOrderDeliveredHandler({ tell }: { tell: TellCustomer }): Handler<'order.delivered'> {
  return (event) => tell(event, { title: 'Your order has arrived', body: 'It was delivered. We hope you like it.' });
}
