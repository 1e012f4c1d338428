import { changeIn, fallen, moved } from "../alerts/studies.ts";
import type { AlertAsset } from "../alerts/alert.ts";
import { type AlertPrices, type AssetNow, staleAfter, type Standing } from "./check-alerts-prices.ts";
import { assetKey, pricedAssets, type Subject, subjectKey } from "../alerts/subject.ts";
import type { AlertQuoteStore } from "../store/alert-quote-store.ts";
import type { Database } from "../store/database.ts";
import { lookAtHigh, type HighParts } from "./check-alerts-highs.ts";
import { lookAtLayer, type LayerParts } from "./check-alerts-layers.ts";
import { lookAtCloses, type StudyParts } from "./check-alerts-closes.ts";
import type { Look, Observation } from "../alerts/observation.ts";
import type { News } from "../news/news.ts";
import { ProviderError } from "../core/errors.ts";
import type { Rates } from "../market/rates.ts";
import type { Stack } from "../sector/layers.ts";
import { within } from "../core/within.ts";

/** What somebody's portfolio is worth now. */
export interface PortfolioNow {
  readonly value: number;
  readonly currency: string;
  /** Change over the day, as a fraction; absent where it cannot be known. */
  readonly dayFraction?: number;
  /** UTC epoch milliseconds of the oldest price in it. */
  readonly asOf: number;
  readonly source: string;
}

/** By user id; those without a portfolio, or without a price for all of it, are absent. @throws ProviderError */
export type PortfolioValues = (userIds: readonly string[]) => Promise<ReadonlyMap<string, PortfolioNow>>;

export interface AlertValueParts extends HighParts, LayerParts, StudyParts {
  readonly database: Database;
  readonly quotes: Pick<AlertQuoteStore, "range" | "assets" | "noteHigh">;
  readonly prices: AlertPrices;
  readonly rates: Pick<Rates, "rate">;
  readonly news: Pick<News, "about">;
  readonly portfolios: PortfolioValues;
  /** How long one question is waited for, in milliseconds. */
  readonly limitMs?: number;
}

/** What alerts' subjects are worth now, by `subjectKey`. */
export type LookAtSubjects = (subjects: readonly Subject[], now: number) => Promise<ReadonlyMap<string, Look>>;

const MINUTE_MS = 60_000;
const LIMIT_MS = 8_000;
/** A portfolio is as new as the quotes in it, which are asked for anew. */
const PORTFOLIO_EVERY_MS = 5 * MINUTE_MS;
/** Feeds are read each ten minutes. */
const NEWS_EVERY_MS = 5 * MINUTE_MS;
/** A story counts while its first item is so young; items join it for two days, so that none is told of twice. */
const STORY_DAYS = 3;
const STORIES_DAYS = 7;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Looks at many subjects at once: one request of each source for all prices, one of the market for all layers. */
export function createLookAtSubjects(parts: AlertValueParts): LookAtSubjects {
  const { database, quotes, prices, rates, news, portfolios, limitMs = LIMIT_MS } = parts;

  return async (subjects, now) => {
    const needed = subjects.flatMap(pricedAssets);
    const sized = new Set(
      subjects.flatMap((each) => (each.kind === "volume" || each.kind === "cap" ? [assetKey(each.asset)] : [])),
    );
    const owners = subjects.flatMap((each) => ("userId" in each ? [each.userId] : []));
    const needsStack = subjects.some(({ kind }) => kind.startsWith("layer_"));
    const [assets, stack, values] = await Promise.all([
      needed.length === 0 ? NO_ASSETS : prices.look(needed, sized, now),
      needsStack ? limited("the market", () => parts.stack()) : undefined,
      owners.length === 0 ? undefined : limited("the portfolio", () => portfolios([...new Set(owners)])),
    ]);
    const context: Context = { assets, stack, values, now };
    const looks = new Map<string, Look>();
    await Promise.all(subjects.map(async (each) => void looks.set(subjectKey(each), await look(each, context))));
    return looks;
  };

  async function look(subject: Subject, { assets, stack, values, now }: Context): Promise<Look> {
    const nowOf = (asset: AlertAsset): AssetNow | undefined => assets.get(assetKey(asset));
    switch (subject.kind) {
      case "price": {
        const price = looked(nowOf(subject.asset)?.price);
        return subject.currency === "USD" ? price : await inCurrency(price, subject.currency, now);
      }
      case "volume":
      case "cap":
        return looked(nowOf(subject.asset)?.[subject.kind]);
      case "ratio":
        return ratio(looked(nowOf(subject.asset)?.price), looked(nowOf(subject.against)?.price));
      case "move": {
        const price = looked(nowOf(subject.asset)?.price);
        const key = assetKey(subject.asset);
        const range = await quotes.range(database, key, now - subject.windowMs);
        return mapped(price, (usd) => moved(usd, range ?? { low: usd, high: usd }, subject.direction));
      }
      case "drawdown": {
        if ("layerId" in subject.of) return await lookAtLayer(subject, undefined, parts, now);
        const price = looked(nowOf(subject.of.asset)?.price);
        const high = await lookAtHigh(subject.of.asset, subject.from, price, parts, now);
        return typeof high === "number"
          ? mapped(price, (usd) => fallen(usd, high))
          : { ...price, seen: price.seen.kind === "missing" ? price.seen : { kind: "missing", why: high } };
      }
      case "portfolio_value": {
        const owned = owner(values, subject.userId, now, (value) => value);
        const found = typeof values === "string" ? undefined : values?.get(subject.userId);
        if (found === undefined || found.currency === subject.currency) return owned;
        return await inCurrency(owned, subject.currency, now, found.currency);
      }
      case "portfolio_day":
        return owner(values, subject.userId, now, (_value, day) =>
          day === undefined ? undefined : changeIn(subject.direction, day),
        );
      case "layer_change":
      case "layer_breadth":
      case "layer_rank":
        return await lookAtLayer(subject, stack, parts, now);
      case "news":
        return await lookAtNews(subject.projectId, now);
      case "rsi":
      case "crossing":
      case "range_break":
        return await lookAtCloses(subject, parts, now);
    }
    return subject satisfies never;
  }

  async function inCurrency(inUsd: Look, currency: string, now: number, from = "USD"): Promise<Look> {
    if (inUsd.seen.kind === "missing") return inUsd;
    const rate = await limited("the exchange rate", () => rates.rate(from, currency, "job"));
    if (typeof rate === "string") return missing(inUsd.everyMs, rate);
    if (!rate) return missing(inUsd.everyMs, `There is no exchange rate for ${currency}.`);
    // Money moves little in a day; a coin as a currency moves as coins do.
    if (now - rate.asOf > DAY_MS) return missing(inUsd.everyMs, `The exchange rate for ${currency} is over a day old.`);
    return mapped(inUsd, (usd) => usd * rate.value);
  }

  async function lookAtNews(projectId: string, now: number): Promise<Look> {
    const { stories, feeds } = await news.about({ kind: "projects", ids: [projectId] }, STORIES_DAYS, now);
    if (feeds.readAt === undefined) return missing(NEWS_EVERY_MS, "No feed has been read yet.");
    const young = stories.filter(({ first }) => first.publishedAt > now - STORY_DAYS * DAY_MS);
    // A story is as new as the item by which it became known.
    const newest = Math.max(0, ...young.map(({ items }) => knownBy(items)));
    return {
      everyMs: NEWS_EVERY_MS,
      seen: { kind: "seen", value: newest, asOf: feeds.readAt, source: `${feeds.count} feeds` },
    };
  }

  /** @returns a sentence of ours when nobody answers, or not in time */
  async function limited<Value>(what: string, asked: () => Promise<Value>): Promise<Value | string> {
    try {
      return (await within(asked(), limitMs))?.value ?? `The answer about ${what} came too late.`;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      return `Nobody answered about ${what}: ${error.provider} said nothing usable.`;
    }
  }
}

interface Context {
  readonly assets: ReadonlyMap<string, AssetNow>;
  readonly stack: Stack | string | undefined;
  readonly values: ReadonlyMap<string, PortfolioNow> | string | undefined;
  readonly now: number;
}

const NO_ASSETS: ReadonlyMap<string, AssetNow> = new Map();

/** The number of the item by which a story became known; items are numbered in the order in which they did. */
export const knownBy = (items: readonly { readonly id: string }[]): number =>
  Math.min(...items.map(({ id }) => Number(id.replace(/^n:/, ""))));

const missing = (everyMs: number, why: string): Look => ({ everyMs, seen: { kind: "missing", why } });

function looked(standing: Standing | undefined): Look {
  if (!standing) return missing(MINUTE_MS, "It is not known to the market any more.");
  const { everyMs, ...seen } = standing;
  return { everyMs, seen };
}

/** The same look at another figure that follows from it. */
function mapped({ seen, everyMs }: Look, value: (of: number) => number): Look {
  switch (seen.kind) {
    case "missing":
      return { seen, everyMs };
    case "doubted":
      return { everyMs, seen: { ...seen, value: value(seen.value), last: value(seen.last) } };
    default:
      return { everyMs, seen: { ...seen, value: value(seen.value) } };
  }
}

/** One price in another: as old, as doubtful and as seldom as the worse of the two. */
function ratio(one: Look, two: Look): Look {
  const everyMs = Math.max(one.everyMs, two.everyMs);
  const [a, b] = [one.seen, two.seen];
  if (a.kind === "missing") return { everyMs, seen: a };
  if (b.kind === "missing") return { everyMs, seen: b };
  const base = {
    value: a.value / b.value,
    asOf: Math.min(a.asOf, b.asOf),
    source: [...new Set([a.source, b.source])].join(", "),
  };
  const before = (seen: Exclude<Observation, { kind: "missing" }>) =>
    seen.kind === "doubted" ? seen.last : seen.value;
  if (a.kind === "doubted" || b.kind === "doubted")
    return { everyMs, seen: { ...base, kind: "doubted", last: before(a) / before(b) } };
  return { everyMs, seen: { ...base, kind: a.kind === "stale" || b.kind === "stale" ? "stale" : "seen" } };
}

function owner(
  values: Context["values"],
  userId: string,
  now: number,
  figureOf: (value: number, day: number | undefined) => number | undefined,
): Look {
  if (typeof values === "string") return missing(PORTFOLIO_EVERY_MS, values);
  const found = values?.get(userId);
  if (!found) return missing(PORTFOLIO_EVERY_MS, "There is no portfolio, or not every holding has a price.");
  const value = figureOf(found.value, found.dayFraction);
  if (value === undefined) return missing(PORTFOLIO_EVERY_MS, "Its value of a day ago is not known.");
  const kind = now - found.asOf <= staleAfter(PORTFOLIO_EVERY_MS) ? "seen" : "stale";
  return { everyMs: PORTFOLIO_EVERY_MS, seen: { kind, value, asOf: found.asOf, source: found.source } };
}
