import type { FigureClaim } from "./claim.ts";
import { currencyCodes } from "./currencies.ts";
import { NUMBER_WORDS } from "./figure-words.ts";

const SMALL = Object.keys(NUMBER_WORDS).join("|");
const LARGE: Readonly<Record<string, number>> = {
  hundred: 100,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
};
const PHRASE = new RegExp(
  `(?<!\\p{L})(?<words>(?:a|${SMALL})(?:[ -](?:and |${SMALL}|${Object.keys(LARGE).join("|")}))*)[ -](?<unit>percent|per cent|dollars?|euros?|pounds?|yen|times|-?fold)(?!\\p{L})`,
  "giu",
);

function valueOf(words: string): { value: number; step: number } {
  let total = 0;
  let part = 0;
  let step = 1;
  for (const word of words.toLowerCase().split(/[ -]+/)) {
    const large = LARGE[word];
    if (word === "and") continue;
    if (large === undefined) {
      part += word === "a" ? 1 : (NUMBER_WORDS[word] ?? 0);
      step = 1;
    } else if (large === 100) {
      part *= 100;
      step = 100;
    } else {
      total += part * large;
      part = 0;
      step = large;
    }
  }
  return { value: total + part, step };
}

/** Figures in English words with a unit behind them: "fifty thousand dollars", "twenty percent", "three times". */
export function wordNumbers(text: string): FigureClaim[] {
  return [...text.matchAll(PHRASE)].map((match) => {
    const { words = "", unit = "" } = match.groups ?? {};
    const codes = currencyCodes(unit);
    return {
      kind: /cent/i.test(unit) && !codes ? "percent" : codes ? "amount" : "multiple",
      readings: [valueOf(words)],
      sign: 0,
      direction: 0,
      // Words are rounder than digits.
      hedge: "about",
      ...(codes ? { currencies: codes } : {}),
      shown: match[0],
    } satisfies FigureClaim;
  });
}
