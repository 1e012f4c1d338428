import type { Asset } from "./asset.ts";
import { type AnswerBook, createMemory } from "./memory.ts";
import type { CloseBook, DailyClose } from "./closes.ts";
import { firstAnswer } from "./first-answer.ts";
import type { Log } from "../core/log.ts";
import type { Patience } from "../wire/transport.ts";

/** A provider of closes from before histories begin. Throws ProviderError when it got no usable answer. */
export interface PastCloseSource {
  /** As shown: "DefiLlama". */
  readonly source: string;
  /**
   * Closes in US dollars by day, counted since 1970 in UTC; a day that it does not have for certain is left out.
   * @param fromDay  and `toDay` belong to it: at most 500 days in all
   */
  pastCloses(asset: Asset, fromDay: number, toDay: number, patience: Patience): Promise<ReadonlyMap<number, number>>;
}

/** Closes of any day that is over, also from before CoinGecko's histories begin: without a paid plan those end at a year. */
export interface PastCloses {
  /**
   * What is known of days, others of the same time among it; in order of days.
   * @param days  counted since 1970 in UTC
   * @throws ProviderError when a source did not answer
   */
  of(asset: Asset, days: Iterable<number>, patience: Patience): Promise<readonly DailyClose[]>;
}

export interface PastCloseParts {
  /** None with sample data. */
  readonly sources: readonly PastCloseSource[];
  /** What is found is kept in it, and not asked for again. */
  readonly closes?: { readonly book: CloseBook; readonly log: Log };
  /** Without one, what a source did not have is forgotten at the end of the process. */
  readonly book?: AnswerBook;
  readonly clock: () => number;
}

/** So many days fit into one request. */
const MOST_DAYS = 500;
/** Requests for one question, so that a first look at ten years of a portfolio keeps nobody waiting for them all. */
const MOST_REQUESTS = 4;
/** The past does not change; what is missing of it hardly ever comes. */
const CACHE_MS = 6 * 60 * 60_000;

interface Stretch {
  readonly asset: Asset;
  readonly fromDay: number;
  readonly toDay: number;
}

interface Found {
  readonly closes: readonly DailyClose[];
  readonly asOf: number;
}

/** Past closes from what is kept, else from the first source that has any. */
export function createPastCloses({ sources, closes, book, clock }: PastCloseParts): PastCloses {
  const remembered = createMemory<Stretch, Found>({
    name: "past closes",
    keyOf: ({ asset, fromDay, toDay }) => `${asset.id} ${fromDay} ${toDay}`,
    cacheMs: CACHE_MS,
    staleAfterMs: Number.POSITIVE_INFINITY,
    clock,
    ask,
    ...(book ? { book } : {}),
  });

  async function ask({ asset, fromDay, toDay }: Stretch, patience: Patience): Promise<Found | undefined> {
    const found = await firstAnswer(sources, async (each) => {
      const closesByDay = await each.pastCloses(asset, fromDay, toDay, patience);
      return closesByDay.size === 0 ? undefined : { closesByDay, source: each.source };
    });
    if (!found) return undefined;
    const { closesByDay, source } = found;
    const made = [...closesByDay].map(([day, close]): DailyClose => ({ assetId: asset.id, day, close, source }));
    await keep(made);
    return { closes: made, asOf: clock() };
  }

  async function keep(found: readonly DailyClose[]): Promise<void> {
    try {
      await closes?.book.keep(found);
    } catch (error) {
      closes?.log.error({ error }, "closes not kept"); // The answer is there; it only has to be asked for again.
    }
  }

  return {
    async of(asset, days, patience) {
      const wanted = [...new Set(days)].toSorted((a, b) => b - a);
      const [last, first] = [wanted[0], wanted.at(-1)];
      if (last === undefined || first === undefined) return [];
      const kept = (await closes?.book.of([asset.id], first, last)) ?? [];
      const known = new Map(kept.map((close) => [close.day, close]));
      for (const stretch of stretchesOf(wanted.filter((day) => !known.has(day))).slice(0, MOST_REQUESTS)) {
        const found = await remembered({ asset, ...stretch }, patience);
        // A coin that was not there then was not there before.
        if (!found) break;
        for (const close of found.closes) known.set(close.day, close);
      }
      return [...known.values()].toSorted((a, b) => a.day - b.day);
    },
  };
}

/** The stretches of at most `MOST_DAYS` that days lie in, the newest first. @param days  the newest first */
function stretchesOf(days: readonly number[]): readonly Pick<Stretch, "fromDay" | "toDay">[] {
  const stretches: { fromDay: number; toDay: number }[] = [];
  for (const day of days) {
    const last = stretches.at(-1);
    if (last && last.toDay - day < MOST_DAYS) last.fromDay = day;
    else stretches.push({ fromDay: day, toDay: day });
  }
  return stretches;
}
