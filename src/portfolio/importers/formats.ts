import { binance, binanceConvert, binanceMoves, binanceSpot, binanceTrades } from "./binance.ts";
import { bybit, bybitMoves } from "./bybit.ts";
import { coinbase, coinbaseFills, coinbasePro } from "./coinbase.ts";
import { cryptoCom, cryptoComExchange } from "./crypto-com.ts";
import { type Format, isOf } from "./format.ts";
import { gemini } from "./gemini.ts";
import { krakenLedgers, krakenTrades } from "./kraken.ts";
import { kucoinDeposits, kucoinFills, kucoinHistory, kucoinOldest, kucoinOrders, kucoinWithdrawals } from "./kucoin.ts";
import { okx, okxFunding } from "./okx.ts";
import { own } from "./own.ts";
import { type Head, headsIn } from "./sheet.ts";
import { coinTracking, koinly, koinlyBulk } from "./trackers.ts";

/** Every format that is known, those with more columns of their own first. */
export const FORMATS: readonly Format[] = [
  own,
  coinbase,
  coinbasePro,
  coinbaseFills,
  binance,
  binanceTrades,
  binanceSpot,
  binanceConvert,
  krakenLedgers,
  krakenTrades,
  kucoinOrders,
  kucoinFills,
  kucoinOldest,
  kucoinDeposits,
  kucoinWithdrawals,
  kucoinHistory,
  cryptoCom,
  cryptoComExchange,
  bybit,
  okx,
  okxFunding,
  gemini,
  coinTracking,
  koinly,
  koinlyBulk,
  binanceMoves,
  bybitMoves,
];

/** The format of a file by its columns, wherever in the first lines they stand; else the columns that it seems to have. */
export function recognise(
  text: string,
):
  | { readonly format: Format; readonly head: Head }
  | { readonly format: undefined; readonly columns: readonly string[] } {
  let widest: readonly string[] = [];
  for (const head of headsIn(text)) {
    const format = FORMATS.find((each) => isOf(each, head.columns));
    if (format) return { format, head };
    if (head.columns.length > widest.length) widest = head.columns;
  }
  return { format: undefined, columns: widest };
}
