import { type CloseBook, closesIn, dayClosedAt, dayOf, CLOSE_WITHIN_MS, DAY_MS, isComplete } from "../market/closes.ts";
import { known } from "../wire/figure.ts";
import type { Log } from "../core/log.ts";
import type { MarketSource } from "../market/source.ts";
import { ProviderError } from "../core/errors.ts";
import type { Step } from "./tick.ts";

/** When the history of each asset was last asked for in whole. */
interface BackFills {
  /** UTC epoch milliseconds by asset id. */
  all(): Promise<ReadonlyMap<string, number>>;
  note(assetId: string, at: number): Promise<void>;
}

export interface KeepClosesParts {
  readonly markets: Pick<MarketSource, "source" | "markets" | "history">;
  readonly closes: CloseBook;
  readonly backFills: BackFills;
  /** Whose closes are kept without anybody asking. */
  readonly assetIds: readonly string[];
  readonly log: Log;
}

/** What a free plan gives, and what charts of a year need. */
const DAYS = 365;
/** One history each few minutes leaves the provider's minute to people: eighty assets take four hours. */
const EVERY_MS = 3 * 60_000;
/** After a failure, and when a quota makes jobs pause. */
const RETRY_MS = 10 * 60_000;
/** An asset whose newest days are missing is asked for again after a day; one that is young or has old gaps after a week. */
const MISSING_MS = DAY_MS;
const GAPS_MS = 7 * DAY_MS;

/**
 * Keeps the daily closes of the sector: once, just after midnight UTC, the prices of all (a request per 250 assets), which are
 * the closes of the day that has ended; at other times, one asset at a time, the days that are missing.
 */
export function keepCloses({ markets, closes, backFills, assetIds, log }: KeepClosesParts): Step {
  let next = Number.NEGATIVE_INFINITY;
  let takenDay: number | undefined;

  return {
    name: "keep closes",
    async run(now) {
      if (now < next) return "idle";
      next = now + EVERY_MS;
      try {
        const yesterday = dayOf(now) - 1;
        if (takenDay !== yesterday && now % DAY_MS <= CLOSE_WITHIN_MS) {
          await takeCloses(yesterday);
          takenDay = yesterday;
          return undefined;
        }
        const assetId = await mostMissing(now);
        if (assetId === undefined) return "idle";
        await backFill(assetId, now);
        return undefined;
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
        next = now + RETRY_MS;
        log.info({ detail: error.message }, "closes wait");
        return "idle";
      }
    },
  };

  /** A price that is too old to be the day's close is left out; the missing day is filled in later. */
  async function takeCloses(day: number): Promise<void> {
    const rows = await markets.markets(assetIds, "USD", "job");
    const taken = [...rows.values()].filter(({ asOf }) => dayClosedAt(asOf) === day);
    await closes.keep(
      taken.map(({ id, price, volume24h, marketCap }) => ({
        assetId: id,
        day,
        close: price,
        ...known({ volume: volume24h, marketCap }),
        source: markets.source,
      })),
    );
    log.info({ day: new Date(day * DAY_MS).toISOString().slice(0, 10), closes: taken.length }, "closes kept");
  }

  /** The first asset whose year is not complete and that was not asked for lately; those never asked for come first. */
  async function mostMissing(now: number): Promise<string | undefined> {
    const [fromDay, toDay] = [dayOf(now) - DAYS, dayOf(now) - 1];
    const asked = await backFills.all();
    const inTurn = assetIds.toSorted((a, b) => (asked.get(a) ?? 0) - (asked.get(b) ?? 0));
    for (const assetId of inTurn) {
      const age = now - (asked.get(assetId) ?? Number.NEGATIVE_INFINITY);
      if (age < MISSING_MS) return undefined;
      const kept = await closes.of([assetId], fromDay, toDay);
      const isBehind = (kept.at(-1)?.day ?? fromDay) < toDay - 1;
      if (!isComplete(kept, fromDay, toDay) && age >= (isBehind ? MISSING_MS : GAPS_MS)) return assetId;
    }
    return undefined;
  }

  async function backFill(assetId: string, now: number): Promise<void> {
    const history = await markets.history(assetId, "USD", DAYS, "job");
    if (history) await closes.keep(closesIn(assetId, history, now));
    await backFills.note(assetId, now);
  }
}
