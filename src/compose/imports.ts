import { createHash, randomUUID } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Call, Progress } from "../core/call.ts";
import { UserError } from "../core/errors.ts";
import { namedCoin } from "../commands/portfolio-coins.ts";
import type { DryRun, ImportBook, ImportEnd, UnclearSymbol } from "../commands/import-book.ts";
import { ENTRY_LIMIT } from "../commands/portfolio-book.ts";
import { Exact, exactQuantity } from "../portfolio/amount.ts";
import type { EntryOrigin, KeptEntry, NewEntry } from "../portfolio/entry.ts";
import { FORMATS } from "../portfolio/importers/formats.ts";
import { entryKey, flowsOf, withAssets } from "../portfolio/importers/entries.ts";
import { type FileRead, readFile } from "../portfolio/importers/read-file.ts";
import type { Database } from "../store/database.ts";
import { ImportStore } from "../store/import-store.ts";
import { createImportCoins, type ImportCoinParts } from "./import-coins.ts";
import type { Portfolios } from "./portfolio.ts";
import { type ImportValueParts, unvaluedIn, withValues } from "./import-values.ts";

export interface ImportParts extends ImportCoinParts, ImportValueParts {
  readonly assets: ImportCoinParts["assets"];
  readonly database: Database;
  readonly portfolio: Pick<Portfolios, "open" | "addFile">;
  /** Lets others have their turn; a turn of the event loop by default. */
  readonly pause?: () => Promise<void>;
}

/** How long a file that was read waits for an answer. */
const WAITS_MS = 60 * 60_000;
/** Entries in one part of what is staged, and entries handled between two pauses. */
const PART = 100;
const COINS = 12;
const MAIN = "portfolio import";

type ReadRows = Extract<FileRead, { kind: "read" }>;
type Staged = NewEntry & { readonly origin: EntryOrigin };

/** What became of the drafts of a file. */
interface Sorted {
  readonly fresh: readonly Staged[];
  readonly duplicates: number;
  readonly rejected: DryRun["rejected"];
  readonly skipped: DryRun["skipped"];
  readonly unclear: readonly UnclearSymbol[];
}

/** Imports over the database: read in slices, staged in parts, made visible by one change of the portfolio. */
export function openImports(parts: ImportParts): ImportBook {
  const { database, portfolio, pause = nextTurn } = parts;
  const store = new ImportStore();
  const underWay = new Map<string, Promise<unknown>>();

  /** One after the other for each person: two presses at once are two questions, of which the second has its answer from the first. */
  async function inTurn<Value>(userId: string, work: () => Promise<Value>): Promise<Value> {
    const before = underWay.get(userId) ?? Promise.resolve();
    const mine = before.then(work, work);
    underWay.set(userId, mine);
    try {
      return await mine;
    } finally {
      if (underWay.get(userId) === mine) underWay.delete(userId);
    }
  }

  async function prepare(file: { name: string; text: string }, call: Call, progress: Progress): Promise<DryRun> {
    progress("Reading the file…");
    const read = await readFile(file.text, {
      now: call.now,
      pause,
      progress: (done, of) =>
        of > 5_000 && progress(`Read ${done.toLocaleString("en")} of ${of.toLocaleString("en")} rows…`),
    });
    if (read.kind === "unknown") throw unknownFormat(read.columns);
    if (read.rows === 0) throw new UserError(`This is a file of ${read.format}, but there is no row in it.`);
    const { entries: held, ledger } = await portfolio.open(call);
    const importId = importIdOf(call);
    const sorted = await sort(read, { importId, held, call });
    if (held.length + sorted.fresh.length > ENTRY_LIMIT)
      throw new UserError(`A portfolio holds ${ENTRY_LIMIT.toLocaleString("en")} entries; this would be more.`);
    const before = unvaluedIn(sorted.fresh);
    const fresh = await withValues(sorted.fresh, parts, { progress, pause });
    const unvalued = unvaluedIn(fresh);
    const expiresAt = call.now + WAITS_MS;
    await stage(importId, fresh, { format: read.format, expiresAt, call });
    const times = fresh.map(({ at }) => at);
    const [fromAt, toAt] = times.reduce(
      ([low, high], at) => [Math.min(low, at), Math.max(high, at)],
      [Infinity, -Infinity],
    );
    const heldNow = (asset: string) => exactQuantity(ledger.holdings.get(asset)?.quantity ?? 0n);
    const { end } = read;
    return {
      step: "dry run",
      importId,
      fileName: file.name,
      format: read.format,
      rows: read.rows,
      ...(fresh.length === 0 ? {} : { fromAt, toAt }),
      adds: fresh.length,
      addsByKind: counted(fresh.map(({ kind }) => kind)).map(([kind, count]) => ({ kind, count })),
      coins: (await coinsIn(fresh)).map(({ assetId, entries, change }) => ({
        assetId,
        symbol: namedCoin(assetId, parts).symbol,
        entries,
        heldBefore: heldNow(assetId).toFixed(),
        heldAfter: heldNow(assetId).plus(change).toFixed(),
      })),
      duplicates: sorted.duplicates,
      skipped: sorted.skipped,
      rejected: sorted.rejected,
      unclear: sorted.unclear,
      filled: before - unvalued,
      unvalued,
      ...(end.kind === "all"
        ? {}
        : { cutOff: end.kind === "too_many" ? ("too_many_rows" as const) : ("broken" as const) }),
      expiresAt,
    };
  }

  async function sort(
    { drafts }: ReadRows,
    { importId, held, call }: { importId: string; held: readonly KeptEntry[]; call: Call },
  ): Promise<Sorted> {
    const meant = createImportCoins(parts, call);
    const imported = new Set(held.flatMap(({ origin }) => (origin ? [origin.rowKey] : [])));
    // What was entered without a file, or came by another one, is there as well; each of it stands for one row.
    const there = new Map<string, number>();
    for (const [index, entry] of held.entries()) {
      if (index % PART === 0) await pause();
      const key = entryKey(entry);
      there.set(key, (there.get(key) ?? 0) + 1);
    }
    const rejected: { line: number; reason: string }[] = [];
    const skipped: string[] = [];
    const unclear = new Map<string, UnclearSymbol>();
    const fresh: Staged[] = [];
    let duplicates = 0;
    for (const [index, draft] of drafts.entries()) {
      if (index % PART === 0) await pause();
      const { line, rowKey } = draft;
      if (draft.kind === "skipped") skipped.push(draft.reason);
      else if (draft.kind === "refused") rejected.push({ line, reason: draft.reason });
      else {
        const found = await withAssets(draft.entry, meant);
        if ("symbol" in found) {
          rejected.push({ line, reason: reasonFor(found) });
          unclear.set(found.symbol, { ...found, rows: (unclear.get(found.symbol)?.rows ?? 0) + 1 });
          continue;
        }
        const key = entryKey(found.entry);
        const left = there.get(key) ?? 0;
        if (imported.has(rowKey) || left > 0) {
          duplicates += 1;
          if (left > 0) there.set(key, left - 1);
        } else fresh.push({ ...found.entry, origin: { importId, rowKey } });
      }
    }
    return {
      fresh,
      duplicates,
      rejected,
      skipped: counted(skipped).map(([reason, count]) => ({ reason, count })),
      unclear: [...unclear.values()].toSorted((a, b) => b.rows - a.rows),
    };
  }

  async function stage(
    id: string,
    entries: readonly NewEntry[],
    { format, expiresAt, call }: { format: string; expiresAt: number; call: Call },
  ): Promise<void> {
    await store.removeExpired(database, call.now);
    // Asked again after its process died, it is there already, and its buttons may have been seen.
    if (await store.find(database, call.caller.userId, id, call.now)) return;
    await store.begin(database, { id, userId: call.caller.userId, format, now: call.now, expiresAt });
    for (let start = 0; start < entries.length; start += PART) {
      await store.addPart(database, id, start / PART, entries.slice(start, start + PART));
      await pause();
    }
    await store.setState(database, id, "staged", "reading");
  }

  async function confirm(importId: string | undefined, call: Call): Promise<ImportEnd> {
    const found = await store.find(database, call.caller.userId, importId, call.now);
    if (!found) throw gone();
    if (found.state === "added") return { step: "was added" };
    const { entries: held } = await portfolio.open(call);
    const there = new Set<string>();
    for (const { origin } of held) if (origin) there.add(origin.rowKey);
    const entries: NewEntry[] = [];
    for (let position = 0; ; position += 1) {
      const part = await store.part(database, found.id, position);
      if (!part) break;
      for (const entry of part) if (!entry.origin || !there.has(entry.origin.rowKey)) entries.push(entry);
      await pause();
    }
    const end = await portfolio.addFile(entries, call, {
      command: MAIN,
      factsOf: ({ added, holdings }): ImportEnd => ({
        step: "added",
        count: added.length,
        format: found.format,
        missing: holdings.flatMap(({ asset, missing }) =>
          missing === undefined ? [] : [{ symbol: namedCoin(asset, parts).symbol, quantity: missing }],
        ),
      }),
      // With the entries, so that there is no moment at which one is there without the other.
      also: async (on) => {
        if (!(await store.setState(on, found.id, "added", "staged"))) throw gone();
      },
    });
    while (await store.emptySome(database, found.id)) await pause();
    return end;
  }

  /** The coins with the most entries, and what those change of each. */
  async function coinsIn(entries: readonly NewEntry[]) {
    const coins = new Map<string, { entries: number; change: Exact }>();
    for (const [index, entry] of entries.entries()) {
      if (index % PART === 0) await pause();
      for (const { asset, change } of flowsOf(entry)) {
        const coin = coins.get(asset) ?? { entries: 0, change: new Exact(0) };
        coins.set(asset, { entries: coin.entries + 1, change: coin.change.plus(change) });
      }
    }
    return [...coins]
      .toSorted(([, a], [, b]) => b.entries - a.entries)
      .slice(0, COINS)
      .map(([assetId, coin]) => ({ assetId, ...coin }));
  }

  return {
    prepare,
    confirm: (importId, call) => inTurn(call.caller.userId, () => confirm(importId, call)),
    cancel: (importId, call) =>
      inTurn(call.caller.userId, async () => {
        const found = await store.find(database, call.caller.userId, importId, call.now);
        if (!found) throw gone();
        if (found.state !== "staged") return { step: "was added" };
        await store.remove(database, found.id);
        return { step: "cancelled" };
      }),
  };
}

/** The same for the same call, so that a file which is handed over a second time does not take the first one's place. */
const importIdOf = ({ key, caller }: Call): string =>
  key === undefined
    ? randomUUID()
    : createHash("sha256")
        .update(JSON.stringify([caller.userId, key]))
        .digest("hex")
        .slice(0, 32);

const gone = (): UserError =>
  new UserError("There is no file waiting: it was cancelled, replaced by another, or is more than an hour old.", {
    hint: "Send it again with /portfolio import.",
  });

function unknownFormat(columns: readonly string[]): UserError {
  const names = [...new Set(FORMATS.map(({ name }) => name.split(" ")[0]))].join(", ");
  const seen = columns
    .slice(0, 6)
    .map((name) => `"${name.slice(0, 24)}"`)
    .join(", ");
  return new UserError(
    `This is no file that I know.${columns.length > 2 ? ` Its columns seem to be ${seen}${columns.length > 6 ? " …" : ""}.` : " It has no line with the names of columns."}`,
    { hint: `I read the CSV exports of ${names}. For anything else: docs/portfolio-csv.md describes our own format.` },
  );
}

const reasonFor = ({ symbol, candidates }: Omit<UnclearSymbol, "rows">): string =>
  candidates.length === 0
    ? `"${symbol}" is no coin that is known`
    : `"${symbol}" may mean ${candidates
        .slice(0, 3)
        .map(({ label }) => label)
        .join(", ")}${candidates.length > 3 ? " …" : ""}`;

const countedMap = (words: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
};

/** Each word with how often it comes, the most frequent first. */
const counted = (words: readonly string[]): readonly (readonly [string, number])[] =>
  [...countedMap(words)].toSorted(([, a], [, b]) => b - a);
