import { SCALES } from "./figure-words.ts";

type Scale = readonly [word: string, factor: number];

const known = new Map<string, readonly Scale[]>();

/** How this runtime abbreviates large numbers in a language: "Mrd." in German, "億" in Japanese. */
function ofLocale(locale: string): Scale[] {
  const found = new Map<string, number>();
  for (const compactDisplay of ["short", "long"] as const) {
    let format: Intl.NumberFormat;
    try {
      format = new Intl.NumberFormat(locale, {
        notation: "compact",
        compactDisplay,
        numberingSystem: "latn",
        useGrouping: false,
      });
    } catch {
      return []; // Not a well-formed language tag: platforms pass on what clients say.
    }
    for (let power = 3; power <= 14; power += 1)
      for (const count of [1, 2, 5]) {
        const parts = format.formatToParts(count * 10 ** power);
        const shown = Number(
          parts
            .filter(({ type }) => type === "integer")
            .map(({ value }) => value)
            .join(""),
        );
        const word = parts
          .find(({ type }) => type === "compact")
          ?.value.trim()
          .toLowerCase();
        if (word && shown > 0) found.set(word, (count * 10 ** power) / shown);
      }
  }
  return [...found];
}

/** Words and letters that scale a number, longest first. */
function scalesOf(locale: string): readonly Scale[] {
  const before = known.get(locale);
  if (before) return before;
  const all = [...new Map([...SCALES, ...ofLocale(locale)])].sort(([a], [b]) => b.length - a.length);
  if (known.size > 100) known.clear();
  known.set(locale, all);
  return all;
}

const isWide = (word: string): boolean => /\p{Script=Han}|\p{Script=Hangul}|\p{Script=Thai}/u.test(word);

/**
 * The scale that a text behind a number begins with: "K", " billion", " Mrd. €".
 * A single letter has to touch the number, and "M" is a million only as a capital or behind a sign for money: "5m ago".
 */
export function readScale(
  behind: string,
  locale: string,
  isMoney: boolean,
): { factor: number; length: number } | undefined {
  const blank = /^[\s\u00A0-]?/.exec(behind)?.[0] ?? "";
  const text = behind.slice(blank.length).toLowerCase();
  for (const [word, factor] of scalesOf(locale)) {
    if (!text.startsWith(word)) continue;
    const next = text.slice(word.length, word.length + 1);
    if (!isWide(word) && !word.endsWith(".") && /\p{L}|\p{N}/u.test(next)) continue;
    if (word.length === 1 && !isWide(word)) {
      if (blank !== "" && !(isMoney && blank !== "-")) continue;
      if (/[mt]/.test(word) && !isMoney && behind.charAt(blank.length) === word) continue;
    }
    const stop = next === "." && /^(?:mio|mrd|tsd|mln|mld|тыс)$/.test(word) ? 1 : 0;
    return { factor, length: blank.length + word.length + stop };
  }
  return undefined;
}
