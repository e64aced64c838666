import type { Handler } from '@mosaico/bus';
import type { TellCustomer } from './tell-customer.ts';

export function createOrderRefundedHandler({ tell }: { tell: TellCustomer }): Handler<'order.refunded'> {
  return (event) =>
    tell(event, {
      title: 'Your money is on its way back',
      body: `We have returned ${event.data.amount} ${event.data.currency} of your order.`,
    });
}
