import { type CoinParts, namedCoin } from "./portfolio-coins.ts";
import type { DayPrices } from "../market/day-prices.ts";
import { Exact } from "../portfolio/amount.ts";
import type { StatedMoney } from "../portfolio/entry.ts";
import { valueOf } from "./portfolio-amounts.ts";

/** Places of a price that are kept: all digits of any double above 1e-13. */
const PRICE_PLACES = 30;

/**
 * What so many coins were worth at a time by the close of that day, marked as filled.
 * @returns undefined when nobody knows
 */
export async function filledValue(
  { asset: assetId, quantity, at }: { readonly asset: string; readonly quantity: string; readonly at: number },
  parts: Pick<CoinParts, "migrations"> & {
    readonly assets: Pick<CoinParts["assets"], "byId">;
    readonly dayPrices: DayPrices;
  },
  currency: string,
): Promise<StatedMoney | undefined> {
  const { symbol, name } = namedCoin(assetId, parts);
  const asset = parts.assets.byId(assetId) ?? { id: assetId, symbol, name };
  const found = await parts.dayPrices.at(asset, at, currency, "person");
  if (!found || !(found.price > 0)) return undefined;
  const price = new Exact(found.price).toDecimalPlaces(PRICE_PLACES).toFixed();
  return { amount: valueOf(quantity, price), currency: found.currency, isFilled: true, filledFrom: found.from };
}
