import type { Board, Exchange, LongShort, Perpetual } from "../derivatives/exchange.ts";
import {
  baseOf,
  boardOf,
  hoursBetween,
  newestOf,
  readPart,
  readPaymentTime,
  readRate,
} from "../derivatives/readers.ts";
import { ifAnswered } from "../derivatives/if-answered.ts";
import { createTransport, type Wire } from "../../wire/transport.ts";
import { known, maybe, price, readRows, readTime } from "../../wire/figure.ts";
import { z } from "zod";

const SOURCE = "Binance";
/** Apart from Binance's spot prices in health and log. */
const PROVIDER = "Binance Futures";
/** Some 700 contracts have about 200 KB. */
const BOARD_BYTES = 4 * 1024 * 1024;

const list = z.array(z.unknown());
const row = z.object({
  symbol: z.string(),
  markPrice: price,
  lastFundingRate: maybe.anything,
  nextFundingTime: maybe.anything,
  time: maybe.anything,
});
const interest = z.object({ openInterest: maybe.positive });
const payment = z.object({ fundingTime: maybe.anything });
const accounts = z.object({ longAccount: maybe.anything, timestamp: maybe.anything });

/**
 * Binance's perpetuals in USDT (USDⓈ-M futures). 2,400 of weight a minute; all rates weigh 10, anything else here 1.
 * https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Mark-Price
 */
export function createBinanceFutures(parts: Wire & { readonly base: string }): Exchange {
  const { clock, health: _, ...quiet } = parts;
  const boards = createTransport({ ...parts, provider: PROVIDER, allowance: { tokens: 10, perMs: 10_000 } });
  // One contract that it refuses to speak of must not have the board rest.
  const details = createTransport({ ...quiet, clock, provider: PROVIDER, allowance: { tokens: 30, perMs: 10_000 } });

  return {
    source: SOURCE,

    async board(patience): Promise<Board> {
      const ask = { patience, maxBytes: BOARD_BYTES };
      const rows = readRows(await boards.json("/fapi/v1/premiumIndex", {}, list, ask), row);
      const now = clock();
      const perpetuals = rows.flatMap(({ symbol, markPrice, lastFundingRate, nextFundingTime }): Perpetual[] => {
        const base = baseOf(symbol, "USDT");
        const rate = readRate(lastFundingRate);
        const nextPaymentAt = readPaymentTime(nextFundingTime, now);
        // A contract that is being settled stays in the list without a next payment.
        if (base === undefined || rate === undefined || nextPaymentAt === undefined) return [];
        return [{ contract: symbol, base, rate, rateKind: "latest", nextPaymentAt, markPriceUsd: markPrice }];
      });
      const times = rows.map(({ time }) => readTime(time, now));
      return boardOf(PROVIDER, perpetuals, newestOf(times, now));
    },

    async details(perpetual, patience) {
      const symbol = perpetual.contract;
      const [open, paid] = await Promise.all([
        ifAnswered(details.json("/fapi/v1/openInterest", { symbol }, interest, { patience })),
        ifAnswered(details.json("/fapi/v1/fundingRate", { symbol, limit: 1 }, list, { patience })),
      ]);
      // Its list of intervals has only those that were ever changed; from the last payment to the next is certain.
      const last = readRows(paid ?? [], payment).at(-1)?.fundingTime;
      const intervalHours = hoursBetween(last, perpetual.nextPaymentAt);
      return known({ openInterest: open?.openInterest, intervalHours });
    },

    async longShort(base, patience): Promise<LongShort | undefined> {
      const query = { symbol: `${base}USDT`, period: "5m", limit: 1 };
      const body = await details.json("/futures/data/globalLongShortAccountRatio", query, list, { patience });
      const newest = readRows(body, accounts).at(-1);
      const longFraction = readPart(newest?.longAccount);
      return longFraction === undefined
        ? undefined
        : { longFraction, asOf: readTime(newest?.timestamp, clock()) ?? clock() };
    },
  };
}
