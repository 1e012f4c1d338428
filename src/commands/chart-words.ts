import type { AssetHistory } from "./chart-facts.ts";
import { DAYS, type Range } from "./chart-input.ts";
import { money, percent } from "../core/format.ts";

const DAY = 86_400_000;

const RANGE_NAMES: Readonly<Record<Range, string>> = {
  "1D": "1 day",
  "7D": "7 days",
  "30D": "30 days",
  "90D": "90 days",
  "1Y": "1 year",
  MAX: "all of it",
};

/** The time that is shown, in words: what was asked for, or what there was. */
export const rangeName = (range: Range, limitedToDays: number | undefined): string =>
  limitedToDays === undefined ? RANGE_NAMES[range] : `${limitedToDays} days`;

/** Why less is shown than was asked for; undefined when all of it is. */
export function shortfall(
  range: Range,
  limitedToDays: number | undefined,
  source: string | undefined,
): string | undefined {
  if (limitedToDays === undefined) return undefined;
  if (source === "sample data") return `Sample data has only ${limitedToDays} days.`;
  return `Without a paid plan ${source ?? "the source"} gives ${limitedToDays} days; this is all of ${range} that can be had.`;
}

/** That a coin is younger than the time asked for, or was not traded in all of it. */
export function youth({ name, prices }: AssetHistory, range: Range, limitedToDays: number | undefined): string[] {
  const asked = limitedToDays ?? DAYS[range];
  if (!prices || asked === "max") return [];
  const had = (prices.toAt - prices.fromAt) / DAY;
  // Sources leave out a point or two at the ends.
  if (had >= asked * 0.9 - 0.5) return [];
  const days = Math.round(had);
  return [`${name} has prices of ${days < 2 ? "less than two days" : `${days} days`} only.`];
}

/** "Bittensor from $300.00 to $324.94 (+8.31%), lowest $290.10, highest $331.00". */
export function course({ name, prices }: AssetHistory, currency: string, locale: string): string {
  if (!prices) return `${name}: no data`;
  const [first, last, low, high] = [prices.firstPrice, prices.lastPrice, prices.lowPrice, prices.highPrice].map(
    (price) => money(price, currency, locale),
  );
  return `${name} from ${first} to ${last} (${percent(prices.changeFraction, locale)}), lowest ${low}, highest ${high}`;
}

/** Why an asset is not in the picture. */
export function absence({ name, prices, unansweredBy }: AssetHistory, currency: string, locale: string): string {
  if (unansweredBy !== undefined) return `${unansweredBy} did not answer for ${name}; please try again in a minute.`;
  if (!prices) return `Nobody has a price history of ${name} for this time.`;
  const price = money(prices.lastPrice, currency, locale);
  return `Of ${name} there is only one price to show: ${price}.`;
}
