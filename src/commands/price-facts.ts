import type { Asset } from "../market/asset.ts";
import type { Assumed } from "./usual-assets.ts";
import type { Choice } from "../core/command.ts";
import type { Quote } from "../market/quote.ts";
import type { Resolved } from "../market/asset-resolver.ts";
import type { Week } from "../market/source.ts";

/** One asset of a price answer. Amounts are in the answer's `currency`; what nobody said is absent. */
export interface PricedAsset {
  readonly assetId: string;
  readonly symbol: string;
  readonly name: string;
  /** What it was asked by. */
  readonly word: string;
  /** An old name, a remembered choice. */
  readonly note?: string;
  /** Other coins that the word could mean. */
  readonly otherAssetIds: readonly string[];
  /** Absent when nobody has a price right now. */
  readonly quote?: PriceFigures;
}

export interface PriceFigures {
  readonly price: number;
  readonly change24hFraction?: number;
  readonly change7dFraction?: number;
  readonly marketCap?: number;
  readonly volume24h?: number;
  readonly marketCapRank?: number;
  readonly source: string;
  /** UTC epoch milliseconds. */
  readonly asOf: number;
  readonly isStale: boolean;
}

/** What a price question found. */
export interface PriceFacts {
  /** ISO 4217 code, or BTC or ETH; all amounts are in it. */
  readonly currency: string;
  readonly assets: readonly PricedAsset[];
  /** Words that no coin was found for, with a sentence for each. */
  readonly notFound: readonly { readonly word: string; readonly why: string }[];
  /** Words that may mean several coins. */
  readonly unclear: readonly { readonly word: string; readonly why: string; readonly candidates: readonly Choice[] }[];
  readonly hasDetails: boolean;
  /** Set where no coin was named. */
  readonly assumed?: Assumed;
  /** The last seven days of the one asset asked for; only with details. In the currency that it names. */
  readonly week?: Week;
}

/** The figures of a quote under names that say their units. */
export function pricedAsset({ asset, word, note, others }: Resolved, quote: Quote | undefined): PricedAsset {
  return {
    assetId: asset.id,
    symbol: asset.symbol,
    name: asset.name,
    word,
    ...(note === undefined ? {} : { note }),
    otherAssetIds: others.slice(0, 8).map(({ id }: Asset) => id),
    ...(quote === undefined ? {} : { quote: priceFigures(quote) }),
  };
}

/** A quote's figures under names that say their units. */
export const priceFigures = (quote: Quote): PriceFigures => ({
  price: quote.price,
  ...(quote.change24h === undefined ? {} : { change24hFraction: quote.change24h }),
  ...(quote.change7d === undefined ? {} : { change7dFraction: quote.change7d }),
  ...(quote.marketCap === undefined ? {} : { marketCap: quote.marketCap }),
  ...(quote.volume24h === undefined ? {} : { volume24h: quote.volume24h }),
  ...(quote.rank === undefined ? {} : { marketCapRank: quote.rank }),
  source: quote.source,
  asOf: quote.asOf,
  isStale: quote.isStale,
});

/** Points that a chart of a phone's width can show; more would only fill the model's memory. */
const POINTS = 84;

/** A week with every second or third point, the newest always among them. */
export function thinned(week: Week): Week {
  const step = Math.ceil(week.points.length / POINTS);
  return { ...week, points: week.points.filter((_, index) => (week.points.length - 1 - index) % step === 0) };
}
