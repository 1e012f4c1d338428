import { RowError } from "./draft.ts";
import { quoted } from "./cell.ts";

/** Money that files name like coins (ISO 4217). */
const MONEY: ReadonlySet<string> = new Set(
  "USD EUR GBP JPY CHF CNY INR KRW BRL CAD AUD AED ARS BDT BHD BMD CLP COP CZK DKK GEL GHS HKD HUF IDR ILS KES KWD KZT LKR MXN MYR NGN NOK NZD PEN PHP PKR PLN RON RUB SAR SEK SGD THB TRY TWD UAH UGX UYU VND ZAR".split(
    " ",
  ),
);

export const isMoney = (symbol: string): boolean => MONEY.has(symbol);

/** Old names that stand for the very same coin; the second half is Kraken's. */
const SAME: Readonly<Record<string, string>> = {
  BETH: "ETH",
  BCC: "BCH",
  BCHABC: "BCH",
  XBT: "BTC",
  XDG: "DOGE",
  XXBT: "BTC",
  XBTC: "BTC",
  XXDG: "DOGE",
  XETH: "ETH",
  XETC: "ETC",
  XLTC: "LTC",
  XXLM: "XLM",
  XXMR: "XMR",
  XXRP: "XRP",
  XZEC: "ZEC",
  XREP: "REP",
  XMLN: "MLN",
  ETH2: "ETH",
};

/** Kraken's forms of money, and of coins that are staked, lent or on hold there: "ZEUR", "DOT.S", "DOT28.S", "USD.HOLD". */
function krakenSymbol(symbol: string): string {
  const bare = symbol.replace(/(?:\d{2})?\.(?:S|M|P|F|B|HOLD)$/, "");
  const money = /^Z([A-Z]{3})$/.exec(bare)?.[1];
  return money !== undefined && isMoney(money) ? money : bare;
}

/**
 * A coin's symbol as the world writes it, upper case.
 * @throws RowError when it is missing, or nothing that an exchange would call a coin
 */
export function symbolIn(cell: string, exchange?: "kraken" | "binance"): string {
  const text = cell.trim().toUpperCase();
  if (text === "") throw new RowError("the coin is missing");
  if (!/^[A-Z0-9$][A-Z0-9.$_-]{0,19}$/.test(text)) throw new RowError(`${quoted(cell)} is not the symbol of a coin`);
  const earned = exchange === "binance" ? /^LD([A-Z0-9]{3,})$/.exec(text)?.[1] : undefined;
  const plain = exchange === "kraken" ? krakenSymbol(text) : (earned ?? text);
  return SAME[plain] ?? plain;
}

/** What others are quoted in, the longer names first. */
const QUOTES = (
  "FDUSD TUSD BUSD USDT USDC USDP BIDR BKRW IDRT USDS EURI PAX DAI EUR USD GBP AUD CAD CHF JPY TRY BRL RUB UAH NGN ZAR PLN RON ARS " +
  "MXN CZK XBT BTC ETH BNB XRP TRX DOGE DOT VAI KCS USD"
).split(" ");

/**
 * The two sides of a pair: "BTC-USDT", "KCS/BTC", "ETHBTC", Kraken's "XXBTZEUR".
 * @throws RowError when it cannot be told where one ends
 */
export function pairIn(cell: string, exchange?: "kraken" | "binance"): readonly [base: string, quote: string] {
  const text = cell.trim().toUpperCase();
  const [base, quote, more] = text.split(/[-/_ ]/);
  if (base !== undefined && quote !== undefined && more === undefined)
    return [symbolIn(base, exchange), symbolIn(quote, exchange)];
  const kraken = exchange === "kraken" ? /^([XZ][A-Z]{3})([XZ][A-Z]{3})$/.exec(text) : null;
  if (kraken?.[1] !== undefined && kraken[2] !== undefined)
    return [symbolIn(kraken[1], exchange), symbolIn(kraken[2], exchange)];
  const behind = QUOTES.find((each) => text.endsWith(each) && text.length > each.length + 1);
  if (behind === undefined) throw new RowError(`${quoted(cell)} cannot be told apart into two coins`);
  const front = text.slice(0, -behind.length);
  // "XETHZEUR" ends in EUR, and its Z belongs to that.
  const cut = exchange === "kraken" && isMoney(behind) && /^X.*Z$/.test(front) ? front.slice(0, -1) : front;
  return [symbolIn(cut, exchange), symbolIn(behind, exchange)];
}
