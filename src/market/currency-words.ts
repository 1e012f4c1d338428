import { fold } from "./asset-words.ts";
import { nearest } from "../core/nearest.ts";
import { quoted } from "./asset-choices.ts";
import type { Rates } from "./rates.ts";
import { UserError } from "../core/errors.ts";

/** Signs and names of the currencies that people write without their codes. "$" and "kr" are what most who write them mean. */
const WORDS: Readonly<Record<string, string>> = {
  $: "USD",
  us$: "USD",
  dollar: "USD",
  dollars: "USD",
  bucks: "USD",
  "€": "EUR",
  euro: "EUR",
  euros: "EUR",
  "£": "GBP",
  pound: "GBP",
  pounds: "GBP",
  sterling: "GBP",
  "¥": "JPY",
  yen: "JPY",
  yuan: "CNY",
  renminbi: "CNY",
  rmb: "CNY",
  "₹": "INR",
  rupee: "INR",
  rupees: "INR",
  "₩": "KRW",
  won: "KRW",
  franc: "CHF",
  francs: "CHF",
  "₺": "TRY",
  lira: "TRY",
  "₽": "RUB",
  ruble: "RUB",
  rubles: "RUB",
  "₴": "UAH",
  zloty: "PLN",
  peso: "MXN",
  pesos: "MXN",
  real: "BRL",
  reais: "BRL",
  rand: "ZAR",
};

/** The currency that a word stands for, as a code in upper case; undefined when it stands for none. */
export function currencyOf(word: string, rates: Pick<Rates, "isCurrency">): string | undefined {
  const typed = word.trim().toLowerCase();
  const named = Object.hasOwn(WORDS, typed) ? WORDS[typed] : undefined;
  if (named !== undefined) return named;
  // "$EUR" is how people write a coin.
  const code = typed.startsWith("$") ? "" : fold(typed).toUpperCase();
  return code !== "" && rates.isCurrency(code) ? code : undefined;
}

/**
 * The currency that prices were asked in; BTC and ETH will do as well.
 * @throws UserError for anything else
 */
export function quoteCurrency(word: string, rates: Pick<Rates, "isCurrency" | "currencies">): string {
  const code = currencyOf(word, rates) ?? fold(word).toUpperCase();
  if (code === "BTC" || code === "ETH" || rates.isCurrency(code)) return code;
  const near = nearest(code.slice(0, 12), rates.currencies());
  throw new UserError(`${quoted(word)} is not a currency that I know.`, {
    hint: near === undefined ? "Try USD, EUR or BTC." : `Did you mean ${near}? USD, EUR and BTC work too.`,
  });
}
