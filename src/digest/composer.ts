import type { Reply } from "../core/reply.ts";
import type { DigestSettings, Subscription } from "./subscription.ts";

/** What is composed once for all who asked for the same. */
export interface Variant extends Pick<DigestSettings, "layers" | "locale"> {
  /** UTC epoch milliseconds: what happened before it is told already. */
  readonly from: number;
}

/** An edition that was composed and is kept. */
export interface EditionRef {
  readonly id: number;
}

/** Makes digests; asks providers and the database, so it is never called inside a transaction. */
export interface Composer<Edition extends EditionRef = EditionRef> {
  readonly compose: (variant: Variant, now: number) => Promise<Edition>;
  /** The edition as this subscriber gets it. */
  readonly replyFor: (edition: Edition, subscription: Subscription, now: number) => Promise<Reply>;
}

/** The span that is told: since the last digest in whole hours, so that those who had the last one together share the next. */
const HOUR_MS = 3_600_000;

/** What a subscription's next edition is. */
export const variantOf = ({ settings, coveredTo }: Subscription): Variant => ({
  layers: settings.layers.toSorted(),
  locale: settings.locale,
  from: Math.floor(coveredTo / HOUR_MS) * HOUR_MS,
});

/** The same for the same variant. */
export const variantKey = ({ layers, locale, from }: Variant): string => JSON.stringify([layers, locale, from]);
