import type { Assets } from "../market/assets.ts";
import { currencyOf, quoteCurrency } from "../market/currency-words.ts";
import type { Days } from "../market/source.ts";
import type { Rates } from "../market/rates.ts";
import { isBareStudy, readStudies, readStudy, type Study } from "./chart-studies.ts";
import { UserError } from "../core/errors.ts";

/** How far back a picture goes. */
export const RANGES = ["1D", "7D", "30D", "90D", "1Y", "MAX"] as const;
export type Range = (typeof RANGES)[number];

export const DAYS: Readonly<Record<Range, Days>> = {
  "1D": 1,
  "7D": 7,
  "30D": 30,
  "90D": 90,
  "1Y": 365,
  MAX: "max",
};

export const KINDS = ["line", "candles"] as const;
export type Kind = (typeof KINDS)[number];

/** What people write for a range. */
const RANGE_WORDS: Readonly<Record<string, Range>> = {
  "24h": "1D",
  "1w": "7D",
  "1m": "30D",
  "3m": "90D",
  "365d": "1Y",
  "12m": "1Y",
};

/** What people write for a kind. */
const KIND_WORDS: Readonly<Record<string, Kind>> = {
  candle: "candles",
  candlestick: "candles",
  candlesticks: "candles",
};

const rangeOf = (word: string): Range | undefined =>
  RANGES.find((range) => range === word.toUpperCase()) ??
  (Object.hasOwn(RANGE_WORDS, word) ? RANGE_WORDS[word] : undefined);

const kindOf = (word: string): Kind | undefined =>
  KINDS.find((kind) => kind === word) ?? (Object.hasOwn(KIND_WORDS, word) ? KIND_WORDS[word] : undefined);

/** Words between names that are no names. */
const BETWEEN = /^(?:vs\.?|versus|and|against)$/i;

interface Asked {
  readonly assets?: readonly string[] | undefined;
  readonly range?: Range | undefined;
  readonly kind?: Kind | undefined;
  readonly currency?: string | undefined;
  readonly studies?: readonly string[] | undefined;
}

export interface Question {
  /** Put together where a name has several words, each once; none where no coin was named. */
  readonly words: readonly string[];
  readonly range: Range | undefined;
  readonly kind: Kind | undefined;
  /** ISO 4217 code, or BTC or ETH. */
  readonly currency: string;
  readonly studies: readonly Study[];
}

export interface QuestionParts {
  readonly assets: Pick<Assets, "phrases" | "isKnown">;
  readonly rates: Pick<Rates, "isCurrency" | "currencies">;
  readonly currency: string;
}

/**
 * What was asked for. Where commands are typed, a list takes every word, so range, kind, currency and studies may stand at its end
 * ("TAO NEAR 7d eur", "TAO candles ema 20 rsi"); each is taken from there once, if it was not named. Where nothing is before it
 * a word that is a coin's name too means the coin, unless it is a study.
 * @throws UserError for a currency that is none, or a time that is not offered
 */
export function readChartQuestion(asked: Asked, { assets, rates, currency: usual }: QuestionParts): Question {
  let { range, kind } = asked;
  let money: string | undefined;
  let items = asked.assets ?? [];
  const studies: string[] = [];
  for (;;) {
    const [word, rest] = takeLast(items);
    if (word === undefined) break;
    const lower = word.toLowerCase();
    const isCoin = rest.length === 0 && assets.isKnown(word);
    const asRange = range === undefined && !isCoin ? rangeOf(lower) : undefined;
    const asKind = kind === undefined && !isCoin ? kindOf(lower) : undefined;
    const asMoney =
      asked.currency === undefined && money === undefined && !assets.isKnown(word)
        ? currencyOf(word, rates)
        : undefined;
    // A window may stand apart from its study.
    const [before = "", others] = /^\d{1,4}$/.test(word) ? takeLast(rest) : [];
    const isWindow = others !== undefined && isBareStudy(before);
    const asStudy = isWindow ? `${before}${word}` : word;
    if (readStudy(asStudy)) {
      studies.unshift(asStudy);
      items = isWindow ? others : rest;
      continue;
    }
    if (asRange) range = asRange;
    else if (asKind) kind = asKind;
    else if (asMoney !== undefined) money = asMoney;
    else if (range === undefined && /^\d{1,4}[hdwmy]$/.test(lower) && !assets.isKnown(word))
      throw new UserError(`"${word}" is not a time that I can go back.`, { hint: `It can be ${RANGES.join(", ")}.` });
    else break;
    items = rest;
  }
  const named = items.filter((item, index) => index === 0 || index === items.length - 1 || !BETWEEN.test(item));
  const words = [...new Set(assets.phrases(named))];
  return {
    words,
    range,
    kind,
    currency: asked.currency === undefined ? (money ?? usual) : quoteCurrency(asked.currency, rates),
    studies: readStudies([...(asked.studies ?? []), ...studies]),
  };
}

/** The last word of a list, which may be the end of its last item, and what is before it. */
function takeLast(items: readonly string[]): readonly [word: string | undefined, rest: readonly string[]] {
  const last = items.at(-1)?.trim() ?? "";
  const [, before = "", word] = /^(?:(.*\S)\s+)?(\S+)$/s.exec(last) ?? [];
  // "in" stood before a currency that was taken.
  const kept = before.replace(/(?:^|\s+)in$/i, "");
  return [word, [...items.slice(0, -1), ...(kept === "" ? [] : [kept])]];
}
