import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { WebhookRefused, type PaymentNotice } from '../payment-provider.ts';

/** What the sandbox sends: a body, and headers of which one signs it. */
export interface SandboxDelivery {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

export const signatureHeader = 'x-sandbox-signature';
/** A notice that was signed longer ago is refused: somebody may have kept it to send it again. */
const toleranceMs = 300_000;

const noticeSchema = z.strictObject({
  id: z.string().min(1).max(150),
  paymentKey: z.string().min(1).max(150).nullable(),
  reference: z.string().min(1).max(100),
});

/** A signed notice; the header is `t=<milliseconds since 1970>,v1=<HMAC-SHA256 of "t.body" in hexadecimal digits>`. */
export function signNotice(notice: PaymentNotice, { secret, at }: { secret: string; at: Date }): SandboxDelivery {
  const body = Buffer.from(JSON.stringify(notice));
  const time = String(at.getTime());
  return {
    body,
    headers: {
      'content-type': 'application/json',
      [signatureHeader]: `t=${time},v1=${digest(body, { secret, time }).toString('hex')}`,
    },
  };
}

/** @throws WebhookRefused */
export function readNotice(
  request: { body: Buffer; headers: Readonly<Record<string, string | undefined>> },
  { secret, now }: { secret: string; now: Date },
): PaymentNotice {
  const [, time = '', signature = ''] =
    /^t=(\d{1,15}),v1=([0-9a-f]{64})$/.exec(request.headers[signatureHeader] ?? '') ?? [];
  if (time === '') throw new WebhookRefused(`The header ${signatureHeader} must be "t=<time>,v1=<signature>".`);
  const signed = timingSafeEqual(Buffer.from(signature, 'hex'), digest(request.body, { secret, time }));
  if (!signed) throw new WebhookRefused('The signature is not that of this body.');
  if (Math.abs(now.getTime() - Number(time)) > toleranceMs) {
    throw new WebhookRefused(`The notice must have been signed within the last ${toleranceMs / 1_000} s.`);
  }
  const notice = noticeSchema.safeParse(parsed(request.body));
  if (!notice.success) throw new WebhookRefused(`The body must be a notice: ${z.prettifyError(notice.error)}`);
  return notice.data;
}

function digest(body: Buffer, { secret, time }: { secret: string; time: string }): Buffer {
  return createHmac('sha256', secret).update(`${time}.`).update(body).digest();
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
