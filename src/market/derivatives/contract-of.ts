import type { Board, Perpetual } from "./exchange.ts";

/** The contract of one coin, its figures by the coin. */
export interface CoinPerpetual extends Omit<Perpetual, "markPriceUsd" | "openInterest"> {
  /** How many coins one unit of the contract is: 1000 for "1000PEPEUSDT". */
  readonly coinsPerUnit: number;
  /** Of one coin. */
  readonly markPriceUsd: number;
  readonly openInterestCoins?: number;
  readonly openInterestUsd?: number;
}

/** How exchanges write a contract of many coins, because one is too cheap for their price steps: "1000PEPE", "SHIB1000", "1MBABYDOGE". */
const SPELLINGS: readonly (readonly [before: string, after: string, coins: number])[] = [
  ["", "", 1],
  ["1000", "", 1_000],
  ["", "1000", 1_000],
  ["10000", "", 10_000],
  ["100000", "", 100_000],
  ["1000000", "", 1_000_000],
  ["1M", "", 1_000_000],
];

/** Further apart than this, a contract's price and the coin's are prices of different coins. */
const MOST_APART = 0.1;

/** What an exchange has under a ticker. */
export type Listing =
  | { readonly kind: "listed"; readonly perpetual: Perpetual; readonly coinsPerUnit: number }
  /** It has the ticker at a price that is not this coin's. */
  | { readonly kind: "another coin"; readonly contract: string; readonly markPriceUsd: number }
  | { readonly kind: "not listed" };

/**
 * The contract of a ticker, in any spelling.
 * @param priceUsd  of the coin by another source; without it the ticker alone decides
 */
export function contractOf(board: Board, symbol: string, priceUsd: number | undefined): Listing {
  const found = SPELLINGS.flatMap(([before, after, coinsPerUnit]) => {
    const perpetual = board.perpetuals.get(`${before}${symbol.toUpperCase()}${after}`);
    return perpetual === undefined ? [] : [{ perpetual, coinsPerUnit }];
  });
  const [first] = found;
  if (first === undefined) return { kind: "not listed" };
  const same = found.find(
    ({ perpetual, coinsPerUnit }) =>
      priceUsd === undefined || Math.abs(perpetual.markPriceUsd / coinsPerUnit / priceUsd - 1) <= MOST_APART,
  );
  if (same !== undefined) return { kind: "listed", ...same };
  const { contract, markPriceUsd } = first.perpetual;
  return { kind: "another coin", contract, markPriceUsd: markPriceUsd / first.coinsPerUnit };
}

/** A contract's figures by the coin. Its open interest in US dollars is at the mark price. */
export function byTheCoin(perpetual: Perpetual, coinsPerUnit: number): CoinPerpetual {
  const { markPriceUsd, openInterest, ...rest } = perpetual;
  return {
    ...rest,
    coinsPerUnit,
    markPriceUsd: markPriceUsd / coinsPerUnit,
    ...(openInterest === undefined
      ? {}
      : { openInterestCoins: openInterest * coinsPerUnit, openInterestUsd: openInterest * markPriceUsd }),
  };
}
