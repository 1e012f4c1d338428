import type { Once } from "../store/done-key-store.ts";
import type { Call } from "../core/call.ts";
import { UserError } from "../core/errors.ts";
import {
  ENTRY_LIMIT,
  HOLDINGS_AFTER,
  type PortfolioChange,
  type PortfolioSettings,
  type PortfolioUndone,
} from "../commands/portfolio-book.ts";
import type { KeptEntry, NewEntry } from "../portfolio/entry.ts";
import { assetsIn } from "../portfolio/related.ts";
import { turns } from "../portfolio/in-turns.ts";
import type { Database, Executor } from "../store/database.ts";
import { type HiddenRange, PortfolioHiddenStore } from "../store/portfolio-hidden-store.ts";
import { removeHidden } from "../store/portfolio-give-up.ts";
import { PortfolioStore } from "../store/portfolio-store.ts";
import { holdingAfter } from "./portfolio-holding.ts";
import type { Opened, OpenedPortfolios } from "./portfolio-opened.ts";
import { retrying, stillAt } from "./portfolio-overtaken.ts";

/** Entries that are put under their numbers in one transaction: a few milliseconds. */
const BATCH = 200;
/** What is put in and not published by then was given up: the process died. */
const GIVEN_UP_MS = 10 * 60_000;
export interface LargeParts {
  readonly database: Database;
  readonly once: Once;
  readonly opened: OpenedPortfolios;
  readonly settingsOf: (userId: string) => Promise<PortfolioSettings>;
  /** @throws UserError when there can be no such entry */
  readonly check: (entry: NewEntry, now: number) => void;
  readonly pause: () => Promise<void>;
}

/** What is done in the same transaction in which a file's entries become visible. */
interface FileChange<Facts> {
  readonly command: string;
  readonly factsOf: (change: PortfolioChange) => Facts;
  readonly also: (on: Executor) => Promise<void>;
}

/** Changes of any size: everything long happens before the one short transaction that makes them so. */
export interface LargeChanges {
  /**
   * Adds a file's entries. They may sell what is not there: files do not always tell everything.
   * @throws UserError when there is no room for them
   */
  addFile<Facts>(entries: readonly NewEntry[], call: Call, change: FileChange<Facts>): Promise<Facts>;
  undo<Facts>(call: Call, factsOf: (change: PortfolioUndone | undefined) => Facts): Promise<Facts>;
}

/** Changes of any size in the database. */
export function largeChanges({ database, once, opened, settingsOf, check, pause }: LargeParts): LargeChanges {
  const store = new PortfolioStore();
  const hidden = new PortfolioHiddenStore();

  async function put(range: HiddenRange, entries: readonly NewEntry[]): Promise<readonly KeptEntry[]> {
    const kept: KeptEntry[] = [];
    for (let start = 0; start < entries.length; start += BATCH) {
      const batch = entries.slice(start, start + BATCH);
      const put = await database
        .transaction()
        .execute(async (on) => await hidden.put(on, range.userId, range.first + start, batch));
      kept.push(...put);
      await pause();
    }
    return kept;
  }

  return {
    async addFile(entries, call, { command, factsOf, also }) {
      const { userId } = call.caller;
      const takeTurn = turns(pause);
      for (const entry of entries) {
        check(entry, call.now);
        await takeTurn();
      }
      const settings = await settingsOf(userId);
      if (entries.length === 0)
        return await once(command, call, async (on) => {
          await also(on);
          return factsOf({ added: [], removed: [], holdings: [], settings });
        });
      await room(userId, settings, entries.length);
      const range = await database
        .transaction()
        .execute(async (on) => await hidden.reserve(on, userId, entries.length, call.now + GIVEN_UP_MS));
      let isPublished = false;
      try {
        const added = await put(range, entries);
        return await retrying(async () => {
          const before = await room(userId, settings, entries.length);
          const after = await opened.computed([...before.entries, ...added], before.version + 1, settings);
          const facts = await once(command, call, async (on) => {
            await stillAt(on, userId, before);
            if (!(await store.publish(on, range, { command, now: call.now }))) throw tooSlow();
            await also(on);
            isPublished = true;
            return factsOf({ added, removed: [], holdings: holdingsOf(added, after), settings });
          });
          if (isPublished) opened.keep(userId, settings, after);
          return facts;
        });
      } finally {
        if (!isPublished) await removeHidden(database, range, pause);
      }
    },

    async undo(call, factsOf) {
      const { userId } = call.caller;
      const command = "portfolio undo";
      return await retrying(async () => {
        const settings = await settingsOf(userId);
        const before = await opened.of(userId, settings);
        const last = await store.lastChange(database, userId);
        if (!last)
          return await once(command, call, async (on) => {
            await stillAt(on, userId, before);
            return factsOf(undefined);
          });
        const { first, last: final } = last.added ?? { first: 0, last: -1 };
        const isAdded = ({ number }: KeptEntry): boolean => number >= first && number <= final;
        const removed = before.entries.filter(isAdded).toSorted((a, b) => a.number - b.number);
        const left = [...before.entries.filter((entry) => !isAdded(entry)), ...last.removed];
        const after = await opened.computed(left, before.version + 1, settings);
        const changed = { added: last.removed, removed, command: last.command, madeAt: last.madeAt, settings };
        let range: HiddenRange | undefined;
        let isUndone = false;
        const facts = await once(command, call, async (on) => {
          await stillAt(on, userId, before);
          range = await store.undo(on, userId, last, call.now);
          isUndone = true;
          return factsOf({ ...changed, holdings: holdingsOf([...changed.added, ...removed], after) });
        });
        if (isUndone) opened.keep(userId, settings, after);
        if (range) await removeHidden(database, range, pause);
        return facts;
      });
    },
  };

  async function room(userId: string, settings: PortfolioSettings, count: number): Promise<Opened> {
    const before = await opened.of(userId, settings);
    if (before.entries.length + count <= ENTRY_LIMIT) return before;
    throw new UserError(`A portfolio holds ${ENTRY_LIMIT.toLocaleString("en")} entries; there is no room for more.`);
  }
}

/** What became of the coins that come first. */
function holdingsOf(entries: readonly KeptEntry[], after: Opened) {
  const assets = new Set<string>();
  for (const entry of entries) {
    for (const asset of assetsIn(entry)) assets.add(asset);
    if (assets.size >= HOLDINGS_AFTER) break;
  }
  return [...assets].slice(0, HOLDINGS_AFTER).map((asset) => holdingAfter(asset, after));
}

const tooSlow = (): UserError => new UserError("Adding the file took too long; nothing was added. Please try again.");
