import type { MarketRow } from "./source.ts";

/** Stablecoins whose symbol does not say so. */
const STABLE_IDS: ReadonlySet<string> = new Set([
  "dai",
  "frax",
  "gho",
  "liquity-usd",
  "tether",
  "usual-usd",
  "usdd",
  "mimatic",
]);

/** What is the same as another asset, by its name: "Wrapped Bitcoin", "Lido Staked Ether", "Coinbase Wrapped BTC", "Bridged USDC". */
const COPY = /\b(?:wrapped|bridged|binance-peg|pegged|staked|restaked|liquid staking|staking derivative)\b/i;

/** Symbols of copies whose name says nothing: wETH, stETH, rETH, cbBTC, weETH, mSOL. */
const COPY_SYMBOL =
  /^(?:W|ST|WST|R|CB|WE|WBE|EZ|RS|OS|SW|M|JITO|BN|T|LB|FB|SOLV|CM|AN|FRX)(?:BTC|ETH|SOL|BNB|AVAX|NEAR|TAO)$/;

/** Dollars and euros, as far from them as a peg may be for a while. */
const PEGS = [
  { symbol: /USD|DAI$/, name: /\bUSD\b|\bdollar\b/i, low: 0.9, high: 1.1 },
  { symbol: /EUR/, name: /\beuro?\b/i, low: 0.9, high: 1.4 },
] as const;

/** At a dollar to two cents, and not moved by a cent in a day or a week: whatever its name, it is kept there. */
const standsStill = ({ price, change24h = 1, change7d = 1 }: Priced): boolean =>
  Math.abs(price - 1) < 0.02 && Math.abs(change24h) < 0.01 && Math.abs(change7d) < 0.01;

type Priced = Pick<MarketRow, "id" | "symbol" | "name" | "price" | "change24h" | "change7d">;

/**
 * Whether an asset stands for another: a stablecoin near its peg, a wrapped or staked copy. Its change is no news, or the
 * other's. A stablecoin that has lost its peg by a tenth is one to look at. Price in US dollars, changes as fractions.
 */
export function isPegged(row: Priced): boolean {
  const { id, symbol, name, price } = row;
  if (COPY.test(name) || COPY_SYMBOL.test(symbol) || standsStill(row)) return true;
  if (STABLE_IDS.has(id)) return price > 0.9 && price < 1.1;
  return PEGS.some((peg) => (peg.symbol.test(symbol) || peg.name.test(name)) && price > peg.low && price < peg.high);
}
