import { cleanLine } from "../core/clean.ts";

/** What the font has glyphs for: Latin with Vietnamese, Greek, Cyrillic, common punctuation and currency signs. */
const UNDRAWABLE =
  /[^ -~\u00A0-\u017F\u0218-\u021B\u0384-\u038A\u038C\u038E-\u03A1\u03A3-\u03CE\u0400-\u0482\u048A-\u0513\u1EA0-\u1EF9\u2013\u2014\u2018-\u201E\u2020-\u2022\u2026\u2030\u2039\u203A\u2070\u2074-\u2079\u207B\u2080-\u2089\u20A6\u20A8-\u20AC\u20B1\u20B9\u20BA\u20BC\u20BD\u2122\u2212\u2248\u2260\u2264\u2265]+/gu;

/**
 * A name or title from outside as it can be drawn, on one line. What the font lacks (emoji, Chinese, Arabic, …) would be
 * drawn as empty boxes and is left out; `fallback` stands in where nothing is left.
 */
export function drawable(untrusted: string, limit: number, fallback: string): string {
  const kept = cleanLine(cleanLine(untrusted, 400).replace(UNDRAWABLE, " "), limit);
  return /[\p{L}\p{N}]/u.test(kept) ? kept : fallback;
}

/** Widths of the font's characters in hundredths of its size, by kind; measured in its table of advances. */
const charWidth = (char: string): number => {
  if (/[ .,:;'!|iIjl·]/.test(char)) return 27;
  if (/[frt()\-"]/.test(char)) return 36;
  if (/[mwMW@%—…ЖШЩЮжшщю]/.test(char)) return 88;
  return /[A-ZА-ЯΑ-Ω&]/.test(char) ? 66 : 57;
};

/** About how wide a text is, in pixels; within a tenth for usual names. Nothing measures text without a browser. */
export const textWidth = (text: string, size: number): number =>
  ([...text].reduce((sum, char) => sum + charWidth(char), 0) * size) / 100;

/** The text, cut with a mark where it is wider than `width` pixels. */
export function fit(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  let kept = "";
  for (const char of text) {
    if (textWidth(`${kept}${char}…`, size) > width) break;
    kept += char;
  }
  return `${kept.trimEnd()}…`;
}
