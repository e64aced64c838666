import type { DeclineCode } from '../payment-provider.ts';

/** How the sandbox behaves towards the bearer of a card. */
export interface SandboxCard {
  /** Why nothing is set aside; absent where it is. */
  readonly declines?: DeclineCode;
  /** Why what was set aside cannot be taken. */
  readonly declinesCapture?: DeclineCode;
  /** Why nothing can be given back. */
  readonly declinesRefund?: DeclineCode;
  /** Has to be confirmed (3-D Secure) before anything is set aside. */
  readonly confirms?: boolean;
  /** The operation is done, and its first answer is lost. */
  readonly losesAnswerOf?: 'authorize' | 'capture' | 'void' | 'refund';
  /** The first `authorize` never arrives. */
  readonly losesFirstRequest?: boolean;
  /** Each notice comes as often as that; once when absent. */
  readonly noticesComeTimes?: number;
  /** The notices come before the answer, and not after it. */
  readonly noticesComeFirst?: boolean;
}

/** The cards that there are, by the token that stands for each: with the same token the same thing happens every time. */
export const sandboxCards: Readonly<Record<string, SandboxCard>> = {
  card_approved: {},
  card_declined: { declines: 'cardDeclined' },
  card_declined_insufficient_funds: { declines: 'insufficientFunds' },
  card_declined_expired: { declines: 'expiredCard' },
  card_declined_suspected_fraud: { declines: 'suspectedFraud' },
  card_declined_processing_error: { declines: 'processingError' },
  card_capture_declined: { declinesCapture: 'cardDeclined' },
  card_refund_declined: { declinesRefund: 'processingError' },
  card_3ds: { confirms: true },
  card_timeout_then_authorized: { losesAnswerOf: 'authorize' },
  card_timeout_then_declined: { losesAnswerOf: 'authorize', declines: 'cardDeclined' },
  card_timeout_then_captured: { losesAnswerOf: 'capture' },
  card_timeout_then_voided: { losesAnswerOf: 'void' },
  card_timeout_then_refunded: { losesAnswerOf: 'refund' },
  card_lost_request: { losesFirstRequest: true },
  card_duplicate_webhook: { noticesComeTimes: 3 },
  card_webhook_first: { noticesComeFirst: true },
  card_no_webhook: { noticesComeTimes: 0 },
};
