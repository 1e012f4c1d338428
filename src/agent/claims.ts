import { currencyCodes, isCurrencyCode, MONEY_BEHIND } from "./currencies.ts";
import type { Claim, FigureClaim } from "./claim.ts";
import { findDates } from "./dates.ts";
import { ABOUT, ABOVE, BELOW, DOWN, DURATION, FACTORS, NAMED, UP } from "./figure-words.ts";
import { NUMERAL, plainNumerals, readings, shortForm } from "./numerals.ts";
import { readScale } from "./scales.ts";
import { wordNumbers } from "./word-numbers.ts";

export interface ClaimContext {
  readonly locale: string;
  /** Upper-case words that are units of amounts in this turn. */
  readonly units: ReadonlySet<string>;
  /** Whether small counts, years, names and durations are left out; the asker's own numbers all count. */
  readonly exempt: "usual" | "nothing";
}

/** Counts of listed things up to here are no claims. */
const COUNT_LIMIT = 12;

const blank = (length: number): string => "\u0000".repeat(length);

/** What has digits and is no figure: addresses, links, versions, list numbers, ordinals. */
const OTHER =
  /https?:\/\/\S+|(?<!\S)\S{1,64}@\S{1,190}\.\S+|\b0x[0-9a-f]{6,}\b|\b(?=[a-z0-9]*\d)(?=[a-z0-9]*[a-z])[a-z0-9]{24,}\b|\bv?\d+\.\d+\.\d+(?:[-.]\w+)*\b(?![.,]\d)|^\s*\(?\d{1,2}[.)](?=\s)|\b24\/7\b|#\s?\d+|\b\d+(?:st|nd|rd|th)\b|(?<!\d)\d+[ºª]/giu;

function masked(text: string, exempt: ClaimContext["exempt"]): string {
  // 1.234.567 is a number in half of Europe, and a version elsewhere: groups of three are no version.
  return exempt === "nothing"
    ? text
    : text.replace(OTHER, (found) => (/^\d{1,3}(?:\.\d{3})+$/.test(found) ? found : blank(found.length)));
}

function hedgeOf(before: string): FigureClaim["hedge"] {
  const found = ABOUT.exec(before.toLowerCase())?.groups;
  if (!found || /NEAR\s*$/.test(before)) return "none";
  const word = found["word"] ?? found["mark"] ?? "";
  return ABOVE.test(word) ? "above" : BELOW.test(word) ? "below" : "about";
}

/** "68.9% below its record". */
const SIDE =
  /^\s*(?:(?:points? )?(?<above>above|over its|more than|über|au-dessus|por encima|acima|выше)|below|beneath|under its|short of|unter|en dessous|por debajo|abaixo|ниже)(?!\p{L})/iu;

const last = (found: IterableIterator<RegExpMatchArray>): number | undefined => [...found].at(-1)?.index;
const first = (found: IterableIterator<RegExpMatchArray>): number | undefined => [...found].at(0)?.index;

/** The word of direction nearest to a figure: up to 45 characters in front of it, or right behind it ("1.2% lower"). */
function directionOf(text: string, start: number, end: number): -1 | 0 | 1 {
  const before = text.slice(Math.max(0, start - 45), start);
  const behind = /^[^.;:!?\d]{0,20}/.exec(text.slice(end, end + 24))?.[0] ?? "";
  const side = SIDE.exec(behind)?.groups;
  if (side) return side["above"] === undefined ? -1 : 1;
  const distances = (
    [
      [1, UP],
      [-1, DOWN],
    ] as const
  ).flatMap(([direction, words]) => {
    const back = last(before.matchAll(words));
    const ahead = first(behind.matchAll(words));
    return [
      ...(back === undefined ? [] : [{ direction, distance: before.length - back }]),
      // What follows belongs to the figure only when it stands close: "1.2% lower", not "1.2%, while NEAR fell".
      ...(ahead === undefined || /,|\band\b|\bwhile\b|\bbut\b/.test(behind.slice(0, ahead))
        ? []
        : [{ direction, distance: ahead + 6 }]),
    ];
  });
  return distances.sort((a, b) => a.distance - b.distance)[0]?.direction ?? 0;
}

const YEAR_BEFORE =
  /(?:price|at|is|was|to|for|worth|around|about|reach\p{L}*|hit|above|below|over|under|costs?|[=:~≈$€£])\s*$/iu;

/** A bare 1990 to 2099 that no word makes a price. */
const isYear = (digits: string, before: string): boolean =>
  /^(?:199\d|20\d\d)$/.test(digits) && !YEAR_BEFORE.test(before);

/** Every figure and date that a sentence states. */
export function findClaims(sentence: string, context: ClaimContext): Claim[] {
  const plain = plainNumerals(sentence);
  const dates = findDates(masked(plain, context.exempt), context.locale);
  const text = dates.rest;
  const claims: Claim[] = [...dates.claims, ...wordNumbers(text), ...factors(text)];
  const numeral = new RegExp(NUMERAL, "g");
  for (let match = numeral.exec(text); match; match = numeral.exec(text)) {
    const found = readFigure(text, sentence, match.index, match[0], context);
    numeral.lastIndex = Math.max(found.end, match.index + 1);
    if (found.claim) claims.push(found.claim);
  }
  return claims;
}

// Letters of scripts that put blanks between words: in the others a number touches its neighbours.
const LETTER = "(?![\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}\\p{sc=Thai}])\\p{L}";
const NAME_BEFORE = new RegExp(`${LETTER}-?$|${LETTER}[\\d.-]{0,12}[.-]$`, "u");
const NAME_BEHIND = new RegExp(`^${LETTER}`, "u");

/** A figure, and that the end of a scale follows. */
const OUT_OF = /\d\s?(?:\/|of|out of|von|sur|de|из|su|üzerinden)\s?$/iu;

// A scale and money behind it: " M US$", " k EUR".
const SUFFIXED =
  /^[\s\u00A0]?\p{L}{0,3}\.?[\s\u00A0]?(?:(?:US|A|C|R|HK|S|NZ)?\p{Sc}|(?:USD[TC]?|EUR|GBP|CHF|JPY|dollars?|euros?)(?!\p{L}))/u;
const PREFIX =
  /(?<sign>[+\-±])?(?<money>(?:(?<![\p{L}])(?:US|A|C|R|HK|S|NZ))?\p{Sc}[\s\u00A0]?|(?<![\p{L}\d])[A-Z]{3}[\s\u00A0]?)?(?<inner>[+-])?(?<percent>(?<!\d[\s\u00A0]?)%[\s\u00A0]?|百分之[\s\u00A0]?)?$/u;

/** Characters in front of a figure that may say something of it. */
const BEFORE = 80;
/** And behind it. */
const BEHIND = 80;

function readFigure(
  text: string,
  sentence: string,
  start: number,
  digits: string,
  context: ClaimContext,
): { claim?: FigureClaim; end: number } {
  const { locale, units, exempt } = context;
  let end = start + digits.length;
  const skip = { end };
  const isEnglish = /^en\b/i.test(locale);
  const before = text.slice(Math.max(0, start - BEFORE), start);
  const prefix = PREFIX.exec(before)?.groups ?? {};
  // "BTC 64,123" is a price of it, and "BTC 64,123 $" even more.
  const moneyBefore = /^(?:BTC|ETH)\s*$/.test(prefix["money"] ?? "") ? undefined : prefix["money"];
  const prefixCodes = moneyBefore === undefined ? undefined : currencyCodes(moneyBefore.trim());
  const isPrefixed = prefixCodes !== undefined || /\p{Sc}/u.test(prefix["money"] ?? "");
  const lead = before.slice(
    0,
    before.length -
      (isPrefixed ? (prefix["money"]?.length ?? 0) : 0) -
      (prefix["inner"]?.length ?? 0) -
      (prefix["percent"]?.length ?? 0),
  );
  // "H100", "GPT-4": letters, or a hyphen behind letters, make the number part of a name.
  const isPercent = /^[\s\u00A0]?[%％]/u.test(text.slice(end, end + 2));
  if (exempt === "usual" && !isPrefixed && !isPercent && NAME_BEFORE.test(before.slice(-40))) return skip;
  const signAt = /[+\-±]$/.exec(lead)?.[0];
  const isRange = signAt === "-" && /[\d\p{L}%]-$/u.test(lead);
  const sign = isRange ? 0 : (prefix["inner"] ?? signAt) === "-" ? -1 : (prefix["inner"] ?? signAt) === "+" ? 1 : 0;

  let behind = text.slice(end, end + BEHIND);
  let factor = 1;
  const exponent = /^[eE]([+-]?\d{1,3})(?!\p{L})|^\s?[×x]\s?10\^?([+-]?\d{1,3})/u.exec(behind);
  if (exponent) {
    factor = 10 ** Number(exponent[1] ?? exponent[2]);
    end += exponent[0].length;
    behind = text.slice(end, end + BEHIND);
  }
  const scale = readScale(behind, locale, isPrefixed || SUFFIXED.test(behind));
  if (scale) {
    factor *= scale.factor;
    end += scale.length;
    behind = text.slice(end, end + BEHIND);
  }

  const percent =
    /^[\s\u00A0-]?(?:%|percent(?:age points?)?|per cent|pct|prozent|pour ?cent|por ?cent[oi]|per ?cento|процент\p{L}*|yüzde|パーセント|प्रतिशत|फीसदी|퍼센트|프로)/iu.exec(
      behind,
    );
  const basis = /^[\s\u00A0]?(?:bps|basis points?)(?!\p{L})/iu.exec(behind);
  const multiple =
    /^(?:[x×](?![\p{L}\d])|[\s\u00A0-](?:fold|times|mal|fois|veces|vezes|volte|раза?)(?!\p{L})|-?fold(?!\p{L})|倍)/iu.exec(
      behind,
    );
  const money = /^[\s\u00A0]?(?:(?:US|A|C|R|HK|S|NZ)?\p{Sc})/u.exec(behind) ?? MONEY_BEHIND.exec(behind);
  const unit = /^[\s\u00A0]?([A-Z][A-Z0-9]{1,9})(?![\p{L}\d])/u.exec(behind)?.[1];
  const codes =
    prefixCodes ??
    (money ? currencyCodes(money[0].trim()) : undefined) ??
    (unit !== undefined && isCurrencyCode(unit) ? [unit] : undefined);
  const isAmount = isPrefixed || money !== null || (unit !== undefined && (isCurrencyCode(unit) || units.has(unit)));
  const kind =
    percent || basis || prefix["percent"] ? "percent" : isAmount ? "amount" : multiple ? "multiple" : "number";

  if (exempt === "usual" && kind === "number") {
    if (NAME_BEHIND.test(behind) && !scale) return skip; // "0G", "4o", "24h"
    if (OUT_OF.test(lead) && /^10{1,2}$/.test(digits)) return skip; // "27 of 100"
    if (NAMED.test(lead) || DURATION.test(behind) || isYear(digits, lead)) return skip;
    const value = Number(digits);
    if (factor === 1 && sign === 0 && Number.isInteger(value) && value <= COUNT_LIMIT) return skip;
    if (scale && /^[\s\u00A0-]?(?:param|model|token context|context)/iu.test(behind)) return { end };
  }
  // "1 TAO" is a unit, not a figure.
  if (exempt === "usual" && kind === "amount" && !isPrefixed && digits === "1" && factor === 1) return skip;

  const unscaled = readings(digits, isEnglish);
  const by = basis ? factor / 100 : factor;
  const from = start - (before.length - lead.length) - (sign === 0 ? 0 : signAt ? 1 : 0);
  const named = kind === "amount" && unit !== undefined ? /^[\s\u00A0]?[A-Z0-9]+/.exec(behind) : null;
  const till = end + (percent ?? basis ?? multiple ?? money ?? named ?? [""])[0].length;
  return {
    end: till,
    claim: {
      kind,
      readings: (scale ? unscaled.map(shortForm) : unscaled).map(({ value, step }) => ({
        value: value * by,
        step: step * by,
      })),
      sign,
      direction: directionOf(text, start, till),
      hedge: hedgeOf(signAt && sign !== 0 ? lead.slice(0, -1) : lead),
      ...(kind === "amount" && codes ? { currencies: codes } : {}),
      ...(kind === "amount" && !codes && !money && unit !== undefined ? { unit } : {}),
      shown: sentence.slice(Math.max(0, from), till).trim(),
      at: Math.max(0, from),
      end: till,
    },
  };
}

/** "doubled", "halved". */
function factors(text: string): FigureClaim[] {
  return FACTORS.flatMap(([words, value]) =>
    [...text.matchAll(words)].map((match) => ({
      kind: "multiple" as const,
      readings: [{ value, step: value / 10 }],
      sign: 0 as const,
      direction: 0 as const,
      hedge: "none" as const,
      shown: match[0],
      at: match.index,
      end: match.index + match[0].length,
    })),
  );
}
