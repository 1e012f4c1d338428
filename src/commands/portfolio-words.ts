import { cash, percent, quantity, share } from "../core/format.ts";
import type { HoldingFigures } from "./portfolio-value.ts";
import type { ReturnFigures, UnknownFigures } from "./portfolio-facts.ts";
import { cleanLine } from "../core/clean.ts";
import type { WatchedAsset } from "./watchlist-facts.ts";

/** A gain or a loss with its sign: "+$12.00". */
export const signed = (value: number, currency: string, locale: string): string =>
  `${value > 0 ? "+" : ""}${cash(value, currency, locale)}`;

/** With its percentage, where there is one: "+$12.00 (+1.20%)". */
export const signedWith = (value: number, fraction: number | undefined, currency: string, locale: string): string =>
  `${signed(value, currency, locale)}${fraction === undefined ? "" : ` (${percent(fraction, locale)})`}`;

/** So many digits of a quantity are read on a phone. */
const DIGITS = 8;

/** How much of a coin: "2.5 TAO". @param digits  decimal text */
export const coins = (digits: `${number}`, { symbol }: Pick<HoldingFigures, "symbol">, locale: string): string =>
  quantity(digits, cleanLine(symbol, 12), locale, DIGITS);

/** Symbols of coins, those beyond some as a number. */
export function namesOf(assets: readonly Pick<WatchedAsset, "symbol">[], most = 6): string {
  const shown = assets.slice(0, most).map(({ symbol }) => cleanLine(symbol, 12));
  const more = assets.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Numbers of entries as they are called: "#3, #7". */
const numbered = (numbers: readonly number[], most = 6): string =>
  `${numbers
    .slice(0, most)
    .map((number) => `#${number}`)
    .join(", ")}${numbers.length > most ? ` and ${numbers.length - most} more` : ""}`;

/** The XIRR as it is told: for the time told where that is less than a year, and why there is none. */
export function moneyWeightedWords(returns: ReturnFigures, locale: string): string {
  const { simpleFraction, moneyWeightedFraction, moneyWeightedAYearFraction, moneyWeightedNote } = returns;
  const several = moneyWeightedNote === "several" ? ", one of several that fit" : "";
  if (moneyWeightedFraction !== undefined) return `${percent(moneyWeightedFraction, locale)} for the time${several}`;
  if (moneyWeightedAYearFraction !== undefined)
    return `${percent(moneyWeightedAYearFraction, locale)} a year${several}`;
  // All that was paid for what is worth nothing now has none either; only without any money is nothing told of it.
  return simpleFraction === undefined ? rateWords(undefined, locale) : "none: no rate fits these flows";
}

/** A rate, or that there is none. */
export const rateWords = (fraction: number | undefined, locale: string): string =>
  fraction === undefined ? "none: nothing was in it" : percent(fraction, locale);

/** A part of the whole; nothing where there is none. */
export const shareWords = (fraction: number | undefined, locale: string): string =>
  fraction === undefined ? "" : share(fraction, locale);

interface Doubtful {
  readonly holdings: readonly HoldingFigures[];
  readonly unknown?: UnknownFigures;
  readonly unansweredBy?: string;
}

/** What the figures do not know, a sentence each. */
export function doubts({ holdings, unknown, unansweredBy }: Doubtful, locale: string): readonly string[] {
  const unpriced = holdings.filter(({ worth }) => worth === undefined);
  const unsure = holdings.filter(({ unknownCostQuantity }) => unknownCostQuantity !== undefined);
  const stale = holdings.filter(({ worth }) => worth?.isStale === true);
  const still = holdings.filter(({ worth }) => worth !== undefined && worth.change24h === undefined);
  const lacking = unknown?.missing ?? [];
  const all: readonly (string | false)[] = [
    unansweredBy !== undefined && "No price source answers right now: nothing here has a price.",
    unansweredBy === undefined && unpriced.length > 0 && `No price, so in no total: ${namesOf(unpriced)}.`,
    stale.length > 0 && `Price is old: ${namesOf(stale)}.`,
    unansweredBy === undefined && still.length > 0 && `24 h change not known, so not in it: ${namesOf(still)}.`,
    unsure.length > 0 &&
      `Cost not known, so in no unrealised gain: ${unsure
        .slice(0, 4)
        .map((each) => coins(each.unknownCostQuantity ?? "0", each, locale))
        .join(", ")}${unsure.length > 4 ? ` and ${unsure.length - 4} more` : ""}.`,
    lacking.length > 0 &&
      `Left without having come in, counted at no cost: ${lacking
        .slice(0, 3)
        .map((each) => `${coins(each.quantity, each, locale)} (#${each.entryNumber})`)
        .join(", ")}${lacking.length > 3 ? ` and ${lacking.length - 3} more` : ""}. Add where they came from.`,
    unknown !== undefined &&
      unknown.unconvertedEntries.length > 0 &&
      `No exchange rate of the day: ${numbered(unknown.unconvertedEntries)}.`,
  ];
  return all.filter((line) => line !== false);
}
