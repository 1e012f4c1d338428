import { validateMnemonic } from "@scure/bip39";
import { wordlist as chineseSimplified } from "@scure/bip39/wordlists/simplified-chinese.js";
import { wordlist as chineseTraditional } from "@scure/bip39/wordlists/traditional-chinese.js";
import { wordlist as czech } from "@scure/bip39/wordlists/czech.js";
import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import { wordlist as french } from "@scure/bip39/wordlists/french.js";
import { wordlist as italian } from "@scure/bip39/wordlists/italian.js";
import { wordlist as japanese } from "@scure/bip39/wordlists/japanese.js";
import { wordlist as korean } from "@scure/bip39/wordlists/korean.js";
import { wordlist as portuguese } from "@scure/bip39/wordlists/portuguese.js";
import { wordlist as spanish } from "@scure/bip39/wordlists/spanish.js";

/** The lists of BIP 39, each beside itself as a set. */
const LISTS = [
  english,
  spanish,
  french,
  italian,
  portuguese,
  czech,
  japanese,
  korean,
  chineseSimplified,
  chineseTraditional,
].map((list) => ({ list, words: new Set(list.map((word) => word.normalize("NFKD"))) }));

const ENGLISH: ReadonlySet<string> = new Set(english);

/** As many words as a phrase can have, the longest first: a part of a long one may be sound by chance. */
const LENGTHS = [24, 21, 18, 15, 12] as const;
const SHORTEST = 12;

/** How many candidates of one text are looked at: each costs a hash, and nobody writes more by mistake. */
const MOST_CANDIDATES = 300;

/** People mistype, and a word may come twice: so many different ones of twelve in a row have to be on the English list. */
const LIKELY = 10;

/** What stands between the words does not count: numbers, commas, lines. Chinese is written without blanks. */
const wordsIn = (text: string): readonly string[] =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .match(/\p{Script=Han}|[\p{L}\p{M}]+/gu) ?? [];

/** "Word 1: …", as wallets print it; "word" is on the English list itself. */
const LABEL = /(?:word|wort|mot|palabra|palavra|parola|slovo)\s*#?\d{1,2}/giu;

/** The words of a text as they stand, and without what numbers them where there is such. */
function readingsOf(text: string): readonly (readonly string[])[] {
  const bare = text.replace(LABEL, " ");
  return (bare === text ? [text] : [text, bare]).map(wordsIn).filter((words) => words.length >= SHORTEST);
}

/** Whether a text holds a phrase of BIP 39 whose checksum holds, in any of its languages: by chance one text in sixteen of such words does. */
export const holdsSeedPhrase = (text: string): boolean => readingsOf(text).some(isPhraseIn);

function isPhraseIn(words: readonly string[]): boolean {
  let left = MOST_CANDIDATES;
  for (const { list, words: known } of LISTS) {
    // Where the unbroken row of known words that a word begins ends.
    const ends: number[] = [];
    for (let at = words.length - 1; at >= 0; at -= 1)
      ends[at] = known.has(words[at] ?? "") ? Math.max(ends[at + 1] ?? 0, at + 1) : at;
    for (const length of LENGTHS)
      for (let at = 0; at + length <= words.length; at += 1) {
        if ((ends[at] ?? 0) < at + length) continue;
        const candidate = words.slice(at, at + length);
        // "very very very …" is how people write, and no wallet's choice.
        if (new Set(candidate).size * 2 < length) continue;
        if (left === 0) return false;
        left -= 1;
        if (validateMnemonic(candidate.join(" "), list)) return true;
      }
  }
  return false;
}

/** Whether twelve words in a row of a text look like a phrase, or a part of one, whose checksum does not hold. */
export const mayHoldSeedPhrase = (text: string): boolean =>
  readingsOf(text).some((words) =>
    words.some((_, index) => {
      const row = words.slice(index, index + SHORTEST);
      return row.length === SHORTEST && new Set(row.filter((word) => ENGLISH.has(word))).size >= LIKELY;
    }),
  );
