import type { Asset } from "../market/asset.ts";
import { known } from "../wire/figure.ts";
import type { Origin } from "./source-line.ts";
import type { Points } from "../market/source.ts";
import type { ProtocolEntry } from "../market/fees/protocol-directory.ts";
import type { ProtocolFees, Taken } from "../market/fees/fees.ts";
import type { Quote } from "../market/quote.ts";

/** What a protocol takes in, and what its token is worth beside it. US dollars; what nobody said is absent. */
export interface FeesFacts {
  readonly currency: "USD";
  /** Absent when a coin was asked for that is no protocol's token. */
  readonly protocol?: {
    readonly slug: string;
    readonly name: string;
    /** `family`: several protocols under one name, counted together. */
    readonly kind: ProtocolEntry["kind"];
    readonly category?: string;
    readonly parts: readonly string[];
    readonly chains: readonly string[];
    readonly chainCount: number;
  };
  readonly fees?: TakenFigures;
  /** The part of the fees that the protocol or the holders of its token keep. */
  readonly revenue?: TakenFigures;
  readonly lockedValue?: Origin & { readonly tvlUsd: number };
  readonly token?: {
    readonly assetId: string;
    readonly symbol: string;
    readonly name: string;
    readonly quote?: Origin & { readonly marketCapUsd: number };
  };
  /** Market cap over a year of fees and of revenue. */
  readonly capToFeesMultiple?: number;
  readonly capToRevenueMultiple?: number;
  /** What the provider says it counts, in words that are not ours. */
  readonly methodologyAsWritten: readonly { readonly about: string; readonly text: string }[];
  /** Fees by UTC day, oldest first. */
  readonly dailyFeesUsd: Points;
  readonly source: string;
  readonly missing: readonly string[];
  /** How a year is made. */
  readonly method: string;
}

interface TakenFigures extends Origin {
  readonly last24hUsd?: number;
  readonly last7dUsd?: number;
  readonly last30dUsd?: number;
  /** Against the 30 days before. */
  readonly change30dFraction?: number;
  /** Last 30 days × 365/30. */
  readonly annualisedUsd?: number;
}

const METHOD = "last 30 days × 365/30";
const YEAR_OF_MONTHS = 365 / 30;
/** More names than these are not read by anybody. */
const NAME_LIMIT = 12;

interface Parts {
  readonly entry: ProtocolEntry;
  readonly found: ProtocolFees;
  readonly source: string;
  readonly token?: Asset;
  readonly quote?: Quote;
}

/** Facts of an answer about a protocol. */
export function feesFacts({ entry, found, source, token, quote }: Parts): FeesFacts {
  const fees = found.fees && figures(found.fees, source);
  const revenue =
    found.revenue === undefined || found.revenue === "unanswered" ? undefined : figures(found.revenue, source);
  const capUsd = quote?.marketCap;
  return {
    currency: "USD",
    protocol: {
      slug: entry.slug,
      name: found.name,
      kind: entry.kind,
      ...known({ category: entry.category }),
      parts: entry.members.slice(0, NAME_LIMIT).map(({ name }) => name),
      chains: entry.chains.slice(0, NAME_LIMIT),
      chainCount: entry.chains.length,
    },
    ...(fees === undefined ? {} : { fees }),
    ...(revenue === undefined ? {} : { revenue }),
    ...(entry.tvlUsd === undefined ? {} : { lockedValue: { tvlUsd: entry.tvlUsd, source, ...found.listed } }),
    ...(token === undefined ? {} : { token: tokenFacts(token, quote) }),
    ...known({
      capToFeesMultiple: multiple(capUsd, fees?.annualisedUsd),
      capToRevenueMultiple: multiple(capUsd, revenue?.annualisedUsd),
    }),
    methodologyAsWritten: Object.entries(found.methodology).map(([about, text]) => ({ about, text })),
    dailyFeesUsd: found.daily,
    source,
    missing: [
      ...(found.revenue === "unanswered" ? ["revenue"] : []),
      ...(token !== undefined && capUsd === undefined ? ["market cap"] : []),
    ],
    method: METHOD,
  };
}

/** Facts of a coin that is the token of no listed protocol. */
export const noProtocolFacts = (token: Asset, source: string): FeesFacts => ({
  currency: "USD",
  token: { assetId: token.id, symbol: token.symbol, name: token.name },
  methodologyAsWritten: [],
  dailyFeesUsd: [],
  source,
  missing: [],
  method: METHOD,
});

const tokenFacts = ({ id, symbol, name }: Asset, quote: Quote | undefined): NonNullable<FeesFacts["token"]> => ({
  assetId: id,
  symbol,
  name,
  ...(quote?.marketCap === undefined
    ? {}
    : { quote: { marketCapUsd: quote.marketCap, source: quote.source, asOf: quote.asOf, isStale: quote.isStale } }),
});

function figures({ previous30dUsd, ...taken }: Taken, source: string): TakenFigures {
  const { last30dUsd } = taken;
  return {
    ...taken,
    source,
    ...(last30dUsd === undefined ? {} : { annualisedUsd: last30dUsd * YEAR_OF_MONTHS }),
    ...(last30dUsd === undefined || previous30dUsd === undefined || previous30dUsd <= 0
      ? {}
      : { change30dFraction: last30dUsd / previous30dUsd - 1 }),
  };
}

/** Nothing is no multiple of anything. */
const multiple = (capUsd: number | undefined, yearUsd: number | undefined): number | undefined =>
  capUsd === undefined || yearUsd === undefined || yearUsd <= 0 ? undefined : capUsd / yearUsd;
