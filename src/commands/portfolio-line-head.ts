import { incomeWordIn } from "./portfolio-kind-words.ts";
import { OWN_CURRENCY } from "./portfolio-amounts.ts";
import type { PortfolioLine } from "./portfolio-line.ts";

/** Whether a word is a number: "2.5", "1,000", "$80k". */
export const isNumber = (word: string): boolean =>
  /^[^\p{L}\d\s.,+-]?[+-]?(\d|\.\d)[\d.,_]*(e[+-]?\d+)?[kmb]?$/iu.test(word);
/** With a sign of money before or behind it: "$500", "500€". */
const isMoney = (word: string): boolean => /^(?:\p{Sc}[\d.,_]+[kmb]?|[\d.,_]+[kmb]?\p{Sc})$/iu.test(word);
/** A part of what is held. */
const isPart = (word: string): boolean => /^(?:all|max|half|everything|[\d.]+%)$/i.test(word);
const isOf = (word: string): boolean => /^of$/i.test(word);
/** Money that nobody takes for a coin behind a number. */
const MONEY = /^(?:usd|eur|gbp|chf|jpy|cad|aud|dollars?|bucks|euros?|pounds?|francs?|yen)$/i;
const isAmount = (word: string): boolean => isNumber(word) || isMoney(word) || isPart(word);

/** Small numbers that people write out, where something follows them: ONE is a coin, too. */
const COUNTED: Readonly<Record<string, string>> = {
  a: "1",
  an: "1",
  one: "1",
  two: "2",
  three: "3",
  four: "4",
  five: "5",
  six: "6",
  ten: "10",
};

/** Stands for what a line lacks, or leaves open, so that it can be asked for. */
export const LACKING = "?";

/** What is said before any clause: how much of which coin. */
export function headOf(text: string, kind: string | undefined): PortfolioLine {
  const words = text.split(" ").filter((word) => word !== "" && !/^my$/i.test(word));
  if (kind === undefined) return words.length === 0 ? {} : read(words, kind);
  if (words.length === 0) return kind === "" ? {} : { quantity: LACKING, coin: LACKING };
  return { quantity: LACKING, coin: LACKING, ...read(words, kind) };
}

function read(words: readonly string[], kind: string | undefined): PortfolioLine {
  const gift = kind === "transfer in" && /^(?:as )?(?:a )?(?:gift|present)$/i.exec(words.slice(2).join(" "));
  const isIncome = (kind === "income" || kind === "transfer in") && words.length > 2;
  // "staking reward" in two words, else in one.
  const said = isIncome
    ? [2, 1].find((count) => words.length > count + 1 && incomeWordIn(words.slice(-count).join(" ")))
    : undefined;
  const income = said === undefined ? undefined : incomeWordIn(words.slice(-said).join(" "));
  const rest = gift ? words.slice(0, 2) : said === undefined ? words : words.slice(0, -said);
  const told = gift ? { kind: "gift in" } : income === undefined ? {} : { kind: income };
  return { ...told, ...(kind === "fee" && rest.length === 1 ? chargeIn(rest[0] ?? "") : coinsIn(rest, kind)) };
}

/** "5", "$5": a fee in money. */
function chargeIn(word: string): PortfolioLine {
  if (!isAmount(word) || isPart(word)) return coinsIn([word], "fee");
  const [, sign = OWN_CURRENCY] = /(\p{Sc})/u.exec(word) ?? [];
  return { quantity: word.replace(/\p{Sc}/u, ""), coin: sign };
}

function coinsIn(words: readonly string[], kind: string | undefined): PortfolioLine {
  const [typed = "", ...others] = words;
  const [second = "", third = "", ...more] = others;
  const behind = others.at(-1);
  const counted = COUNTED[typed.toLowerCase()];
  const first =
    counted !== undefined && behind !== undefined && !isAmount(behind)
      ? counted
      : typed.replace(/^([\d.,_]+)x$/i, "$1");
  // "half of TAO", "500 usd of TAO", "500 usd TAO"
  if (isAmount(first) && isOf(second)) return { quantity: first, coin: others.slice(1).join(" ") };
  if (isNumber(first) && (isOf(third) ? more.length > 0 : third !== "" && MONEY.test(second)))
    return { quantity: `${first} ${second}`, coin: (isOf(third) ? more : others.slice(1)).join(" ") };
  const next = others.findIndex((word, index) => index > 0 && (isNumber(word) || isMoney(word)));
  // "2 TAO 300 usd" says neither that it is of each nor that it is of all; of a swap it can only be what came.
  if (kind !== undefined && isAmount(first) && next > 0)
    return { quantity: first, coin: others.slice(0, next).join(" "), ...rest(others.slice(next), kind) };
  if (isAmount(first) || behind === undefined || !isAmount(behind)) {
    const [, quantity, joined] = others.length > 0 ? [] : (/^([\d.,_]+)(\p{L}[\p{L}\d]+)$/u.exec(first) ?? []);
    if (quantity === undefined && others.length === 0 && !/^[\p{Nd}.,+-]/u.test(first) && !isAmount(first))
      return { coin: first };
    const coin = joined ?? others.join(" ");
    return { quantity: quantity ?? first, ...(coin === "" ? {} : { coin }) };
  }
  return { quantity: behind, coin: [first, ...others.slice(0, -1)].join(" ") };
}

function rest(words: readonly string[], kind: string | undefined): PortfolioLine {
  if (kind !== "swap" && kind !== "migrate") return { price: `${LACKING}${words.join(" ")}` };
  const [quantity, ...coin] = words;
  return { to_quantity: quantity, to_coin: coin.join(" ") };
}

/** "buy TAO for $500" says how much by money alone; "for 500" is in the currency that is one's own. */
export const moneyFor = ({ kind, quantity, coin, total }: PortfolioLine): PortfolioLine =>
  (kind === "buy" || kind === "sell") && coin !== LACKING && quantity === LACKING && total !== undefined
    ? { quantity: isNumber(total) && !isMoney(total) ? `${OWN_CURRENCY}${total}` : total, total: undefined }
    : {};
