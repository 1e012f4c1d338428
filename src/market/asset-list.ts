import { setImmediate as pause } from "node:timers/promises";
import type { Asset } from "./asset.ts";
import { AssetIndex } from "./asset-index.ts";
import { cleanLine } from "../core/clean.ts";
import type { Curated } from "./curated-assets.ts";
import type { ListedCoin, MarketRow, MarketSource } from "./source.ts";
import type { Log } from "../core/log.ts";
import { ProviderError } from "../core/errors.ts";

/** Pages of 250 by market cap: the thousand largest get a rank. */
const RANKED_PAGES = 4;
/** A list shorter than this part of the last one is a broken answer, not a shrunken market. */
const SHRINKAGE = 0.5;
/** Rows that are written or cleaned between two breaths of the event loop; a few milliseconds. */
const BATCH = 250;

/** Where the list outlives the process. */
export interface AssetKeeper {
  all(): Promise<readonly Asset[]>;
  put(assets: readonly Asset[]): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  /** UTC epoch milliseconds of the last complete refresh. */
  refreshedAt(): Promise<number | undefined>;
  noteRefresh(at: number): Promise<void>;
}

export interface Refreshed {
  readonly assets: number;
  /** Whether every page of ranks came; if not, the old ranks of the rest were kept. */
  readonly isComplete: boolean;
}

export interface AssetListParts {
  readonly source: Pick<MarketSource, "source" | "coinList" | "topMarkets">;
  readonly store: AssetKeeper;
  readonly log: Log;
  readonly clock: () => number;
  readonly curated: Curated;
}

/** The list of all assets in memory: ours at first, then the stored one, then the provider's, day by day. */
export class AssetList {
  readonly #parts: AssetListParts;
  #index: AssetIndex;
  #listed: readonly Asset[] = [];
  #refreshedAt: number | undefined;
  #refreshing: Promise<Refreshed> | undefined;

  constructor(parts: AssetListParts) {
    this.#parts = parts;
    this.#index = AssetIndex.now(withCurated([], parts.curated), parts.curated);
  }

  get index(): AssetIndex {
    return this.#index;
  }

  get refreshedAt(): number | undefined {
    return this.#refreshedAt;
  }

  /** False until a list of all coins has been taken up: then only ours are known. */
  get isWhole(): boolean {
    return this.#listed.length > 0;
  }

  async load(): Promise<void> {
    const listed = await this.#parts.store.all();
    this.#refreshedAt = await this.#parts.store.refreshedAt();
    if (listed.length > 0) await this.#take(listed);
  }

  /** @throws ProviderError when there is no new list; the old one serves on */
  refresh(): Promise<Refreshed> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #refresh(): Promise<Refreshed> {
    const { source, store, clock } = this.#parts;
    const before = this.#listed;
    const coins = await source.coinList();
    if (coins.length === 0 || coins.length < before.length * SHRINKAGE)
      throw new ProviderError(source.source, "unusable", { detail: `a list of ${coins.length} coins` });
    const { rows, isComplete } = await this.#ranked();
    const after = await merged(before, coins, rows, isComplete);
    await this.#take(after);
    await write(store, before, after);
    if (isComplete) {
      this.#refreshedAt = clock();
      await store.noteRefresh(this.#refreshedAt);
    }
    return { assets: after.length, isComplete };
  }

  /** The rows of as many pages as can be had: names without ranks are worth more than no names. */
  async #ranked(): Promise<{ rows: readonly MarketRow[]; isComplete: boolean }> {
    const rows: MarketRow[] = [];
    for (let page = 1; page <= RANKED_PAGES; page++) {
      try {
        rows.push(...(await this.#parts.source.topMarkets(page)));
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
        this.#parts.log.warn({ page, error: error.message }, "ranks of assets not refreshed");
        return { rows, isComplete: false };
      }
    }
    return { rows, isComplete: true };
  }

  /** The new index is built beside the old one and takes its place in one step. */
  async #take(listed: readonly Asset[]): Promise<void> {
    this.#index = await AssetIndex.of(withCurated(listed, this.#parts.curated), this.#parts.curated);
    this.#listed = listed;
  }
}

/** Our own stay known where a list leaves them out. */
function withCurated(listed: readonly Asset[], curated: Curated): readonly Asset[] {
  const ids = new Set(listed.map(({ id }) => id));
  const missing = curated.assets.filter(({ id }) => !ids.has(id));
  return [...listed, ...missing.map(({ id, symbol, name }) => ({ id, symbol, name }))];
}

/** Every listed or ranked coin, cleaned; what a page that did not come would have said is taken from the list before. */
async function merged(
  before: readonly Asset[],
  coins: readonly ListedCoin[],
  rows: readonly MarketRow[],
  isComplete: boolean,
): Promise<readonly Asset[]> {
  const ranks = new Map<string, Pick<Asset, "rank" | "capUsd">>(
    isComplete ? [] : before.map((each) => [each.id, each]),
  );
  for (const { id, rank, marketCap } of rows)
    ranks.set(id, {
      ...(rank === undefined ? {} : { rank }),
      ...(marketCap === undefined ? {} : { capUsd: marketCap }),
    });
  const raw = new Map<string, Pick<Asset, "id" | "symbol" | "name" | "contracts">>();
  for (const { id, symbol, name } of rows) raw.set(id, { id, symbol, name });
  for (const coin of coins) raw.set(coin.id, coin);
  const assets: Asset[] = [];
  for (const [place, coin] of [...raw.values()].entries()) {
    const asset = cleaned(coin, ranks.get(coin.id));
    if (asset) assets.push(asset);
    if (place % BATCH === BATCH - 1) await pause();
  }
  return assets;
}

/** @returns undefined for an id that could not be told from the text around it */
function cleaned(
  { id, symbol, name, contracts }: Pick<Asset, "id" | "symbol" | "name" | "contracts">,
  known: Pick<Asset, "rank" | "capUsd"> | undefined,
): Asset | undefined {
  if (!/^[^\s,;=?]{1,100}$/.test(id) || cleanLine(id, 100) !== id) return undefined;
  return {
    id,
    symbol: cleanLine(symbol, 16).toUpperCase() || id.toUpperCase(),
    name: cleanLine(name, 60) || id,
    ...(known?.rank === undefined ? {} : { rank: known.rank }),
    ...(known?.capUsd === undefined ? {} : { capUsd: known.capUsd }),
    ...(contracts === undefined || Object.keys(contracts).length === 0 ? {} : { contracts }),
  };
}

/**
 * Only what differs is written, the best known first, with a breath after each batch. Cut short, the table holds rows of both
 * days, each right by itself, and the next refresh completes it.
 */
async function write(store: AssetKeeper, before: readonly Asset[], after: readonly Asset[]): Promise<void> {
  const text = ({ symbol, name, rank, capUsd, contracts }: Asset): string =>
    JSON.stringify([symbol, name, rank, capUsd, contracts]);
  const stored = new Map(before.map((asset) => [asset.id, asset]));
  const changed: Asset[] = [];
  for (const [place, asset] of after.entries()) {
    const old = stored.get(asset.id);
    if (!old || text(old) !== text(asset)) changed.push(asset);
    stored.delete(asset.id);
    if (place % (BATCH * 8) === 0) await pause();
  }
  changed.sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || 0);
  for (let start = 0; start < changed.length; start += BATCH) {
    await store.put(changed.slice(start, start + BATCH));
    await pause();
  }
  const gone = [...stored.keys()];
  for (let start = 0; start < gone.length; start += BATCH) {
    await store.remove(gone.slice(start, start + BATCH));
    await pause();
  }
}
