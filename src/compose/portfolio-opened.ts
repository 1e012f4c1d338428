import type { PortfolioSettings } from "../commands/portfolio-book.ts";
import type { DayRates } from "../market/day-rates.ts";
import type { KeptEntry } from "../portfolio/entry.ts";
import { inTurns, turns } from "../portfolio/in-turns.ts";
import { type KeptLedger, replayingKept } from "../portfolio/replay-kept.ts";
import type { Database } from "../store/database.ts";
import { markOf, pagesOf } from "../store/portfolio-pages.ts";
import { byTime, PortfolioStore } from "../store/portfolio-store.ts";
import { conversionFor } from "./portfolio-conversion.ts";
import { createKept } from "./portfolio-kept.ts";

/** An entry with its lots takes about 1.1 kB, so what is kept is some 112 MB at the most; a usual portfolio has half a megabyte. */
const KEPT = { most: 200, heaviest: 100_000 } as const;
/** After so long what was computed with a rate of a day that is not over, or without one, is computed again. */
const PROVISIONAL_MS = 10 * 60_000;
/** So often a portfolio that changes while it is read is read again, before all others have to wait for it. */
const READS = 4;

export interface OpenedParts {
  readonly database: Database;
  readonly dayRates: DayRates;
  readonly clock: () => number;
  /** Lets others have their turn. */
  readonly pause: () => Promise<void>;
}

/** What was read and computed of a portfolio. */
export interface Opened extends KeptLedger {
  /** What the stored rows were at; another one, and this is old. */
  readonly version: number;
  /** By time, then by number. */
  readonly entries: readonly KeptEntry[];
  readonly expiresAt: number;
}

/** Portfolios that were read and computed lately. Reading and computing a large one leaves others their turns. */
export interface OpenedPortfolios {
  /** What is kept of it where it is still so; else it is read and computed, once for all who ask meanwhile. */
  of(userId: string, settings: PortfolioSettings): Promise<Opened>;
  /** What it would be with these entries, in any order. */
  computed(entries: readonly KeptEntry[], version: number, settings: PortfolioSettings): Promise<Opened>;
  /** Keeps what it has become. */
  keep(userId: string, settings: PortfolioSettings, opened: Opened): void;
}

/** Portfolios in the database. */
export function createOpened({ database, dayRates, clock, pause }: OpenedParts): OpenedPortfolios {
  const store = new PortfolioStore();
  const kept = createKept<Opened>(KEPT);
  const underWay = new Map<string, Promise<Opened>>();
  const keyOf = (userId: string, { method, currency }: PortfolioSettings): string => `${userId} ${method} ${currency}`;

  const keep: OpenedPortfolios["keep"] = (userId, settings, opened) =>
    kept.set(keyOf(userId, settings), opened, opened.entries.length);

  const computed: OpenedPortfolios["computed"] = async (given, version, { method, currency }) => {
    const entries = given.toSorted(byTime);
    const conversion = await conversionFor(entries, currency, dayRates, clock(), pause);
    const expiresAt = conversion.isProvisional ? clock() + PROVISIONAL_MS : Number.POSITIVE_INFINITY;
    const replayed = await inTurns(replayingKept(entries, method, conversion), pause);
    return { version, entries, expiresAt, ...replayed };
  };

  async function read(userId: string): Promise<Pick<Opened, "version" | "entries">> {
    const takeTurn = turns(pause);
    for (let reads = 0; reads < READS; reads += 1) {
      const mark = await markOf(database, userId);
      const entries: KeptEntry[] = [];
      for await (const page of pagesOf(database, userId, mark)) {
        entries.push(...page);
        await takeTurn();
      }
      if ((await store.version(database, userId)) === mark.version) return { version: mark.version, entries };
    }
    return await database.transaction().execute(async (on) => ({
      version: await store.version(on, userId),
      entries: await store.entries(on, userId),
    }));
  }

  async function opened(userId: string, settings: PortfolioSettings): Promise<Opened> {
    const { version, entries } = await read(userId);
    const fresh = await computed(entries, version, settings);
    keep(userId, settings, fresh);
    return fresh;
  }

  return {
    async of(userId, settings) {
      const version = await store.version(database, userId);
      const key = keyOf(userId, settings);
      const known = kept.get(key);
      if (known?.version === version && clock() < known.expiresAt) return known;
      const asked = `${key} ${version}`;
      const begun = underWay.get(asked) ?? opened(userId, settings);
      underWay.set(asked, begun);
      try {
        return await begun;
      } finally {
        underWay.delete(asked);
      }
    },
    computed,
    keep,
  };
}
