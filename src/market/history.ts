import type { Asset } from "./asset.ts";
import { type CloseBook, type DailyClose, closesIn, dayOf, historyOf, isComplete } from "./closes.ts";
import { firstAnswer } from "./first-answer.ts";
import type { Candles, Days, History, HistorySource, MarketSource } from "./source.ts";
import { isQuotedIn } from "./currencies.ts";
import { createMemory, type AnswerBook, type Standing } from "./memory.ts";
import type { Log } from "../core/log.ts";
import type { Patience } from "../wire/transport.ts";
import { ProviderError } from "../core/errors.ts";
import type { Quotes } from "./quotes.ts";

/** What prices have been. */
export interface Histories {
  /**
   * Prices of the last days with what was traded; undefined when there are none. From 90 days on in daily closes, where those
   * that were kept tell it.
   * In US dollars, or what a source to fall back on has, when the provider has no prices in `currency`; the answer says so.
   * @param currency  any case
   * @throws ProviderError when nobody answers and nothing younger than a day is known
   */
  of(asset: Asset, currency: string, days: Days, patience?: Patience): Promise<(History & Standing) | undefined>;
  /** The same where one price a day is enough, so that kept closes serve for any number of days. */
  daily(asset: Asset, currency: string, days: Days, patience?: Patience): Promise<(History & Standing) | undefined>;
  /** As `of` in candles, in the interval that the provider has for so many days. */
  candles(asset: Asset, currency: string, days: Days, patience?: Patience): Promise<(Candles & Standing) | undefined>;
}

/** Where closes are kept, and who says the price of now. */
interface KeptCloses {
  readonly book: CloseBook;
  readonly quotes: Pick<Quotes, "of">;
  /** Told when they cannot be kept or read: a history is one without them. */
  readonly log: Log;
}

export interface HistoriesParts {
  readonly markets: Pick<MarketSource, "history" | "candles">;
  /** Asked in this order when the market has no prices. */
  readonly fallbacks?: readonly HistorySource[];
  /** Without them every history is asked for; of sample data nothing must be kept. */
  readonly closes?: KeptCloses;
  /** Without one, histories are forgotten at the end of the process. */
  readonly book?: AnswerBook;
  readonly clock: () => number;
  /** From what age of the newest price on a history is called stale; Infinity for sample data. */
  readonly staleAfterMs?: number;
  /** How many times longer histories are cached, to spare a quota; 1 by default. */
  readonly stretch?: () => number;
}

/** A week's points are minutes or an hour apart, a year's a day. */
const SHORT_CACHE_MS = 5 * 60_000;
const LONG_CACHE_MS = 60 * 60_000;
/** Small coins are quoted once in some hours; a coin that is no longer traded not for days. */
const STALE_AFTER_MS = 36 * 60 * 60_000;
/** A history has up to some 2,000 points, so this is some 20 MB. */
const CACHE_SIZE = 300;
/** From so many days on one price a day draws the same line on a phone. */
const DAILY_FROM = 90;

interface Asked {
  readonly asset: Asset;
  readonly code: string;
  readonly days: Days;
}

/** Histories with a cache, one request for what several ask at once, other sources, kept closes, and a memory of a day. */
export function createHistories(parts: HistoriesParts): Histories {
  const { markets, fallbacks = [], closes, book, clock, staleAfterMs = STALE_AFTER_MS, stretch } = parts;
  const common = {
    keyOf: ({ asset, code, days }: Asked) => `${code} ${days} ${asset.id}`,
    cacheMs: ({ days }: Asked) => (days !== "max" && days <= 7 ? SHORT_CACHE_MS : LONG_CACHE_MS),
    staleAfterMs,
    clock,
    size: CACHE_SIZE,
    ...(book ? { book } : {}),
    ...(stretch ? { stretch } : {}),
  };
  const histories = createMemory<Asked, History>({ ...common, name: "history", ask: askFor });
  const candles = createMemory<Asked, Candles>({
    ...common,
    name: "candles",
    ask: ({ asset, code, days }, patience) => markets.candles(asset.id, code, days, patience),
  });

  const asked = (asset: Asset, currency: string, days: Days): Asked => {
    const code = currency.toUpperCase();
    return { asset, code: isQuotedIn(code) ? code : "USD", days };
  };

  const daily: Histories["daily"] = async (asset, currency, days, patience = "person") => {
    const question = asked(asset, currency, days);
    const kept = await fromCloses(question, patience);
    return kept ?? (await histories(question, patience));
  };

  return {
    daily,
    of: (asset, currency, days, patience = "person") =>
      days !== "max" && days >= DAILY_FROM
        ? daily(asset, currency, days, patience)
        : histories(asked(asset, currency, days), patience),
    candles: (asset, currency, days, patience) => candles(asked(asset, currency, days), patience),
  };

  async function askFor({ asset, code, days }: Asked, patience: Patience): Promise<History | undefined> {
    const asks: readonly (() => Promise<History | undefined>)[] = [
      () => markets.history(asset.id, code, days, patience),
      ...fallbacks.map((each) => () => each.history(asset, days, patience)),
    ];
    const history = await firstAnswer(asks, (ask) => ask());
    if (history && closes) await keep(asset.id, history, closes);
    return history;
  }

  /** What was kept up to yesterday with the price of now; undefined where that is not the whole of it. */
  async function fromCloses(
    { asset, code, days }: Asked,
    patience: Patience,
  ): Promise<(History & Standing) | undefined> {
    if (!closes || code !== "USD" || days === "max") return undefined;
    const today = dayOf(clock());
    const kept = await read(asset.id, today - days, today - 1, closes);
    const history = isComplete(kept, today - days, today - 1) ? historyOf(kept) : undefined;
    if (!history) return undefined;
    const quote = await nowOf(closes.quotes, asset, patience);
    if (!quote || quote.asOf <= history.asOf) return undefined;
    const source = [...new Set([...history.source.split(", "), quote.source])].join(", ");
    const points = [...history.points, [quote.asOf, quote.price] as const];
    return { ...history, points, source, asOf: quote.asOf, isStale: quote.isStale };
  }

  async function keep(assetId: string, history: History, { book: kept, log }: KeptCloses): Promise<void> {
    try {
      await kept.keep(closesIn(assetId, history, clock()));
    } catch (error) {
      log.error({ error }, "closes not kept"); // The answer is there; it only has to be asked for again.
    }
  }
}

async function read(
  assetId: string,
  fromDay: number,
  toDay: number,
  { book, log }: KeptCloses,
): Promise<readonly DailyClose[]> {
  try {
    return await book.of([assetId], fromDay, toDay);
  } catch (error) {
    log.error({ error }, "closes not read"); // There are others to ask.
    return [];
  }
}

/** The price of now; undefined when nobody says it. */
async function nowOf(quotes: Pick<Quotes, "of">, asset: Asset, patience: Patience) {
  try {
    return (await quotes.of([asset], "USD", patience)).get(asset.id);
  } catch (error) {
    if (error instanceof ProviderError) return undefined;
    throw error;
  }
}
