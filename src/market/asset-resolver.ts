import type { Asset } from "./asset.ts";
import type { AssetList } from "./asset-list.ts";
import type { Call } from "../core/call.ts";
import type { Curated } from "./curated-assets.ts";
import { bare, fold, looksLikeAddress, readReference, wordKey, WORD_LIMIT } from "./asset-words.ts";
import { guesses } from "./asset-search.ts";
import type { Log } from "../core/log.ts";
import { cleanLine } from "../core/clean.ts";
import { quoted, whichOne } from "./asset-choices.ts";
import { UserError } from "../core/errors.ts";

/** "Clearly dominant" is so many times the market cap of the next namesake. */
const DOMINANCE = 10;

const EXAMPLE = "Try a symbol, a name or a contract address, for example TAO.";

/** What somebody means by a word, remembered per user. */
export interface AssetChoiceKeeper {
  /** @returns an asset id */
  find(userId: string, key: string): Promise<string | undefined>;
  remember(userId: string, key: string, assetId: string, now: number): Promise<void>;
}

/** The asset that a word was taken for. */
export interface Resolved {
  readonly asset: Asset;
  /** What it was asked by; `${word}?` asks again. */
  readonly word: string;
  /** Namesakes that were not taken, best known first. */
  readonly others: readonly Asset[];
  /** A sentence to show: that the word is an old name, or that it is remembered now. */
  readonly note?: string;
  /** False when the word is an old token that was not exchanged one for one: its amounts are not amounts of this asset. */
  readonly isSameUnit: boolean;
}

export interface ResolverParts {
  readonly list: AssetList;
  readonly curated: Curated;
  readonly choices: AssetChoiceKeeper;
  readonly log: Log;
}

/** Decides what a word means: says it, or asks. */
export class AssetResolver {
  readonly #parts: ResolverParts;

  constructor(parts: ResolverParts) {
    this.#parts = parts;
  }

  /** See `Assets.one`. */
  async one(typed: string, call: Call): Promise<Resolved> {
    const reference = readReference(readWord(typed));
    if (reference.kind === "this") return await this.#exactly(reference.word, reference.id, call);
    const { word } = reference;
    if (fold(word) === "") throw new UserError(`There is no name in ${quoted(typed)}.`, { hint: EXAMPLE });
    const candidates = this.candidates(word);
    const answer = reference.kind === "again" ? undefined : await this.#answer(word, candidates, call);
    if (answer) return answer;

    const notice = this.#parts.curated.noticeOf(word);
    if (notice?.kind === "ask") {
      if (candidates.length === 0) throw new UserError(notice.sentence);
      throw whichOne(typed.trim(), word, notice.sentence, candidates, call);
    }
    const [only, another] = candidates;
    if (only === undefined) throw this.#unknown(typed.trim(), word, call);
    if (another === undefined) return resolved(only, word, candidates);
    const shared = looksLikeAddress(word) ? "That contract address" : quoted(word);
    throw whichOne(typed.trim(), word, `${shared} belongs to ${candidates.length} coins.`, candidates, call);
  }

  /** Whether a word means one asset to whoever says it, if they have chosen nothing else, and needs no question. */
  isClear(word: string): boolean {
    const notice = this.#parts.curated.noticeOf(word);
    if (notice) return notice.kind === "renamed";
    const candidates = this.candidates(word);
    return candidates.length === 1 || this.#clear(word, candidates) !== undefined;
  }

  /** Everything that a word may mean: what we say of it first, then what is called so. */
  candidates(word: string): readonly Asset[] {
    const { index } = this.#parts.list;
    const notice = this.#parts.curated.noticeOf(word);
    const ids = notice === undefined ? [] : notice.kind === "renamed" ? [notice.id] : notice.ids;
    const noticed = ids.map((id) => index.byId.get(id)).filter((asset) => asset !== undefined);
    return [...new Set([...noticed, ...index.named(word), ...index.atContract(word)])];
  }

  /** The answer that needs no question: what the caller chose before, what is clear, what we know a word has become. */
  async #answer(word: string, candidates: readonly Asset[], call: Call): Promise<Resolved | undefined> {
    const { curated, list } = this.#parts;
    const notice = curated.noticeOf(word);
    const [only, another] = candidates;
    if (!notice && only && !another) return resolved(only, word, candidates);
    const chosen = await this.#parts.choices.find(call.caller.userId, wordKey(word));
    const remembered = chosen === undefined ? undefined : list.index.byId.get(chosen);
    if (remembered) return resolved(remembered, word, candidates);
    if (!notice) {
      const clear = this.#clear(word, candidates);
      return clear && resolved(clear, word, candidates);
    }
    const renamed = notice.kind === "renamed" ? list.index.byId.get(notice.id) : undefined;
    if (notice.kind !== "renamed" || !renamed) return undefined;
    return { ...resolved(renamed, word, candidates), note: notice.note, isSameUnit: notice.sameUnit };
  }

  /** The one of several that is meant without asking: so much larger, or so much better known, that no other can be. */
  #clear(word: string, candidates: readonly Asset[]): Asset | undefined {
    const { index } = this.#parts.list;
    const [first, second] = candidates.toSorted((a, b) => (b.capUsd ?? 0) - (a.capUsd ?? 0));
    if (first?.rank !== undefined && first.capUsd !== undefined && first.capUsd >= DOMINANCE * (second?.capUsd ?? 0))
      return first;
    const ranked = candidates.filter(({ rank }) => rank !== undefined);
    const ours = candidates.filter((asset) => index.isCurated(asset));
    if (ours.length === 1 && ranked.every((asset) => asset === ours[0])) return ours[0];
    // An id with a hyphen is nothing that people type for a symbol.
    return ranked.length === 0 && word.includes("-") ? index.byId.get(word) : undefined;
  }

  /** `word=id`, and `=id` without a word. */
  async #exactly(word: string, id: string, call: Call): Promise<Resolved> {
    const asset = this.#parts.list.index.byId.get(id);
    if (!asset) throw new UserError(`There is no asset with the id ${quoted(id)}.`, { hint: EXAMPLE });
    const key = wordKey(word);
    const shown = key === "" ? asset.symbol : word;
    const plain = resolved(asset, shown, this.candidates(shown));
    if (key === "" || call.surface !== "chat") return plain;
    try {
      await this.#parts.choices.remember(call.caller.userId, key, asset.id, call.now);
    } catch (error) {
      // The answer itself does not depend on it: the question will come again.
      this.#parts.log.warn({ error: String(error) }, "asset choice not remembered");
      return plain;
    }
    return { ...plain, note: `From now on ${quoted(word)} is ${asset.name} for you.` };
  }

  #unknown(typed: string, word: string, call: Call): UserError {
    if (looksLikeAddress(word)) return new UserError("No listed coin has this contract address.", { hint: EXAMPLE });
    const sentence = `I know no coin called ${quoted(word)}.`;
    const near = guesses(this.#parts.list.index, word, 5);
    if (near.length > 0) return whichOne(typed, word, sentence, near, call);
    const hint = this.#parts.list.isWhole
      ? EXAMPLE
      : "The full list of coins is still on its way; please try again in a minute.";
    return new UserError(sentence, { hint });
  }
}

function readWord(typed: string): string {
  if (typed.length > WORD_LIMIT * 4) throw tooLong(typed.length);
  const line = cleanLine(typed, WORD_LIMIT + 1);
  if ([...line].length > WORD_LIMIT) throw tooLong(line.length);
  return line;
}

const tooLong = (length: number): UserError =>
  new UserError(`${length.toLocaleString("en")} characters are too many for the name of a coin.`, { hint: EXAMPLE });

const resolved = (asset: Asset, word: string, candidates: readonly Asset[]): Resolved => ({
  asset,
  word: bare(word),
  others: candidates.filter((each) => each !== asset),
  isSameUnit: true,
});
