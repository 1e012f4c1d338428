import type { Extreme, Profile, ProfileAmounts, ProfileLinks } from "../market/profile.ts";
import { placeIn, type PriceRange, rangesOf } from "../market/profile-ranges.ts";
import type { Asset } from "../market/asset.ts";
import type { Assumed } from "./usual-assets.ts";
import { chainName } from "../market/chains.ts";
import type { History } from "../market/source.ts";
import { type HistoryAnswer, type MissingFigures, missingIn } from "./coin-missing.ts";
import { known } from "../wire/figure.ts";
import type { Origin } from "./source-line.ts";
import type { Resolved } from "../market/asset-resolver.ts";
import type { Standing } from "../market/memory.ts";
import { utcDay } from "../core/format.ts";

/** A coin whose price is older than this is not late: nobody trades it. */
const DORMANT_MS = 2 * 86_400_000;
/** As many as a model reads and a card counts. */
const CONTRACTS = 8;
const CATEGORIES = 6;

/** Who a coin is and where it stands. Amounts are in `currency`; what nobody said is absent. */
export interface CoinFacts {
  readonly assetId: string;
  readonly symbol: string;
  readonly name: string;
  /** An old name, a remembered choice. */
  readonly note?: string;
  /** What it was asked by. */
  readonly word: string;
  /** Other coins that the word could mean. */
  readonly otherAssetIds: readonly string[];
  /** Set where no coin was named. */
  readonly assumed?: Assumed;
  /** ISO 4217 code, or BTC or ETH. */
  readonly currency: string;
  /**
   * `unlisted`: the source has no such coin any more. `untraded`: it is listed and has no price. `dormant`: nobody has traded it
   * for days, its price is the last one.
   */
  readonly standing: "traded" | "dormant" | "untraded" | "unlisted";
  /** Who has no such coin any more. */
  readonly unlistedBy?: string;
  /** Of everything but the ranges of a week and of 52 weeks, whose prices are `rangesFrom`. */
  readonly origin?: Origin;
  readonly rangesFrom?: Origin;
  readonly price?: number;
  readonly change24hFraction?: number;
  readonly change7dFraction?: number;
  readonly change30dFraction?: number;
  readonly change1yFraction?: number;
  readonly marketCap?: number;
  readonly marketCapRank?: number;
  readonly fullyDilutedValuation?: number;
  readonly volume24h?: number;
  readonly volumeOfCapPercent?: number;
  readonly range24h?: RangeFacts;
  readonly range7d?: RangeFacts;
  readonly range52w?: RangeFacts;
  /** In coins. */
  readonly supply?: {
    readonly circulating?: number;
    readonly total?: number;
    readonly max?: number;
    readonly hasNoMaximum?: true;
    /** Of the maximum, or of the total where there is no maximum. */
    readonly circulatingPercent?: number;
  };
  readonly allTimeHigh?: ExtremeFacts;
  readonly allTimeLow?: ExtremeFacts;
  readonly genesisOn?: string;
  readonly commits4Weeks?: number;
  readonly categories?: readonly string[];
  readonly contracts?: readonly { readonly chain: string; readonly address: string }[];
  readonly contractCount?: number;
  readonly links?: ProfileLinks;
  /** Text of somebody outside: to be quoted, never to be followed. */
  readonly projectsOwnWords?: string;
  readonly noticeOfSource?: string;
  /** What is unknown, by who could have said it. */
  readonly missing: readonly MissingFigures[];
}

export interface RangeFacts {
  readonly low: number;
  readonly high: number;
  /** 0 at the lowest, 100 at the highest. */
  readonly placePercent?: number;
  /** UTC day of the first price, where prices do not reach back as far. */
  readonly sinceDay?: string;
}

export interface ExtremeFacts {
  readonly price: number;
  /** UTC day: "2024-04-11". */
  readonly on?: string;
  /** Of the price now from it: -0.6 is 60 % below. */
  readonly distanceFraction?: number;
}

export interface CoinAnswers {
  readonly profile: (Profile & Standing) | undefined;
  /** Who was asked for the profile first. */
  readonly source: string;
  readonly week: HistoryAnswer;
  readonly year: HistoryAnswer;
}

/** Puts the answers of the providers together. @param currency  that was asked for; where the profile has no amounts in it, US dollars are taken */
export function coinFacts(
  { asset, word, note, others }: Resolved,
  currency: string,
  { profile, source, week, year }: CoinAnswers,
  now: number,
): CoinFacts {
  const who = {
    assetId: asset.id,
    symbol: asset.symbol,
    name: asset.name,
    word,
    ...known({ note }),
    otherAssetIds: others.slice(0, 8).map(({ id }) => id),
  };
  if (!profile) return { ...who, currency, standing: "unlisted", unlistedBy: source, missing: [] };
  const code = profile.amounts[currency] ? currency : "USD";
  const amounts = profile.amounts[code];
  const common = { ...who, currency: code, origin: originOf(profile), ...identity(asset, profile) };
  if (!amounts) return { ...common, standing: "untraded", missing: [] };
  // What happened "in 24 h" or "in 7 d" happened long ago; sample data is of its own day and never stale.
  if (profile.isStale && now - profile.asOf > DORMANT_MS)
    return { ...common, standing: "dormant", ...lastFigures(amounts), missing: [] };
  const [inWeek, inYear] = [historyIn(week, code), historyIn(year, code)];
  const {
    day,
    week: seven,
    year: fiftyTwo,
  } = rangesOf({
    ...amounts,
    asOf: profile.asOf,
    week: inWeek,
    year: inYear,
  });
  const rangesFrom = inWeek ?? inYear;
  const facts = {
    ...common,
    standing: "traded",
    ...known({ rangesFrom: rangesFrom && originOf(rangesFrom) }),
    ...figures(amounts),
    ...known({
      range24h: day && rangeFacts(day, amounts.price),
      range7d: seven && rangeFacts(seven, amounts.price),
      range52w: fiftyTwo && rangeFacts(fiftyTwo, amounts.price),
    }),
  } as const;
  const ranges = [
    ...(facts.range7d ? [] : [{ what: "7 d range", answer: week }]),
    ...(facts.range52w ? [] : [{ what: "52 w range", answer: year }]),
  ];
  const missing = missingIn({ unsaid: unsaidIn(facts), source: profile.source, ranges, currency: code });
  return { ...facts, missing };
}

const originOf = ({ source, asOf, isStale }: Origin): Origin => ({ source, asOf, isStale });

const historyIn = (answer: HistoryAnswer, currency: string): (History & Standing) | undefined =>
  answer.kind === "answered" && answer.history?.currency === currency ? answer.history : undefined;

/** What does not depend on a price. */
function identity(asset: Asset, profile: Profile) {
  const { categories, links, rank, genesisOn, commits4Weeks, about, notice } = profile;
  const listed = Object.entries(asset.contracts ?? {}).map(([chain, address]) => ({ chain, address }));
  const contracts = profile.contracts.length > 0 ? profile.contracts : listed;
  return known({
    marketCapRank: rank,
    genesisOn,
    commits4Weeks,
    categories: categories.length === 0 ? undefined : categories.slice(0, CATEGORIES),
    contracts:
      contracts.length === 0
        ? undefined
        : contracts.slice(0, CONTRACTS).map(({ chain, address }) => ({ chain: chainName(chain), address })),
    contractCount: contracts.length > CONTRACTS ? contracts.length : undefined,
    links: Object.keys(links).length === 0 ? undefined : links,
    projectsOwnWords: about,
    noticeOfSource: notice,
    supply: supplyOf(profile),
  });
}

function supplyOf({ supply: { circulating, total, max, isUnlimited } }: Profile): CoinFacts["supply"] {
  const whole = max ?? total;
  // More in circulation than there can be: one of the two is wrong, and nobody knows which.
  const part = circulating !== undefined && whole !== undefined && circulating <= whole * 1.001;
  const supply = known({
    circulating,
    total,
    max,
    hasNoMaximum: isUnlimited,
    circulatingPercent: part ? Math.min(100, (circulating / whole) * 100) : undefined,
  });
  return Object.keys(supply).length === 0 ? undefined : supply;
}

function figures(amounts: ProfileAmounts) {
  const { price, marketCap, volume24h } = amounts;
  return {
    price,
    ...known({
      change24hFraction: amounts.change24h,
      change7dFraction: amounts.change7d,
      change30dFraction: amounts.change30d,
      change1yFraction: amounts.change1y,
      marketCap,
      fullyDilutedValuation: amounts.fullyDiluted,
      volume24h,
      volumeOfCapPercent: marketCap && volume24h && (volume24h / marketCap) * 100,
      allTimeHigh: amounts.allTimeHigh && extremeFacts(amounts.allTimeHigh, price),
      allTimeLow: amounts.allTimeLow && extremeFacts(amounts.allTimeLow, price),
    }),
  };
}

const lastFigures = ({ price, allTimeHigh, allTimeLow }: ProfileAmounts) => ({
  price,
  ...known({
    allTimeHigh: allTimeHigh && extremeFacts(allTimeHigh, price),
    allTimeLow: allTimeLow && extremeFacts(allTimeLow, price),
  }),
});

const extremeFacts = ({ price: then, at }: Extreme, price: number): ExtremeFacts => ({
  price: then,
  ...(at === undefined ? {} : { on: utcDay(at) }),
  distanceFraction: price / then - 1,
});

function rangeFacts(range: PriceRange, price: number): RangeFacts {
  const place = placeIn(range, price);
  return {
    low: range.low,
    high: range.high,
    ...(place === undefined ? {} : { placePercent: place * 100 }),
    ...(range.since === undefined ? {} : { sinceDay: utcDay(range.since) }),
  };
}

/** What people look for on the card and is not there, as it is called there. */
function unsaidIn({ supply, ...facts }: Omit<CoinFacts, "missing">): readonly string[] {
  return [
    facts.marketCap === undefined && "cap",
    facts.fullyDilutedValuation === undefined && "FDV",
    facts.volume24h === undefined && "24 h volume",
    facts.range24h === undefined && "24 h range",
    supply?.circulating === undefined && "circulating supply",
    supply?.total === undefined && "total supply",
    supply?.max === undefined && supply?.hasNoMaximum !== true && "maximum supply",
    facts.allTimeHigh === undefined && "all-time high",
    facts.allTimeLow === undefined && "all-time low",
  ].filter((each) => each !== false);
}
