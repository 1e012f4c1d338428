/** Coins that are worth about a dollar by what they are: of a swap's two sides the one to go by. By asset id. */
export const DOLLAR_COINS: ReadonlySet<string> = new Set([
  "tether",
  "usd-coin",
  "dai",
  "first-digital-usd",
  "true-usd",
  "binance-usd",
  "paypal-usd",
  "usdd",
]);
