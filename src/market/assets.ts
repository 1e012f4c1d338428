import type { Asset } from "./asset.ts";
import { AssetList, type AssetListParts, type Refreshed } from "./asset-list.ts";
import { type AssetChoiceKeeper, AssetResolver, type Resolved } from "./asset-resolver.ts";
import { assetChoices } from "./asset-choices.ts";
import { beginningWith } from "./asset-search.ts";
import type { Call } from "../core/call.ts";
import type { Choice } from "../core/command.ts";
import { cleanLine } from "../core/clean.ts";
import { type Curated, readCurated } from "./curated-assets.ts";
import { fold, looksLikeAddress, readReference, WORD_LIMIT } from "./asset-words.ts";

/** How many suggestions are given while somebody types. */
const SUGGESTIONS = 25;
/** The most words that are taken for one name when a list was split at its blanks. */
const PHRASE_WORDS = 4;

export interface AssetParts extends Omit<AssetListParts, "curated"> {
  readonly choices: AssetChoiceKeeper;
  /** Ours by default: data/assets.json. */
  readonly curated?: Curated;
}

/** Names, symbols, ids and addresses to assets: all of it from memory, but for what a user chose earlier. */
export class Assets {
  readonly #list: AssetList;
  readonly #resolver: AssetResolver;
  readonly #curated: Curated;

  constructor(parts: AssetParts) {
    this.#curated = parts.curated ?? readCurated();
    this.#list = new AssetList({ ...parts, curated: this.#curated });
    this.#resolver = new AssetResolver({ ...parts, list: this.#list, curated: this.#curated });
  }

  /** How many assets are known. */
  get size(): number {
    return this.#list.index.size;
  }

  /** UTC epoch milliseconds of the last complete refresh, also of an earlier process; undefined when there was none. */
  get refreshedAt(): number | undefined {
    return this.#list.refreshedAt;
  }

  /** Takes up the list of the last refresh. Until then, and on the very first start, our own short list answers. */
  async load(): Promise<void> {
    await this.#list.load();
  }

  /**
   * Fetches the list of all coins and the largest by cap: five requests. What is known stays in use until the new list is
   * complete, and stays for good when that is refused or suspiciously short. A second call joins the first.
   * @throws ProviderError when there is no new list; the old one serves on
   */
  async refresh(): Promise<Refreshed> {
    return await this.#list.refresh();
  }

  byId(id: string): Asset | undefined {
    return this.#list.index.byId.get(id);
  }

  /** The largest by market cap at the last refresh, the largest first; none before the first refresh. */
  ranked(limit: number): readonly Asset[] {
    const largest: Asset[] = [];
    // The index is in the order of rank.
    for (const asset of this.#list.index.byId.values()) {
      if (asset.rank === undefined || largest.length >= limit) break;
      largest.push(asset);
    }
    return largest;
  }

  /** Those with a contract on a chain, the largest first. @param platform  CoinGecko's platform id, as in `Asset.contracts` */
  onChain(platform: string): readonly Asset[] {
    return [...this.#list.index.byId.values()].filter(({ contracts }) => contracts?.[platform] !== undefined);
  }

  /** The best known of the assets with this ticker: whom an exchange means that writes nothing else. */
  bearerOf(symbol: string): Asset | undefined {
    const folded = fold(symbol);
    return this.#list.index.named(symbol).find((asset) => fold(asset.symbol) === folded);
  }

  /**
   * The asset that is meant by an id, symbol, name, old name or contract address. `=id` is exactly that id; `WORD=id` says
   * besides that this is what the caller means by WORD, which is remembered when it is said in chat; `WORD?` asks again.
   * @throws UserError with `alternatives` when it is not clear, or not known but for something like it
   */
  async one(typed: string, call: Call): Promise<Resolved> {
    return await this.#resolver.one(typed, call);
  }

  /** What begins as typed, from memory; each value stands for exactly that asset, whatever its symbol means to the caller. */
  suggest(typed: string): readonly Choice[] {
    if (typed.length > WORD_LIMIT) return [];
    const reference = readReference(cleanLine(typed, WORD_LIMIT));
    const found = reference.kind === "this" ? this.#exactly(reference.id) : this.#found(reference.word);
    return assetChoices(found, ({ id }) => this.reference(id));
  }

  /** The shortest text that stands for exactly this asset: its id, or `=id` where the id is also the name of another. */
  reference(id: string): string {
    const isAlone = this.#list.index.named(id).length === 1 && this.#curated.noticeOf(id) === undefined;
    return isAlone && !looksLikeAddress(id) ? id : `=${id}`;
  }

  /** Whether a word means something that many know: a reference, an address, one of our names, or a ranked asset's. */
  isKnown(word: string): boolean {
    const line = cleanLine(word, WORD_LIMIT);
    if (line === "") return false;
    if (line.includes("=") || line.endsWith("?") || looksLikeAddress(line)) return true;
    const { index } = this.#list;
    return this.#curated.noticeOf(line) !== undefined || index.named(line).some((asset) => index.isNotable(asset));
  }

  /** Whether a word that is known means one asset without a question, whoever says it. */
  isClear(word: string): boolean {
    return this.#resolver.isClear(cleanLine(word, WORD_LIMIT));
  }

  /**
   * Joins the words of names that were split at their blanks: ["bit", "tensor", "near"] is ["bit tensor", "near"].
   * Words that are each a known symbol are left alone, so that no coin can call itself by two others' names.
   */
  phrases(words: readonly string[]): readonly string[] {
    const found: string[] = [];
    for (let start = 0; start < words.length;) {
      const length = this.#phraseLength(words.slice(start, start + PHRASE_WORDS));
      found.push(words.slice(start, start + length).join(" "));
      start += length;
    }
    return found;
  }

  #phraseLength(words: readonly string[]): number {
    for (let length = words.length; length > 1; length--) {
      const part = words.slice(0, length);
      if (part.some((word) => /[=?]/.test(word)) || part.every((word) => this.#isSymbol(word))) continue;
      if (this.isKnown(part.join(" "))) return length;
    }
    return 1;
  }

  #isSymbol(word: string): boolean {
    const { index } = this.#list;
    const folded = fold(word);
    return index.named(word).some((asset) => index.isNotable(asset) && fold(asset.symbol) === folded);
  }

  #exactly(id: string): readonly Asset[] {
    const asset = this.byId(id);
    return asset ? [asset] : [];
  }

  #found(word: string): readonly Asset[] {
    const begun = beginningWith(this.#list.index, word, SUGGESTIONS);
    // Old names, addresses and names without their blanks are not beginnings of anything.
    return begun.length > 0 ? begun : this.#resolver.candidates(word).slice(0, SUGGESTIONS);
  }
}

/** Makes the search of assets; `load` before the first question, `refresh` once a day. */
export const createAssets = (parts: AssetParts): Assets => new Assets(parts);
