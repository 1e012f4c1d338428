import { type Whole, wholeOf } from "../market/derivatives/annual.ts";
import type { Asset } from "../market/asset.ts";
import type { CoinFunding, FundingLine } from "../market/derivatives/funding.ts";
import { known } from "../wire/figure.ts";
import type { Origin } from "./source-line.ts";
import type { Quote } from "../market/quote.ts";
import type { Resolved } from "../market/asset-resolver.ts";

/** What perpetual futures of a coin pay. One USDT is taken for one US dollar; what nobody said is absent. */
export interface FundingFacts {
  readonly assetId: string;
  readonly symbol: string;
  readonly name: string;
  /** An old name, a remembered choice. */
  readonly note?: string;
  readonly currency: "USD";
  /** What the contracts' prices were compared with. */
  readonly quote?: Origin & { readonly price: number };
  /** The largest open interest first. */
  readonly exchanges: readonly ExchangeFunding[];
  /** Over the exchanges that answered and said it. */
  readonly total: {
    readonly openInterestUsd?: number;
    readonly openInterestCoins?: number;
    /** Mean of the yearly rates by open interest; 10.95 is 10.95 %. */
    readonly meanAnnualPercent?: number;
    readonly withoutOpenInterest: readonly string[];
  };
  readonly notListedOn: readonly string[];
  readonly anotherCoinOn: CoinFunding["anotherCoin"];
  readonly unanswered: CoinFunding["unanswered"];
  /** Set where exchanges would mean a better known coin by this ticker; then none was asked. */
  readonly tickerBelongsTo?: { readonly assetId: string; readonly name: string };
  /** How a yearly rate is made. */
  readonly method: string;
}

/** One exchange's contract. */
export interface ExchangeFunding extends Origin {
  readonly exchange: string;
  readonly contract: string;
  /** Where one unit of the contract is many coins. */
  readonly coinsPerUnit?: number;
  /** Paid by longs to shorts at the next payment, of the position; 0.01 is 0.01 %. Negative: paid by shorts. */
  readonly ratePercent: number;
  /** What the exchange calls it. */
  readonly rateKind: FundingLine["rateKind"];
  readonly intervalHours?: number;
  readonly annualPercent?: number;
  /** UTC epoch milliseconds. */
  readonly nextPaymentAt?: number;
  readonly minutesToNextPayment?: number;
  readonly markPriceUsd: number;
  readonly openInterestUsd?: number;
  readonly openInterestCoins?: number;
  /** Of accounts with a position. */
  readonly longAccountsPercent?: number;
  readonly shortAccountsPercent?: number;
  /** Long accounts for each short one. */
  readonly longShortRatio?: number;
}

const METHOD = "rate per payment times payments a year, not compounded";

/** Facts of an answer. */
export function fundingFacts(
  { asset, note }: Resolved,
  quote: Quote | undefined,
  funding: CoinFunding,
  now: number,
): FundingFacts {
  const { lines, notListed, anotherCoin, unanswered } = funding;
  return {
    ...about(asset, note),
    ...(quote === undefined
      ? {}
      : { quote: { price: quote.price, source: quote.source, asOf: quote.asOf, isStale: quote.isStale } }),
    exchanges: lines.map((line) => exchangeFunding(line, now)),
    total: {
      ...totals(wholeOf(lines)),
      withoutOpenInterest: lines.flatMap((each) => (each.openInterestUsd === undefined ? [each.exchange] : [])),
    },
    notListedOn: notListed,
    anotherCoinOn: anotherCoin,
    unanswered,
    method: METHOD,
  };
}

/** Facts of a coin whose ticker means another one to every exchange. */
export const namesakeFacts = ({ asset, note }: Resolved, bearer: Asset): FundingFacts => ({
  ...about(asset, note),
  exchanges: [],
  total: { withoutOpenInterest: [] },
  notListedOn: [],
  anotherCoinOn: [],
  unanswered: [],
  tickerBelongsTo: { assetId: bearer.id, name: bearer.name },
  method: METHOD,
});

const about = ({ id, symbol, name }: Asset, note: string | undefined) =>
  ({ assetId: id, symbol, name, currency: "USD", ...(note === undefined ? {} : { note }) }) as const;

const totals = ({ meanAnnual, ...open }: Whole) => ({
  ...open,
  ...known({ meanAnnualPercent: inPercent(meanAnnual) }),
});

function exchangeFunding(line: FundingLine, now: number): ExchangeFunding {
  const { rate, intervalHours, nextPaymentAt, longShort } = line;
  return {
    exchange: line.exchange,
    contract: line.contract,
    ...(line.coinsPerUnit === 1 ? {} : { coinsPerUnit: line.coinsPerUnit }),
    ratePercent: rate * 100,
    rateKind: line.rateKind,
    ...known({
      intervalHours,
      annualPercent: inPercent(line.annual),
      nextPaymentAt,
      minutesToNextPayment:
        nextPaymentAt === undefined ? undefined : Math.max(0, Math.round((nextPaymentAt - now) / 60_000)),
    }),
    markPriceUsd: line.markPriceUsd,
    ...known({ openInterestUsd: line.openInterestUsd, openInterestCoins: line.openInterestCoins }),
    ...(longShort === undefined
      ? {}
      : {
          longAccountsPercent: longShort.longFraction * 100,
          shortAccountsPercent: (1 - longShort.longFraction) * 100,
          ...(longShort.longFraction < 1
            ? { longShortRatio: longShort.longFraction / (1 - longShort.longFraction) }
            : {}),
        }),
    source: line.exchange,
    asOf: line.asOf,
    isStale: line.isStale,
  };
}

const inPercent = (fraction: number | undefined): number | undefined =>
  fraction === undefined ? undefined : fraction * 100;
