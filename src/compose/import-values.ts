import type { Asset } from "../market/asset.ts";
import { type Closes, dayOf } from "../market/closes.ts";
import { DOLLAR_COINS } from "../market/dollar-coins.ts";
import { closesByDay } from "../market/day-rates.ts";
import type { Histories } from "../market/history.ts";
import type { PastCloses } from "../market/past-closes.ts";
import { ProviderError } from "../core/errors.ts";
import { utcDay } from "../core/format.ts";
import { Exact } from "../portfolio/amount.ts";
import type { Entry, StatedMoney } from "../portfolio/entry.ts";

export interface ImportValueParts {
  readonly assets: { byId(id: string): Asset | undefined };
  readonly closes: Closes;
  readonly histories: Pick<Histories, "daily">;
  readonly pastCloses: PastCloses;
  /** Wall-clock time for all histories together; what is not known by then stays unknown. */
  readonly historiesMs?: number;
}

/** Coins whose histories are asked for: one request each, and some more for what lies more than a year back. */
const HISTORIES = 40;
const HISTORIES_MS = 20_000;
/** Entries between two pauses. */
const SLICE = 100;

/** Whether an entry counts by what its coins were worth, and the file does not say it. */
const lacksValue = (entry: Entry): boolean =>
  /^(income|transfer_in|gift_in|gift_out|swap)$/.test(entry.kind) && !("value" in entry && entry.value);

/** By which coin the entry is valued. */
function measured(entry: Entry): { readonly asset: string; readonly quantity: string } | undefined {
  if (!("asset" in entry) || entry.kind === "split") return undefined;
  if (entry.kind === "swap" && !DOLLAR_COINS.has(entry.asset) && DOLLAR_COINS.has(entry.toAsset))
    return { asset: entry.toAsset, quantity: entry.toQuantity };
  return entry;
}

/**
 * The entries with what they were worth where nobody said it: by closes that are kept, else by one history for each coin,
 * within a limit of time. What nobody knows stays unknown.
 */
export async function withValues<Given extends Entry>(
  entries: readonly Given[],
  parts: ImportValueParts,
  { progress, pause }: { readonly progress: (line: string) => void; readonly pause: () => Promise<void> },
): Promise<readonly Given[]> {
  const days = new Map<string, Set<number>>();
  for (const entry of entries) {
    const by = lacksValue(entry) ? measured(entry) : undefined;
    if (by) days.set(by.asset, (days.get(by.asset) ?? new Set()).add(dayOf(entry.at)));
  }
  const closes = new Map<string, ReadonlyMap<number, { readonly price: number; readonly from: string }>>();
  const until = performance.now() + (parts.historiesMs ?? HISTORIES_MS);
  let asked = 0;
  for (const [asset, wanted] of days) {
    const found = await keptCloses(asset, wanted, parts.closes);
    if (found.size < wanted.size && asked < HISTORIES && performance.now() < until) {
      asked += 1;
      progress(`Looking up what coins were worth (${asked} of ${Math.min(days.size, HISTORIES)})…`);
      for (const [day, close] of await historyCloses(asset, parts)) if (!found.has(day)) found.set(day, close);
      const older = [...wanted].filter((day) => !found.has(day));
      for (const [day, close] of await olderCloses(asset, older, parts)) if (!found.has(day)) found.set(day, close);
    }
    closes.set(asset, found);
    await pause();
  }
  const valued: Given[] = [];
  for (const [index, entry] of entries.entries()) {
    if (index % SLICE === 0) await pause();
    const by = lacksValue(entry) ? measured(entry) : undefined;
    const close = by && closes.get(by.asset)?.get(dayOf(entry.at));
    if (!by || !close) {
      valued.push(entry);
      continue;
    }
    const amount = new Exact(by.quantity).mul(new Exact(close.price).toDecimalPlaces(30)).toFixed();
    const value: StatedMoney = { amount, currency: "USD", isFilled: true, filledFrom: close.from };
    valued.push({ ...entry, value });
  }
  return valued;
}

const told = (day: number, source: string): string => `close of ${utcDay(day * 86_400_000)}, ${source}`;

async function keptCloses(asset: string, wanted: ReadonlySet<number>, closes: Closes) {
  const days = [...wanted];
  const [from, to] = days.reduce(
    ([low, high], day) => [Math.min(low, day), Math.max(high, day)],
    [Infinity, -Infinity],
  );
  const kept = await closes.of([asset], from, to);
  return new Map(kept.map(({ day, close, source }) => [day, { price: close, from: told(day, source) }]));
}

async function historyCloses(assetId: string, { assets, histories }: ImportValueParts) {
  const asset = assets.byId(assetId);
  if (!asset) return [];
  try {
    const history = await histories.daily(asset, "USD", "max", "person");
    if (history?.currency !== "USD") return [];
    return [...closesByDay(history)].map(([day, price]) => [day, { price, from: told(day, history.source) }] as const);
  } catch (error) {
    if (error instanceof ProviderError) return [];
    throw error;
  }
}

/** Of days that no history reaches back to. */
async function olderCloses(assetId: string, days: readonly number[], { assets, pastCloses }: ImportValueParts) {
  const asset = assets.byId(assetId);
  if (!asset || days.length === 0) return [];
  try {
    const closes = await pastCloses.of(asset, days, "person");
    return closes.map(({ day, close, source }) => [day, { price: close, from: told(day, source) }] as const);
  } catch (error) {
    if (error instanceof ProviderError) return [];
    throw error;
  }
}

/** Entries that count by what their coins were worth, and nobody knows it. */
export const unvaluedIn = (entries: readonly Entry[]): number => entries.filter(lacksValue).length;
