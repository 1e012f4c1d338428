import { type AssetHistory, lineFacts } from "./chart-facts.ts";
import type { Answered } from "./histories-of.ts";
import { commonReturns, DAYS_NEEDED, pearson } from "../market/performance.ts";
import { known } from "../wire/figure.ts";
import type { History } from "../market/source.ts";
import { pricedAsset, type PricedAsset } from "./price-facts.ts";
import type { Quote } from "../market/quote.ts";
import type { Range } from "./chart-input.ts";
import type { ResolvedWords } from "./resolve-each.ts";

/** How alike two assets move from day to day. */
interface Correlation {
  /** Ids of the two. */
  readonly between: readonly [string, string];
  /** Days on which both have a change. */
  readonly commonDaysCount: number;
  /** Pearson's, -1 to 1; absent where the days are too few or one side never moved. */
  readonly correlation?: number;
}

/** What a comparison found. */
export interface CompareFacts {
  /** ISO 4217 code, or BTC or ETH; all amounts are in it. */
  readonly currency: string;
  readonly range: Range;
  readonly limitedToDays?: number;
  readonly assets: readonly ComparedAsset[];
  readonly correlations: readonly Correlation[];
  readonly notFound: ResolvedWords["notFound"];
  readonly unclear: ResolvedWords["unclear"];
}

/** The figures of now and how it did in the time shown. */
export interface ComparedAsset extends PricedAsset {
  /** In its own `currency`, which may be another than that of the figures; empty where there is none. */
  readonly history: Pick<AssetHistory, "prices" | "rebased" | "unansweredBy"> & { readonly currency?: string };
  /** Of two assets: what one of this one would cost with the other's market cap, and how many times its price that is. */
  readonly atOthersCap?: { readonly otherAssetId: string; readonly price: number; readonly multiple: number };
}

type Answers = readonly Answered<History & { readonly isStale: boolean }>[];

export function comparedAssets(answers: Answers, quotes: ReadonlyMap<string, Quote>): readonly ComparedAsset[] {
  // One asset alone, while another is being asked back, has nothing to stand beside.
  const histories = answers.length > 1 ? lineFacts(answers) : [];
  return answers.map(({ resolved, answer }, index) => {
    const { prices, rebased, unansweredBy } = histories[index] ?? {};
    const other = answers.length === 2 ? quotes.get(answers[1 - index]?.resolved.asset.id ?? "") : undefined;
    const quote = quotes.get(resolved.asset.id);
    return {
      ...pricedAsset(resolved, quote),
      history: known({ prices, rebased, unansweredBy, currency: answer?.currency }),
      ...atOthersCap(quote, other),
    };
  });
}

function atOthersCap(quote: Quote | undefined, other: Quote | undefined): Pick<ComparedAsset, "atOthersCap"> {
  if (quote?.marketCap === undefined || other?.marketCap === undefined) return {};
  const multiple = other.marketCap / quote.marketCap;
  const price = quote.price * multiple;
  if (!Number.isFinite(price) || price <= 0) return {};
  return { atOthersCap: { otherAssetId: other.asset.id, price, multiple } };
}

/** Of every two assets that have a history. */
export function correlations(answers: Answers): readonly Correlation[] {
  return answers.flatMap((one, index) =>
    answers.slice(index + 1).flatMap((other): Correlation[] => {
      if (!one.answer || !other.answer) return [];
      const pairs = commonReturns(one.answer.points, other.answer.points);
      const value = pairs.length < DAYS_NEEDED ? undefined : pearson(pairs);
      return [
        {
          between: [one.resolved.asset.id, other.resolved.asset.id],
          commonDaysCount: pairs.length,
          ...(value === undefined ? {} : { correlation: value }),
        },
      ];
    }),
  );
}
