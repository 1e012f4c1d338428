import type { Board, Exchange, LongShort, Perpetual } from "../derivatives/exchange.ts";
import { baseOf, boardOf, readHours, readPart, readPaymentTime, readRate } from "../derivatives/readers.ts";
import { createTransport, type Wire } from "../../wire/transport.ts";
import { known, maybe, price, readRows, readTime } from "../../wire/figure.ts";
import { z } from "zod";

const SOURCE = "Bybit";
/** Some 800 contracts have about 600 KB. */
const BOARD_BYTES = 8 * 1024 * 1024;

/** Refusals come with status 200 and another code: too often, not from this country. */
const answer = z.object({
  retCode: z.literal(0),
  result: z.object({ list: z.array(z.unknown()) }),
  time: maybe.anything,
});
const row = z.object({
  symbol: z.string(),
  markPrice: price,
  fundingRate: maybe.anything,
  nextFundingTime: maybe.anything,
  fundingIntervalHour: maybe.anything,
  openInterest: maybe.positive,
});
const accounts = z.object({ buyRatio: maybe.anything, timestamp: maybe.anything });

/** Bybit's perpetuals in USDT. 600 requests in five seconds. https://bybit-exchange.github.io/docs/v5/market/tickers */
export function createBybit(parts: Wire & { readonly base: string }): Exchange {
  const { clock, health: _, ...quiet } = parts;
  const boards = createTransport({ ...parts, provider: SOURCE, allowance: { tokens: 10, perMs: 5_000 } });
  const details = createTransport({ ...quiet, clock, provider: SOURCE, allowance: { tokens: 20, perMs: 5_000 } });

  return {
    source: SOURCE,

    async board(patience): Promise<Board> {
      const ask = { patience, maxBytes: BOARD_BYTES };
      const { result, time } = await boards.json("/v5/market/tickers", { category: "linear" }, answer, ask);
      const now = clock();
      const perpetuals = readRows(result.list, row).flatMap((each): Perpetual[] => {
        const base = baseOf(each.symbol, "USDT");
        const rate = readRate(each.fundingRate);
        if (base === undefined || rate === undefined) return [];
        return [
          {
            contract: each.symbol,
            base,
            rate,
            rateKind: "current",
            markPriceUsd: each.markPrice,
            ...known({
              intervalHours: readHours(each.fundingIntervalHour),
              nextPaymentAt: readPaymentTime(each.nextFundingTime, now),
              openInterest: each.openInterest,
            }),
          },
        ];
      });
      return boardOf(SOURCE, perpetuals, readTime(time, now) ?? now);
    },

    details: async () => ({}),

    async longShort(base, patience): Promise<LongShort | undefined> {
      const query = { category: "linear", symbol: `${base}USDT`, period: "5min", limit: 1 };
      const { result } = await details.json("/v5/market/account-ratio", query, answer, { patience });
      const newest = readRows(result.list, accounts)[0];
      const longFraction = readPart(newest?.buyRatio);
      return longFraction === undefined
        ? undefined
        : { longFraction, asOf: readTime(newest?.timestamp, clock()) ?? clock() };
    },
  };
}
