import type { FigureClaim } from "./claim.ts";
import { currencyCodes } from "./currencies.ts";
import { numbersIn } from "./number-words.ts";

/** More words than this make no number that anybody writes. */
const WORD_LIMIT = 9;
const BEFORE_LIMIT = 120;

const UNIT =
  /[ \u00A0-](?:de |d['’])?(?<unit>percent|per cent|prozent|pour cent|por ?cent[oi]|per ?cento|процент\p{L}*|dollars?|dólar(?:es)?|dollar[io]|доллар\p{L}*|dolar|euros?|евро|pounds?|yen|times|fold|mal|fois|veces|vezes|volte)(?!\p{L})/giu;
/** Between the words of a number. */
const AND = new Set(["and", "und", "et", "y", "e", "и"]);

function valueOf(numbers: readonly number[]): { value: number; step: number } {
  let total = 0;
  let part = 0;
  let step = 1;
  for (const number of numbers) {
    if (number >= 1e3) {
      total += (part === 0 ? 1 : part) * number;
      part = 0;
      step = number;
    } else if (number === 100) {
      part = (part === 0 ? 1 : part) * 100;
      step = 100;
    } else {
      part += number;
      step = 1;
    }
  }
  return { value: total + part, step };
}

/** The number that a text ends with, as words, and how long they are. */
function numberAtEnd(text: string): { readonly numbers: readonly number[]; readonly length: number } | undefined {
  const words = text.split(/([ \u00A0-])/);
  let numbers: readonly number[] = [];
  let length = 0;
  let kept = 0;
  for (let index = words.length - 1, count = 0; index >= 0 && count < WORD_LIMIT; index -= 2, count += 1) {
    const word = (words[index] ?? "").toLowerCase();
    const gap = (words[index + 1] ?? "").length;
    const found = numbersIn(word);
    if (found === undefined && !(AND.has(word) && numbers.length > 0)) break;
    length += word.length + (count === 0 ? 0 : gap);
    if (found === undefined) continue;
    numbers = [...found, ...numbers];
    kept = length;
  }
  return numbers.length === 0 ? undefined : { numbers, length: kept };
}

/** Figures in words with a unit behind them: "fifty thousand dollars", "twenty percent", "fünfhundert Euro". */
export function wordNumbers(text: string): FigureClaim[] {
  return [...text.matchAll(UNIT)].flatMap((match) => {
    const unit = match.groups?.["unit"] ?? "";
    const found = numberAtEnd(text.slice(Math.max(0, match.index - BEFORE_LIMIT), match.index));
    if (!found) return [];
    const codes = currencyCodes(unit);
    const at = match.index - found.length;
    // "3.01 milliards de dollars" is read with its digits.
    if (/\d[ \u00A0-]?$/.test(text.slice(Math.max(0, at - 2), at))) return [];
    const end = match.index + match[0].length;
    return [
      {
        kind: codes ? "amount" : /cent|prozent|процент/iu.test(unit) ? "percent" : "multiple",
        readings: [valueOf(found.numbers)],
        sign: 0,
        direction: 0,
        // Words are rounder than digits.
        hedge: "about",
        ...(codes ? { currencies: codes } : {}),
        shown: text.slice(at, end),
        at,
        end,
      } satisfies FigureClaim,
    ];
  });
}
