import type { Reply } from "../core/reply.ts";
import type { DigestSettings, Subscription } from "./subscription.ts";
import { languageOf } from "./words.ts";

/** What is composed once for all who asked for the same. */
export interface Variant extends Pick<DigestSettings, "layers"> {
  /** BCP 47, the language alone. */
  readonly language: string;
  /** UTC epoch milliseconds: what was known before it is told already. */
  readonly from: number;
}

/** An edition that was composed and is kept. */
export interface EditionRef {
  readonly id: number;
  /** UTC epoch milliseconds: what was known before it is told; the next one begins there. */
  readonly coversTo?: number;
}

/** Makes digests; asks providers and the database, so it is never called inside a transaction. */
export interface Composer<Edition extends EditionRef = EditionRef> {
  readonly compose: (variant: Variant, now: number) => Promise<Edition>;
  /** The edition as this subscriber gets it. */
  readonly replyFor: (edition: Edition, subscription: Subscription, now: number) => Promise<Reply>;
}

/** The span that is told: since the last digest in whole hours, so that those who had the last one together share the next. */
const HOUR_MS = 3_600_000;

/** What somebody's edition is that begins at an instant. */
export const variantFrom = ({ layers, locale }: Pick<DigestSettings, "layers" | "locale">, from: number): Variant => ({
  layers: layers.toSorted(),
  language: languageOf(locale),
  from: Math.floor(from / HOUR_MS) * HOUR_MS,
});

/** What a subscription's next edition is. */
export const variantOf = ({ settings, coveredTo }: Subscription): Variant => variantFrom(settings, coveredTo);

/** The same for the same variant. */
export const variantKey = ({ layers, language, from }: Variant): string => JSON.stringify([layers, language, from]);
