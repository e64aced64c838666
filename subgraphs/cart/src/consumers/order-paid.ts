import type { Handler } from '@mosaico/bus';
import type { TellCustomer } from './tell-customer.ts';

export function createOrderPaidHandler({ tell }: { tell: TellCustomer }): Handler<'order.paid'> {
  return (event) =>
    tell(event, {
      title: 'Your payment has arrived',
      body: `We have received ${event.data.amount} ${event.data.currency} for your order. Thank you!`,
    });
}
