import { agrees, type Guarded, isWild, SOLE_SOURCE_MS } from "../alerts/guard.ts";
import type { Figures } from "../market/quote.ts";
import type { KeptAsset, KeptPrice } from "../store/alert-quote-store.ts";
import { known } from "../wire/figure.ts";

/** What one source said of an asset. */
export interface Told {
  readonly source: string;
  /** How often it is asked. */
  readonly everyMs: number;
  /** Whether it says caps and volumes, and they are wanted. */
  readonly isOfSizes: boolean;
  readonly figures: Figures;
}

/** Another source's word on it: "silent" where it did not answer, "absent" where it has no such coin. */
export type Opinion = { readonly source: string; readonly everyMs: number | undefined } & (
  | { readonly kind: "said"; readonly figures: Figures }
  | { readonly kind: "silent" | "absent" }
);

/** A size that jumped is taken when nobody has confirmed it for so many cadences. */
const SIZES_STAND = 3;

/** Whether what a source says is so far from the last figure that others are to be asked. */
export const isToBeConfirmed = ({ figures, isOfSizes }: Told, kept: KeptAsset): boolean =>
  isWild("price", figures.price, kept.price?.usd) || (isOfSizes && wildSizes(figures, kept).length > 0);

/** What is known of an asset after a source has said something new. @param opinions  of the others, where they were asked */
export function accept(told: Told, kept: KeptAsset, opinions: readonly Opinion[], now: number): KeptAsset {
  const { figures, source, everyMs } = told;
  const sized = withSizes(told, kept, opinions, now);
  const { doubt, ...calm } = sized;
  const price: KeptPrice = { usd: figures.price, asOf: figures.asOf, source, everyMs, seenAt: now };
  const last = kept.price?.usd;
  if (!isWild("price", figures.price, last) || isConfirmed("price", figures.price, opinions)) return { ...calm, price };
  // Somebody else has it where it was: then this one is wrong.
  const other = opinions.find((each) => each.kind === "said" && !isWild("price", each.figures.price, last));
  if (other?.kind === "said") {
    const { price: usd, asOf } = other.figures;
    return { ...calm, price: { usd, asOf, source: other.source, everyMs: other.everyMs ?? everyMs, seenAt: now } };
  }
  const since = doubt && agrees("price", figures.price, doubt.usd) ? doubt.since : now;
  // Nobody else has the coin: nobody can ever confirm it, and time has to.
  const isSole = opinions.length > 0 && opinions.every(({ kind }) => kind === "absent");
  if (isSole && now - since >= SOLE_SOURCE_MS) return { ...calm, price };
  return { ...calm, doubt: { since, usd: figures.price } };
}

function withSizes(told: Told, kept: KeptAsset, opinions: readonly Opinion[], now: number): KeptAsset {
  if (!told.isOfSizes) return kept;
  const { figures, source, everyMs } = told;
  const isFresh = kept.sizes !== undefined && now - kept.sizes.seenAt < SIZES_STAND * everyMs;
  const doubted = wildSizes(figures, kept).some((each) => !isConfirmed(each, sizeOf(each, figures), opinions));
  if (doubted && isFresh) return kept;
  const sizes = known({ cap: figures.marketCap, volume: figures.volume24h });
  return { ...kept, sizes: { ...sizes, asOf: figures.asOf, source, seenAt: now } };
}

const sizeOf = (figure: Guarded, { price, marketCap, volume24h }: Figures): number | undefined =>
  ({ price, cap: marketCap, volume: volume24h })[figure];

const wildSizes = (figures: Figures, { sizes }: KeptAsset): readonly Guarded[] =>
  (["cap", "volume"] as const).filter((figure) => {
    const value = sizeOf(figure, figures);
    return value !== undefined && isWild(figure, value, sizes?.[figure]);
  });

const isConfirmed = (figure: Guarded, value: number | undefined, opinions: readonly Opinion[]): boolean =>
  opinions.some((each) => {
    const other = each.kind === "said" ? sizeOf(figure, each.figures) : undefined;
    return value !== undefined && other !== undefined && agrees(figure, value, other);
  });
