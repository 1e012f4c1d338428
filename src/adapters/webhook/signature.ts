import { createHmac } from "node:crypto";

/** How a receiver knows that a body comes from this desk and when it was sent: docs/alert-webhooks.md. */
export interface Signed {
  readonly "x-westbound-timestamp": string;
  readonly "x-westbound-signature": string;
}

/**
 * The headers that sign a body: HMAC-SHA256 of the second and the body with a point between, so that an old request cannot be
 * sent again as a new one.
 * @param now  UTC epoch milliseconds
 */
export function signed(body: string, secret: string, now: number): Signed {
  const timestamp = String(Math.floor(now / 1_000));
  const digest = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  return { "x-westbound-timestamp": timestamp, "x-westbound-signature": `sha256=${digest}` };
}
