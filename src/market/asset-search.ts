import type { Asset } from "./asset.ts";
import type { AssetIndex, SearchKey } from "./asset-index.ts";
import { fold } from "./asset-words.ts";
import { nearest } from "../core/nearest.ts";

/** The better the fit the lower; what nobody has heard of comes behind everything else. */
function fit({ key, kind, isNotable }: SearchKey, typed: string): number {
  const whole = key.length === typed.length;
  const place = kind === "symbol" ? (whole ? 0 : 2) : kind === "name" ? (whole ? 1 : 3) : 4;
  return isNotable ? place : place + 5;
}

/**
 * Assets with a symbol, a name or a word of a name that begins as typed, the best fit first, then by rank.
 * Nothing typed gives the best known. One pass over the keys with the same first letter: well under a millisecond per ten thousand.
 */
export function beginningWith(index: AssetIndex, typed: string, limit: number): readonly Asset[] {
  const start = fold(typed);
  if (start === "") return [...index.byId.values()].slice(0, limit);
  const fits: Asset[][] = Array.from({ length: 10 }, () => []);
  for (const key of index.keysByStart.get(start.charAt(0)) ?? []) {
    if (!key.key.startsWith(start)) continue;
    const list = fits[fit(key, start)];
    // The keys come in the order of rank, so the first ones of each fit are the ones to keep.
    if (list && list.length < limit) list.push(key.asset);
  }
  return [...new Set(fits.flat())].slice(0, limit);
}

/** What a word that nothing is called was probably meant to be: a slip of the finger away, or the beginning of a name. */
export function guesses(index: AssetIndex, word: string, limit: number): readonly Asset[] {
  const typed = fold(word);
  const near = typed.length < 3 ? undefined : nearest(typed, index.notableNames);
  const meant = near === undefined ? [] : index.named(near).slice(0, 2);
  const begun = typed.length < 2 ? [] : beginningWith(index, typed, limit);
  return [...new Set([...meant, ...begun])].slice(0, limit);
}
