import type { Assets } from "../market/assets.ts";
import type { Conversion } from "./read-conversion.ts";
import type { ConvertFacts, Unit } from "./conversion-reply.ts";
import { Decimal } from "decimal.js";
import type { Quote } from "../market/quote.ts";
import type { Quotes } from "../market/quotes.ts";
import type { Rates } from "../market/rates.ts";
import { UserError } from "../core/errors.ts";

/** By which two coins are compared. */
const BETWEEN = "USD";

/** As money is reckoned everywhere in the desk: binary fractions would turn 3 × 0.1 into 0.30000000000000004. */
const Exact = Decimal.clone({ precision: 50 });

type AssetUnit = Extract<Unit, { kind: "asset" }>;
type Price = ConvertFacts["prices"][number];

interface Exchange {
  readonly amount: Conversion["amount"];
  readonly from: Unit;
  readonly to: Unit;
}

export interface ExchangeParts {
  readonly assets: Pick<Assets, "byId">;
  readonly quotes: Pick<Quotes, "of">;
  readonly rates: Pick<Rates, "rate">;
}

/**
 * What an amount is worth in another unit, and by which prices.
 * @throws UserError when nobody has a price for one of the two; ProviderError when nobody answers
 */
export async function exchange({ amount, from, to }: Exchange, parts: ExchangeParts): Promise<ConvertFacts> {
  const { rate, prices } = await rateOf(from, to, parts);
  return {
    amount: Number(amount),
    amountExact: new Exact(amount).toFixed(),
    from,
    to,
    result: new Exact(amount).times(rate).toNumber(),
    rate: rate.toNumber(),
    prices,
  };
}

interface Found {
  readonly rate: Decimal;
  readonly prices: readonly Price[];
}

async function rateOf(from: Unit, to: Unit, parts: ExchangeParts): Promise<Found> {
  if (from.kind === "currency") {
    if (to.kind === "currency") return await rateOfMoney(from.code, to.code, parts);
    const [price] = await pricesOf([to], from.code, parts);
    return { rate: new Exact(1).div(price.price), prices: [price] };
  }
  if (to.kind === "currency") {
    const [price] = await pricesOf([from], to.code, parts);
    return { rate: new Exact(price.price), prices: [price] };
  }
  const [source, target] = await pricesOf([from, to], BETWEEN, parts);
  return { rate: new Exact(source.price).div(target.price), prices: [source, target] };
}

async function rateOfMoney(from: string, to: string, { rates }: ExchangeParts): Promise<Found> {
  const rate = await rates.rate(from, to, "person");
  if (!rate)
    throw new UserError(`I have no exchange rate between ${from} and ${to}.`, {
      hint: "For example: /convert 100 USD to EUR",
    });
  const { value, ...origin } = rate;
  return { rate: new Exact(value), prices: [{ of: from, in: to, price: value, ...origin }] };
}

/** The prices of all, asked for at once. @throws UserError when one is missing */
async function pricesOf<Units extends readonly AssetUnit[]>(
  units: readonly [...Units],
  currency: string,
  { assets, quotes }: ExchangeParts,
): Promise<{ [Place in keyof Units]: Price }> {
  const found = await quotes.of(
    units.flatMap(({ assetId }) => assets.byId(assetId) ?? []),
    currency,
    "person",
  );
  const prices = units.map((unit) => {
    const price = priceOf(found.get(unit.assetId));
    if (price) return price;
    throw new UserError(`Nobody has a price for ${unit.name} (${unit.symbol}) right now.`, {
      hint: "Please try again later, or another coin: /convert 2.5 TAO to EUR",
    });
  });
  return prices as { [Place in keyof Units]: Price };
}

/** A price of nothing is no price: nothing can be divided by it. */
function priceOf(quote: Quote | undefined): Price | undefined {
  if (!quote || !(quote.price > 0)) return undefined;
  const { asset, currency, price, source, asOf, isStale } = quote;
  return { of: asset.symbol, in: currency, price, source, asOf, isStale };
}
