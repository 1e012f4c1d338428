import { setImmediate as pause } from "node:timers/promises";
import type { Asset } from "./asset.ts";
import { chainNamed } from "./chains.ts";
import { fold, squeeze } from "./asset-words.ts";
import type { Curated } from "./curated-assets.ts";

/** Assets that are put in between two breaths of the event loop; about two milliseconds. */
const BREATH = 500;

/** One name under which an asset is found while somebody types. */
export interface SearchKey {
  readonly key: string;
  readonly kind: "symbol" | "name" | "word";
  readonly asset: Asset;
  /** Has a rank, or is one of ours: comes before the thousands that few have heard of. */
  readonly isNotable: boolean;
}

/** All assets by everything they are called, best known first in each list. Built once, then only read. */
export class AssetIndex {
  readonly byId = new Map<string, Asset>();
  /** Search keys by their first character, in the order of rank. */
  readonly keysByStart = new Map<string, SearchKey[]>();
  /** Names and symbols worth a guess when a word is not known. */
  readonly notableNames: string[] = [];
  readonly #exact = new Map<string, Asset[]>();
  readonly #squeezed = new Map<string, Asset[]>();
  readonly #contracts = new Map<string, Asset[]>();
  readonly #curatedIds: ReadonlySet<string>;
  readonly #aliases: ReadonlyMap<string, readonly string[]>;

  private constructor(curated: Curated) {
    this.#curatedIds = new Set(curated.assets.map(({ id }) => id));
    this.#aliases = new Map(
      curated.assets.map(({ id, symbol, name, aliases }) => [id, [symbol, name, ...(aliases ?? [])]]),
    );
  }

  /** Puts the assets in without holding up the event loop. */
  static async of(assets: readonly Asset[], curated: Curated): Promise<AssetIndex> {
    const index = new AssetIndex(curated);
    for (const [place, asset] of index.#inOrder(assets).entries()) {
      index.#add(asset);
      if (place % BREATH === BREATH - 1) await pause();
    }
    return index;
  }

  /** As `of`, at once; for short lists. */
  static now(assets: readonly Asset[], curated: Curated): AssetIndex {
    const index = new AssetIndex(curated);
    for (const asset of index.#inOrder(assets)) index.#add(asset);
    return index;
  }

  get size(): number {
    return this.byId.size;
  }

  /** Whether it is ranked or one of ours. */
  isNotable(asset: Asset): boolean {
    return asset.rank !== undefined || this.#curatedIds.has(asset.id);
  }

  isCurated(asset: Asset): boolean {
    return this.#curatedIds.has(asset.id);
  }

  /**
   * Everything that is called so, best known first: by id, symbol, name or alias as written; else, and besides an asset that
   * is found by its id alone, by name without regard to blanks and signs.
   */
  named(word: string): readonly Asset[] {
    const folded = fold(word);
    const exact = this.#exact.get(folded) ?? [];
    const [only, ...more] = exact;
    const byIdAlone = only !== undefined && more.length === 0 && only.id === folded && fold(only.symbol) !== folded;
    if (only !== undefined && !byIdAlone) return exact;
    const alike = this.#squeezed.get(squeeze(folded)) ?? [];
    return only === undefined || alike.includes(only) ? alike : [...alike, only];
  }

  /** By contract address, with or without a CoinGecko platform id in front: "base:0x…". */
  atContract(word: string): readonly Asset[] {
    const whole = this.#contracts.get(addressKey(word));
    if (whole) return whole;
    const [, chain, address] = /^([^:]+):(.+)$/.exec(word) ?? [];
    if (chain === undefined || address === undefined) return [];
    const platform = chainNamed(chain)?.id ?? chain;
    return (this.#contracts.get(addressKey(address)) ?? []).filter(({ contracts }) => {
      const there = contracts?.[platform];
      return there !== undefined && addressKey(there) === addressKey(address);
    });
  }

  #inOrder(assets: readonly Asset[]): Asset[] {
    const place = (asset: Asset): number => asset.rank ?? (this.#curatedIds.has(asset.id) ? 1e6 : 1e7);
    return assets.toSorted((a, b) => place(a) - place(b));
  }

  #add(asset: Asset): void {
    this.byId.set(asset.id, asset);
    const isNotable = this.isNotable(asset);
    const names = [asset.name, ...(this.#aliases.get(asset.id) ?? [])];
    for (const name of new Set([asset.id, asset.symbol, ...names].map(fold))) put(this.#exact, name, asset);
    for (const name of new Set([asset.id, ...names].map((each) => squeeze(fold(each)))))
      if (name !== "") put(this.#squeezed, name, asset);
    for (const address of new Set(Object.values(asset.contracts ?? {}).map(addressKey)))
      put(this.#contracts, address, asset);
    if (isNotable) this.notableNames.push(asset.symbol, ...names);
    this.#addKeys(asset, names, isNotable);
  }

  #addKeys(asset: Asset, names: readonly string[], isNotable: boolean): void {
    const kinds = new Map<string, SearchKey["kind"]>();
    for (const word of names.flatMap((name) =>
      fold(name)
        .split(/[\s\p{P}]+/u)
        .slice(1),
    ))
      kinds.set(word, "word");
    for (const name of [asset.id, ...names]) kinds.set(fold(name), "name");
    kinds.set(fold(asset.symbol), "symbol");
    for (const [key, kind] of kinds)
      if (key !== "") put(this.keysByStart, key.charAt(0), { key, kind, asset, isNotable });
  }
}

/** EVM addresses differ in case only by their checksum; elsewhere case counts. */
const addressKey = (address: string): string => (/^0x/i.test(address) ? address.toLowerCase() : address);

function put<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
