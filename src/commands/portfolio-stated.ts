import { cleanLine } from "../core/clean.ts";
import type { EntryInput } from "./portfolio-entry-input.ts";
import type { PortfolioSettings } from "./portfolio-book.ts";
import { quoteCurrency } from "../market/currency-words.ts";
import type { Rates } from "../market/rates.ts";
import { readMoney, valueOf } from "./portfolio-amounts.ts";
import type { StatedMoney } from "../portfolio/entry.ts";
import { UserError } from "../core/errors.ts";

/**
 * What all coins of an entry were worth as it was said, of one or of all; undefined where nothing was said.
 * @throws UserError when both were said, or it is no money
 */
export function statedValue(
  { price, total, currency: named }: Pick<EntryInput, "price" | "total" | "currency">,
  quantity: string,
  settings: Pick<PortfolioSettings, "currency">,
  rates: Rates,
): StatedMoney | undefined {
  const currency = named === undefined ? settings.currency : quoteCurrency(named, rates);
  if (price !== undefined && total !== undefined)
    throw new UserError("Give the price of one coin, or of all together, but not both.");
  if (total !== undefined) return readMoney(total, currency, rates);
  if (price === undefined) return undefined;
  const each = readMoney(price, currency, rates);
  // Of all coins it would be refused as well, with a number that nobody typed.
  if (each.amount.startsWith("-"))
    throw new UserError(`A price cannot be below zero, and "${cleanLine(price, 40)}" is.`);
  return { amount: valueOf(quantity, each.amount), currency: each.currency };
}
