import type { Once } from "../store/done-key-store.ts";
import { setImmediate as nextTurn } from "node:timers/promises";
import { UserError } from "../core/errors.ts";
import {
  ENTRY_LIMIT,
  HOLDINGS_AFTER,
  type OpenPortfolio,
  type PortfolioBook,
  type PortfolioChange,
  type PortfolioSettings,
} from "../commands/portfolio-book.ts";
import { entryRefusal, shortageRefusal } from "../commands/portfolio-refusals.ts";
import type { DayRates } from "../market/day-rates.ts";
import { problemOf } from "../portfolio/check-entry.ts";
import type { Method } from "../portfolio/conventions.ts";
import type { KeptEntry, NewEntry } from "../portfolio/entry.ts";
import { assetsIn, entriesAbout, withOrigins } from "../portfolio/related.ts";
import { inTurns } from "../portfolio/in-turns.ts";
import { replayingKept } from "../portfolio/replay-kept.ts";
import { newShortage } from "../portfolio/shortage.ts";
import type { Database, Executor } from "../store/database.ts";
import { asKept, replacing } from "../store/portfolio-row.ts";
import { type EntriesChanged, PortfolioStore } from "../store/portfolio-store.ts";
import { UserSettingStore } from "../store/user-setting-store.ts";
import { conversionFor } from "./portfolio-conversion.ts";
import { holdingAfter } from "./portfolio-holding.ts";
import { largeChanges, type LargeChanges } from "./portfolio-large.ts";
import { createOpened } from "./portfolio-opened.ts";
import { Overtaken, retrying, stillAt } from "./portfolio-overtaken.ts";

const METHODS: readonly string[] = ["fifo", "lifo", "hifo", "lofo", "average"] satisfies readonly Method[];
const isMethod = (word: string): word is Method => METHODS.includes(word);

export interface PortfolioParts {
  readonly database: Database;
  /** Carries out a command's database writes once for each call; see `DoneKeyStore.once`. */
  readonly once: Once;
  readonly dayRates: DayRates;
  readonly assets: { byId(id: string): { readonly symbol: string } | undefined };
  /** Where somebody has set nothing. */
  readonly defaults: PortfolioSettings;
  readonly clock: () => number;
  /** Lets others have their turn while a large portfolio is read or changed; a turn of the event loop by default. */
  readonly pause?: () => Promise<void>;
}

type Judged = { readonly refusal: UserError } | Pick<PortfolioChange, "holdings">;

/** The book, and what adds files to it. */
export type Portfolios = PortfolioBook & Pick<LargeChanges, "addFile">;

/** Portfolios in the database, computed when they are asked for. */
export function openPortfolios(parts: PortfolioParts): Portfolios {
  const { database, once, dayRates, assets, defaults, clock, pause = nextTurn } = parts;
  const store = new PortfolioStore();
  const userSettings = new UserSettingStore();
  const opened = createOpened({ database, dayRates, clock, pause });
  const symbolOf = (id: string): string => assets.byId(id)?.symbol ?? id;

  async function settingsOf(on: Executor, userId: string): Promise<PortfolioSettings> {
    const set = await userSettings.of(on, userId);
    const method = set.get("method") ?? "";
    return {
      method: isMethod(method) ? method : defaults.method,
      currency: set.get("currency") ?? defaults.currency,
      zone: set.get("zone") ?? defaults.zone,
    };
  }

  /** What a change is judged and told by. Everything long, and everything from outside, comes before the change begins. */
  async function preparing(userId: string, added: readonly NewEntry[]) {
    const settings = await settingsOf(database, userId);
    const before = await opened.of(userId, settings);
    const all = added.length === 0 ? before.entries : [...before.entries, ...added];
    const conversion = await conversionFor(all, settings.currency, dayRates, clock(), pause);
    return { settings, before, conversion };
  }

  type Prepared = Awaited<ReturnType<typeof preparing>>;

  /** What becomes of the coins that a change is about, and why it is refused, if it is. */
  async function judged(
    { settings, before, conversion }: Prepared,
    changed: EntriesChanged,
    mayLack: boolean,
  ): Promise<Judged> {
    const about = new Set([...changed.added, ...changed.removed].flatMap(assetsIn));
    const entries = entriesAfter(before.entries, changed);
    const assetsAbout = withOrigins([...entries, ...changed.removed], about);
    const after = await inTurns(replayingKept(entriesAbout(entries, assetsAbout), settings.method, conversion), pause);
    const shortage = mayLack ? undefined : newShortage(before.ledger, after.ledger, assetsAbout);
    const taking = shortage && entries.find(({ number }) => number === shortage.number);
    if (shortage && taking)
      return { refusal: shortageRefusal({ ...shortage, taking, ...changed }, { symbolOf, zone: settings.zone }) };
    return { holdings: [...about].slice(0, HOLDINGS_AFTER).map((asset) => holdingAfter(asset, after)) };
  }

  /**
   * The change as it was judged. A refusal comes after what is written and takes it back: of a call that came before, the first
   * answer is given instead.
   */
  function told<Changed extends EntriesChanged>(changed: Changed, { settings }: Prepared, judgement: Judged) {
    if ("refusal" in judgement) throw judgement.refusal;
    return { ...changed, settings, holdings: judgement.holdings };
  }

  const large = largeChanges({
    database,
    once,
    opened,
    settingsOf: (userId) => settingsOf(database, userId),
    check,
    pause,
  });

  return {
    async open({ caller: { userId } }): Promise<OpenPortfolio> {
      const settings = await settingsOf(database, userId);
      const { entries, ledger, unconverted } = await opened.of(userId, settings);
      return { settings, entries, ledger, unconverted };
    },

    async add(entries, call, factsOf, command = "portfolio add") {
      const { userId } = call.caller;
      for (const entry of entries) check(entry, call.now);
      const mayLack = entries.some(({ origin }) => origin !== undefined);
      return await retrying(async () => {
        const first = await store.nextNumber(database, userId);
        const prepared = await preparing(userId, entries);
        const added = entries.map((entry, index) => asKept(entry, first + index));
        const judgement = await judged(prepared, { added, removed: [] }, mayLack);
        return await once(command, call, async (on) => {
          await stillAt(on, userId, prepared.before);
          // A file on its way in takes numbers without changing anything yet.
          if ((await store.nextNumber(on, userId)) !== first) throw new Overtaken();
          if (prepared.before.entries.length + entries.length > ENTRY_LIMIT)
            throw new UserError(
              `A portfolio holds ${ENTRY_LIMIT.toLocaleString("en")} entries; there is no room for more.`,
            );
          const changed = await store.add(on, entries, { userId, command, now: call.now });
          return factsOf(told(changed, prepared, judgement));
        });
      });
    },

    async replace(number, entry, call, factsOf) {
      const { userId } = call.caller;
      const command = "portfolio edit";
      check(entry, call.now);
      return await retrying(async () => {
        const prepared = await preparing(userId, [entry]);
        const removed = prepared.before.entries.filter((each) => each.number === number);
        const added = removed.map((each) => asKept(replacing(each, entry), number));
        const judgement = await judged(prepared, { added, removed }, false);
        return await once(command, call, async (on) => {
          await stillAt(on, userId, prepared.before);
          const changed = await store.replace(on, number, entry, { userId, command, now: call.now });
          if (!changed) throw noSuchNumber([number]);
          return factsOf(told(changed, prepared, judgement));
        });
      });
    },

    async remove(numbers, call, factsOf) {
      const { userId } = call.caller;
      const command = "portfolio remove";
      return await retrying(async () => {
        const prepared = await preparing(userId, []);
        const wanted = new Set(numbers);
        const removed = prepared.before.entries
          .filter(({ number }) => wanted.has(number))
          .toSorted((a, b) => a.number - b.number);
        const judgement = await judged(prepared, { added: [], removed }, false);
        return await once(command, call, async (on) => {
          await stillAt(on, userId, prepared.before);
          const changed = await store.remove(on, numbers, { userId, command, now: call.now });
          const absent = numbers.filter((each) => !changed.removed.some(({ number }) => number === each));
          if (absent.length > 0) throw noSuchNumber(absent);
          return factsOf(told(changed, prepared, judgement));
        });
      });
    },

    addFile: (entries, call, change) => large.addFile(entries, call, change),
    undo: (call, factsOf) => large.undo(call, factsOf),

    async settle(settings, call, factsOf) {
      const { userId } = call.caller;
      return await once("portfolio settings", call, async (on) => {
        for (const [name, value] of Object.entries(settings))
          if (value !== undefined) await userSettings.set(on, userId, name, value, call.now);
        return factsOf(await settingsOf(on, userId));
      });
    },
  };

  function check(entry: NewEntry, now: number): void {
    const problem = problemOf(entry, now);
    if (problem) throw entryRefusal(problem, entry, symbolOf);
  }
}

const noSuchNumber = (numbers: readonly number[]): UserError =>
  new UserError(
    numbers.length === 1
      ? `There is no #${numbers[0]} in your portfolio.`
      : `These are not in your portfolio: ${numbers.map((number) => `#${number}`).join(", ")}.`,
    { hint: "/portfolio activities lists what is there." },
  );

const entriesAfter = (before: readonly KeptEntry[], { added, removed }: EntriesChanged): readonly KeptEntry[] => {
  const numbers = new Set(removed.map(({ number }) => number));
  return [...before.filter(({ number }) => !numbers.has(number)), ...added];
};
