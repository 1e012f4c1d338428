import { fallen, moved, studied } from "../alerts/studies.ts";
import { type StudyParts, dailyCloses } from "../jobs/check-alerts-closes.ts";
import type { AlertAsset, Condition } from "../alerts/alert.ts";
import { DAY_MS, dayOf } from "../market/closes.ts";
import type { Histories } from "../market/history.ts";
import type { History, Points } from "../market/source.ts";
import { levelsIn, RANK_WINDOW } from "../jobs/check-alerts-layers.ts";
import type { News } from "../news/news.ts";
import { ProviderError } from "../core/errors.ts";
import { ranks } from "../sector/layer-figures.ts";
import type { Rates } from "../market/rates.ts";
import { type IndexBook, SECTOR_INDEX } from "../sector/indices.ts";
import { subjectOf } from "../alerts/subject.ts";
import { timesToldOn } from "../alerts/back-check.ts";

export interface PastParts extends Omit<StudyParts, "histories"> {
  readonly histories: Histories;
  readonly rates: Pick<Rates, "rate">;
  readonly indices: IndexBook;
  readonly news: Pick<News, "about">;
}

/** How often an alert would have told. */
export interface WouldHave {
  readonly times: number;
  readonly days: number;
  readonly interval: string;
}

const DAYS = 30;
const HOUR_MS = 3_600_000;
/** Closes before the stretch, which a study needs to begin. */
const RUN_UP_DAYS = 335;
/** With less of the stretch than that, a count would mislead. */
const LEAST_DAYS = 20;

/**
 * How often a condition would have told in the last 30 days, by what is kept or can be had of them; undefined where that cannot be
 * known, such as of a portfolio, which was another one then.
 */
export async function wouldHaveTold(
  condition: Condition,
  parts: PastParts,
  now: number,
): Promise<WouldHave | undefined> {
  try {
    const past = await pastOf(condition, parts, now);
    if (!past) return undefined;
    if ("times" in past) return { times: past.times, days: DAYS, interval: past.interval };
    const from = now - DAYS * DAY_MS;
    const [before, values] = [past.values.filter(([at]) => at < from), past.values.filter(([at]) => at >= from)];
    const [first] = values;
    if (!first || now - first[0] < LEAST_DAYS * DAY_MS) return undefined;
    // With the value before it, what happens on the first day counts, too.
    const times = timesToldOn(condition, [...before.slice(-1), ...values]);
    return { times, days: DAYS, interval: past.interval };
  } catch (error) {
    if (error instanceof ProviderError) return undefined;
    throw error;
  }
}

type Past =
  | { readonly values: Points; readonly interval: string }
  | { readonly times: number; readonly interval: string };

async function pastOf(condition: Condition, parts: PastParts, now: number): Promise<Past | undefined> {
  switch (condition.kind) {
    case "price": {
      const history = await hourly(condition.asset, condition.currency, parts);
      return history && { values: history.points, interval: intervalOf(history.points) };
    }
    case "move": {
      const history = await hourly(condition.asset, "USD", parts);
      if (!history) return undefined;
      const { points } = history;
      const values = points.map(
        ([at, price]) => [at, moved(price, rangeBefore(points, at, condition.windowMs), condition.direction)] as const,
      );
      return { values, interval: intervalOf(points) };
    }
    case "ratio": {
      const [one, other] = await Promise.all([
        hourly(condition.asset, "USD", parts),
        hourly(condition.against, "USD", parts),
      ]);
      return one && other && { values: ratios(one.points, other.points), interval: intervalOf(one.points) };
    }
    case "volume":
    case "cap": {
      const history = await hourly(condition.asset, "USD", parts);
      const values = condition.kind === "cap" ? history?.caps : history?.volumes;
      return values && values.length > 1 ? { values, interval: intervalOf(values) } : undefined;
    }
    case "drawdown":
      return await pastHighs(condition, parts, now);
    case "rsi":
    case "crossing":
    case "range_break": {
      if (condition.asset.kind === "token") return undefined;
      const history = await dailyCloses(condition.asset.id, DAYS + RUN_UP_DAYS, parts, now);
      const subject = subjectOf(condition, "");
      const isStudy = subject.kind === "rsi" || subject.kind === "crossing" || subject.kind === "range_break";
      return history && isStudy ? { values: studied(subject, history.points), interval: "daily closes" } : undefined;
    }
    case "layer_change":
    case "layer_breadth":
    case "layer_rank":
      return await pastLayers(condition, parts.indices, now);
    case "news": {
      const found = await parts.news.about({ kind: "projects", ids: [condition.projectId] }, DAYS, now);
      return found.feeds.readAt === undefined ? undefined : { times: found.stories.length, interval: "stories kept" };
    }
    case "portfolio_value":
    case "portfolio_day":
      return undefined;
  }
  return condition satisfies never;
}

async function hourly(
  asset: AlertAsset,
  currency: string,
  { histories, assetById }: PastParts,
): Promise<History | undefined> {
  const listed = asset.kind === "listed" ? assetById(asset.id) : undefined;
  const history = listed && (await histories.of(listed, currency, DAYS));
  return history?.currency === currency.toUpperCase() ? history : undefined;
}

/** As the points lie: "hourly prices" or "daily prices". */
function intervalOf(points: Points): string {
  const [first, last] = [points[0], points.at(-1)];
  const mean = first && last && points.length > 1 ? (last[0] - first[0]) / (points.length - 1) : 0;
  if (mean <= 1.5 * HOUR_MS) return "hourly figures";
  return mean < 20 * HOUR_MS ? `figures every ${Math.round(mean / HOUR_MS)} h` : "daily figures";
}

function rangeBefore(points: Points, at: number, windowMs: number) {
  const prices = points.flatMap(([time, price]) => (time <= at && time >= at - windowMs ? [price] : []));
  return { low: Math.min(...prices), high: Math.max(...prices) };
}

/** One price in another at the instants of the first, each with the newest one of the other. */
function ratios(one: Points, other: Points): Points {
  let index = -1;
  return one.flatMap(([at, price]) => {
    while ((other[index + 1]?.[0] ?? Number.POSITIVE_INFINITY) <= at) index += 1;
    const against = other[index];
    return against ? [[at, price / against[1]] as const] : [];
  });
}

async function pastHighs(
  { of, from }: Extract<Condition, { kind: "drawdown" }>,
  parts: PastParts,
  now: number,
): Promise<Past | undefined> {
  // Where the all-time high lies is not in a year's closes.
  if (from === "ath") return undefined;
  if ("layerId" in of) {
    const yesterday = dayOf(now) - 1;
    const days = await parts.indices.between(yesterday - DAYS - from.days, yesterday);
    const levels = levelsIn(days, of.layerId).map(({ day, level }) => [(day + 1) * DAY_MS, level] as const);
    // The check has no price of now to set against the levels: the last of so many days is compared with all of them.
    return { values: drawdowns(levels, from.days - 1), interval: "daily levels" };
  }
  if (of.asset.kind === "token") return undefined;
  const history = await dailyCloses(of.asset.id, DAYS + from.days, parts, now);
  return history && { values: drawdowns(history.points, from.days), interval: "daily closes" };
}

const drawdowns = (points: Points, days: number): Points =>
  points.map(([at, price]) => [at, fallen(price, rangeBefore(points, at, days * DAY_MS).high)] as const);

async function pastLayers(
  condition: Extract<Condition, { kind: "layer_change" | "layer_breadth" | "layer_rank" }>,
  indices: IndexBook,
  now: number,
): Promise<Past> {
  const yesterday = dayOf(now) - 1;
  const kept = await indices.between(yesterday - DAYS, yesterday);
  const byDay = new Map<number, (typeof kept)[number][]>();
  for (const each of kept)
    if (each.indexId !== SECTOR_INDEX) byDay.set(each.day, [...(byDay.get(each.day) ?? []), each]);
  const values = [...byDay].flatMap(([day, layers]) => {
    const move = layers.find(({ indexId }) => indexId === condition.layerId)?.moves;
    const value =
      condition.kind === "layer_rank"
        ? ranks(new Map(layers.map((each) => [each.indexId, each])), RANK_WINDOW).get(condition.layerId)
        : condition.kind === "layer_change"
          ? move?.[condition.window]?.median
          : move?.[condition.window]?.breadth;
    return value === undefined ? [] : [[(day + 1) * DAY_MS, value] as const];
  });
  return { values: values.toSorted(([a], [b]) => a - b), interval: "daily figures" };
}
