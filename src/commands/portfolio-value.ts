import type { Asset } from "../market/asset.ts";
import type { Assets } from "../market/assets.ts";
import type { Ledger } from "../portfolio/ledger.ts";
import { type Money, moneyText, quantityText } from "../portfolio/amount.ts";
import type { Patience } from "../wire/transport.ts";
import { priceFrom } from "../portfolio/price-of.ts";
import { ProviderError } from "../core/errors.ts";
import type { Quote } from "../market/quote.ts";
import type { Quotes } from "../market/quotes.ts";
import { type Standing, standingOf } from "../portfolio/standing.ts";
import { watchedAsset, type WatchedAsset } from "./watchlist-facts.ts";

/** A coin that is held. Amounts are in the portfolio's currency. */
export interface HoldingFigures extends WatchedAsset {
  /** Decimal text, every digit of it. */
  readonly quantity: `${number}`;
  /** Of what of it has a known cost; absent where none has. */
  readonly cost?: number;
  /** For one coin of those. */
  readonly averageCost?: number;
  /** Decimal text: how much of it nobody knows the cost of. Absent where all is known. */
  readonly unknownCostQuantity?: `${number}`;
  /** What it is worth and where that is from; absent when nobody has a price right now. */
  readonly worth?: {
    readonly price: number;
    readonly value: number;
    /** Of what has a known cost; absent where none has. */
    readonly unrealisedGain?: number;
    /** Of that cost. */
    readonly unrealisedGainFraction?: number;
    /** Of the value of all that has a price. */
    readonly shareFraction?: number;
    readonly change24h?: number;
    readonly change24hFraction?: number;
    readonly source: string;
    readonly asOf: number;
    readonly isStale: boolean;
  };
}

/** What is held, at the prices of now. */
export interface ValueFigures {
  readonly currency: string;
  /** Of all that has a price. */
  readonly value: number;
  /** What today's holdings did in 24 hours, had all been held since; of those of which a change is known. */
  readonly change24h?: number;
  readonly change24hFraction?: number;
  readonly unrealisedGain: number;
  /** The most valuable first; those without a price last. */
  readonly holdings: readonly HoldingFigures[];
  /** Set when no source answered at all: then nothing has a price. */
  readonly unansweredBy?: string;
}

export interface ValueParts {
  readonly assets: Pick<Assets, "byId">;
  readonly quotes: Pick<Quotes, "of">;
}

/** An amount as the double nearest to it. */
export const figure = (money: Money): number => Number(moneyText(money));

/** A coin that is no longer listed goes by its id. */
export const assetOf = (id: string, assets: ValueParts["assets"]): Asset =>
  assets.byId(id) ?? { id, symbol: id, name: id };

/** What coins cost now, and who did not answer; one request for all. */
export async function quotesNow(
  assetIds: readonly string[],
  currency: string,
  { assets, quotes }: ValueParts,
  patience: Patience,
): Promise<{ readonly quotes: ReadonlyMap<string, Quote>; readonly unansweredBy?: string }> {
  if (assetIds.length === 0) return { quotes: new Map() };
  try {
    const asked = assetIds.map((id) => assetOf(id, assets));
    return { quotes: await quotes.of(asked, currency, patience) };
  } catch (error) {
    // What is held, and what it cost, is still known.
    if (error instanceof ProviderError) return { quotes: new Map(), unansweredBy: error.provider };
    throw error;
  }
}

/** Coins of which there are some. */
export const heldIn = ({ holdings }: Pick<Ledger, "holdings">): readonly string[] =>
  [...holdings.values()].filter(({ quantity }) => quantity !== 0n).map(({ asset }) => asset);

/** What is held at these quotes, exactly. */
export const standingAt = (ledger: Pick<Ledger, "holdings">, quotes: ReadonlyMap<string, Quote>): Standing =>
  standingOf(
    ledger,
    new Map(
      [...quotes].flatMap(([id, { price, change24h }]) =>
        price > 0 && Number.isFinite(price)
          ? [[id, { price: priceFrom(price), ...(change24h === undefined ? {} : { change24h }) }] as const]
          : [],
      ),
    ),
  );

/** The figures of what is held. Pure. */
export function valueFigures(
  standing: Standing,
  quotes: ReadonlyMap<string, Quote>,
  { currency, assets }: { readonly currency: string; readonly assets: ValueParts["assets"] },
): ValueFigures {
  const value = figure(standing.value);
  const { day } = standing;
  return {
    currency,
    value,
    ...(day && { change24h: figure(day.change) }),
    ...(day && day.before !== 0n && { change24hFraction: figure(day.change) / figure(day.before) }),
    unrealisedGain: figure(standing.unrealised),
    holdings: standing.holdings.map((holding) => holdingFigures(holding, value, quotes.get(holding.asset), assets)),
  };
}

function holdingFigures(
  { asset, quantity, cost, unknownCost, priced }: Standing["holdings"][number],
  total: number,
  quote: Quote | undefined,
  assets: ValueParts["assets"],
): HoldingFigures {
  const ofKnown = quantity - unknownCost;
  const paid = figure(cost);
  const known = Number(quantityText(ofKnown));
  return {
    ...watchedAsset(asset, assets),
    quantity: quantityText(quantity) as `${number}`,
    ...(ofKnown > 0n && { cost: paid, averageCost: paid / known }),
    ...(unknownCost !== 0n && { unknownCostQuantity: quantityText(unknownCost) as `${number}` }),
    ...(priced && quote && { worth: worthOf(priced, { total, paid, isCostKnown: ofKnown > 0n, quote }) }),
  };
}

interface Beside {
  readonly total: number;
  readonly paid: number;
  readonly isCostKnown: boolean;
  readonly quote: Quote;
}

function worthOf(
  { value: exact, unrealised, change }: NonNullable<Standing["holdings"][number]["priced"]>,
  { total, paid, isCostKnown, quote }: Beside,
): NonNullable<HoldingFigures["worth"]> {
  const [value, gain] = [figure(exact), figure(unrealised)];
  const { price, change24h, source, asOf, isStale } = quote;
  return {
    price,
    value,
    ...(isCostKnown && { unrealisedGain: gain }),
    ...(isCostKnown && paid > 0 && { unrealisedGainFraction: gain / paid }),
    ...(total > 0 && { shareFraction: value / total }),
    ...(change !== undefined && { change24h: figure(change) }),
    ...(change24h !== undefined && { change24hFraction: change24h }),
    source,
    asOf,
    isStale,
  };
}
