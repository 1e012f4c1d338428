import { assetOf, type ValueParts } from "./portfolio-value.ts";
import { type Closes, type DailyClose, isComplete } from "../market/closes.ts";
import { closesByDay, type DayRates } from "../market/day-rates.ts";
import type { CloseNeed } from "../portfolio/closes-needed.ts";
import { convertedPrice, priceFrom } from "../portfolio/price-of.ts";
import { dayOf } from "../portfolio/day-track.ts";
import type { Days } from "../market/source.ts";
import type { Histories } from "../market/history.ts";
import type { Closes as PricesByDay } from "../portfolio/closes.ts";
import type { PastCloses } from "../market/past-closes.ts";
import type { Price } from "../portfolio/amount.ts";
import { ProviderError } from "../core/errors.ts";
import type { Quote } from "../market/quote.ts";

export interface CloseParts extends Pick<ValueParts, "assets"> {
  readonly closes: Closes;
  readonly histories: Pick<Histories, "daily">;
  readonly pastCloses: PastCloses;
  readonly dayRates: DayRates;
}

export interface CloseQuestion {
  /** Those that matter most first: where not all can be asked for, the last are left out. */
  readonly needs: readonly CloseNeed[];
  readonly currency: string;
  /** Of now: today's close so far. In the same currency. */
  readonly quotes: ReadonlyMap<string, Quote>;
  /** How many coins may be asked for of which not enough is kept. */
  readonly askAtMost: number;
  /** UTC epoch milliseconds. */
  readonly now: number;
}

/** Closes in a currency, and what of them there is not. Coins by asset id. */
export interface KnownCloses {
  readonly closes: PricesByDay;
  /** Units of the currency for one dollar; always for US dollars. */
  readonly perUsdOn: (day: number) => string | undefined;
  /** As shown, of all closes used. */
  readonly sources: readonly string[];
  /** Of which too little is kept, and which were not asked for this time. */
  readonly notAsked: readonly string[];
  /** Whose provider did not answer. */
  readonly unanswered: readonly string[];
  /** Days with closes that no exchange rate is known of; they go by the last before. */
  readonly daysWithoutRate: number;
}

/** Asked for as so many days, so that several questions are one. */
const SPANS = [30, 90, 365] as const;
/** So many days histories reach back without a paid plan; what lies before them is asked for by itself. */
const HISTORY_DAYS = 365;

/** Daily closes from what is kept, else from histories, which keep what they find. */
export async function readCloses(
  { needs, currency, quotes, askAtMost, now }: CloseQuestion,
  { assets, closes, histories, pastCloses, dayRates }: CloseParts,
): Promise<KnownCloses> {
  const today = dayOf(now);
  const from = needs.reduce((least, { fromDay }) => Math.min(least, fromDay), today);
  const kept = from >= today || needs.length === 0 ? [] : await closes.of(idsOf(needs), from, today - 1);
  const byAsset = new Map<string, DailyClose[]>(needs.map(({ asset }) => [asset, []]));
  for (const close of kept) byAsset.get(close.assetId)?.push(close);
  const short = needs.filter(({ asset, fromDay, toDay }) => {
    const last = Math.min(toDay, today - 1);
    const within = (byAsset.get(asset) ?? []).filter(({ day }) => day >= fromDay && day <= last);
    return fromDay <= last && !isComplete(within, fromDay, last);
  });
  const unanswered: string[] = [];
  await Promise.all(short.slice(0, askAtMost).map((need) => ask(need)));

  const days = new Set<number>();
  const sources = new Set<string>();
  for (const rows of byAsset.values())
    for (const { day, source } of rows) {
      days.add(day);
      sources.add(source);
    }
  const rates = await ratesOf(days);
  const found = new Map<string, ReadonlyMap<number, Price>>();
  for (const [asset, rows] of byAsset) found.set(asset, pricesOf(asset, rows));
  return {
    closes: found,
    perUsdOn: (day) => (currency === "USD" ? "1" : rates.get(day)),
    sources: [...sources],
    notAsked: idsOf(short.slice(askAtMost)),
    unanswered,
    daysWithoutRate: currency === "USD" ? 0 : [...days].filter((day) => !rates.has(day)).length,
  };

  async function ask({ asset: id, fromDay, toDay }: CloseNeed): Promise<void> {
    const asset = assetOf(id, assets);
    const span: Days = SPANS.find((each) => each >= today - fromDay + 1) ?? "max";
    const rows = new Map((byAsset.get(id) ?? []).map((close) => [close.day, close]));
    try {
      const history = await histories.daily(asset, "USD", span, "person");
      for (const [day, close] of history?.currency === "USD" ? closesByDay(history) : [])
        if (day < today && !rows.has(day)) rows.set(day, { assetId: id, day, close, source: history?.source ?? "" });
      const before = daysBefore(rows, fromDay, Math.min(toDay, today - HISTORY_DAYS));
      for (const close of await pastCloses.of(asset, before, "person"))
        if (!rows.has(close.day)) rows.set(close.day, close);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      unanswered.push(id);
    }
    byAsset.set(
      id,
      [...rows.values()].toSorted((a, b) => a.day - b.day),
    );
  }

  async function ratesOf(of: ReadonlySet<number>): Promise<ReadonlyMap<number, string>> {
    if (currency === "USD" || of.size === 0) return new Map();
    const rows = await dayRates.of(new Map([[currency, of]]), "person");
    return new Map(rows.map(({ day, perUsd }) => [day, perUsd]));
  }

  function pricesOf(asset: string, rows: readonly DailyClose[]): ReadonlyMap<number, Price> {
    const prices = new Map<number, Price>();
    for (const row of rows) {
      const { day, close } = row;
      if (!(close > 0)) continue;
      const perUsd = rates.get(day);
      if (currency === "USD") prices.set(day, usdPriceOf(row));
      else if (perUsd !== undefined) prices.set(day, convertedPriceOf(row, currency, perUsd));
    }
    const quote = quotes.get(asset);
    if (quote && quote.price > 0 && Number.isFinite(quote.price)) prices.set(today, priceFrom(quote.price));
    return prices;
  }
}

/** Prices of closes that are remembered, read once: they go with the closes. */
const usdPrices = new WeakMap<DailyClose, Price>();
const convertedPrices = new Map<string, WeakMap<DailyClose, { readonly perUsd: string; readonly price: Price }>>();

function usdPriceOf(row: DailyClose): Price {
  const known = usdPrices.get(row);
  if (known !== undefined) return known;
  const price = priceFrom(row.close);
  usdPrices.set(row, price);
  return price;
}

function convertedPriceOf(row: DailyClose, currency: string, perUsd: string): Price {
  const known = convertedPrices.get(currency) ?? new WeakMap<DailyClose, { perUsd: string; price: Price }>();
  convertedPrices.set(currency, known);
  const before = known.get(row);
  if (before?.perUsd === perUsd) return before.price;
  const price = convertedPrice(row.close, perUsd);
  known.set(row, { perUsd, price });
  return price;
}

/** The days up to the last that histories do not reach back to, of which no close is known. */
function daysBefore(rows: ReadonlyMap<number, DailyClose>, fromDay: number, last: number): readonly number[] {
  const kept = [...rows.values()].filter(({ day }) => day >= fromDay && day <= last);
  if (
    isComplete(
      kept.toSorted((a, b) => a.day - b.day),
      fromDay,
      last,
    )
  )
    return [];
  return Array.from({ length: Math.max(0, last - fromDay + 1) }, (_, index) => fromDay + index).filter(
    (day) => !rows.has(day),
  );
}

const idsOf = (needs: readonly CloseNeed[]): readonly string[] => needs.map(({ asset }) => asset);
