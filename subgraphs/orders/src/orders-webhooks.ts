import { paymentWebhook } from './payment-webhook.ts';
import { sandboxBankAnswer, sandboxBankPage } from './payments/sandbox/sandbox-bank.ts';

/** What others than clients of the graph may ask of orders; the pages of the sandbox's bank are there where the sandbox is. */
export const ordersWebhooks = [paymentWebhook, sandboxBankPage, sandboxBankAnswer] as const;
