import type { Board, Exchange, LongShort, Perpetual } from "../derivatives/exchange.ts";
import { baseOf, boardOf, readHours, readPart, readPaymentTime, readRate } from "../derivatives/readers.ts";
import { ifAnswered } from "../derivatives/if-answered.ts";
import { createTransport, type Wire } from "../../wire/transport.ts";
import { known, maybe, price, readRows, readTime } from "../../wire/figure.ts";
import { z } from "zod";

const SOURCE = "Bitget";
/** Some 600 contracts have about 500 KB. */
const BOARD_BYTES = 8 * 1024 * 1024;
const PRODUCT = { productType: "USDT-FUTURES" } as const;

const answer = z.object({ code: z.literal("00000"), data: z.array(z.unknown()), requestTime: maybe.anything });
const ticker = z.object({
  symbol: z.string(),
  markPrice: price,
  fundingRate: maybe.anything,
  /** Open interest in coins. */
  holdingAmount: maybe.positive,
});
const funding = z.object({
  symbol: z.string(),
  fundingRate: maybe.anything,
  fundingRateInterval: maybe.anything,
  nextUpdate: maybe.anything,
});
const accounts = z.object({ longAccountRatio: maybe.anything, ts: maybe.anything });

/** Bitget's perpetuals in USDT. 20 requests a second, one for the ratio. https://www.bitget.com/api-doc/contract/market/Get-Current-Funding-Rate */
export function createBitget(parts: Wire & { readonly base: string }): Exchange {
  const { clock, health: _, ...quiet } = parts;
  const boards = createTransport({ ...parts, provider: SOURCE, allowance: { tokens: 8, perMs: 1_000 } });
  const details = createTransport({ ...quiet, clock, provider: SOURCE, allowance: { tokens: 1, perMs: 1_000 } });

  return {
    source: SOURCE,

    async board(patience): Promise<Board> {
      const ask = { patience, maxBytes: BOARD_BYTES };
      const [tickers, rates] = await Promise.all([
        boards.json("/api/v2/mix/market/tickers", PRODUCT, answer, ask),
        ifAnswered(boards.json("/api/v2/mix/market/current-fund-rate", PRODUCT, answer, ask)),
      ]);
      const now = clock();
      const termsOf = new Map(readRows(rates?.data ?? [], funding).map((each) => [each.symbol, each]));
      const perpetuals = readRows(tickers.data, ticker).flatMap((each): Perpetual[] => {
        const base = baseOf(each.symbol, "USDT");
        const terms = termsOf.get(each.symbol);
        const rate = readRate(terms?.fundingRate) ?? readRate(each.fundingRate);
        if (base === undefined || rate === undefined) return [];
        return [
          {
            contract: each.symbol,
            base,
            rate,
            rateKind: "current",
            markPriceUsd: each.markPrice,
            ...known({
              intervalHours: readHours(terms?.fundingRateInterval),
              nextPaymentAt: readPaymentTime(terms?.nextUpdate, now),
              openInterest: each.holdingAmount,
            }),
          },
        ];
      });
      return boardOf(SOURCE, perpetuals, readTime(tickers.requestTime, now) ?? now);
    },

    details: async () => ({}),

    async longShort(base, patience): Promise<LongShort | undefined> {
      const query = { symbol: `${base}USDT`, period: "5m" };
      const { data } = await details.json("/api/v2/mix/market/account-long-short", query, answer, { patience });
      const rows = readRows(data, accounts).map(({ longAccountRatio, ts }) => ({
        longFraction: readPart(longAccountRatio),
        asOf: readTime(ts, clock()) ?? 0,
      }));
      // The order of the rows is not documented.
      const newest = rows.toSorted((a, b) => b.asOf - a.asOf)[0];
      if (newest?.longFraction === undefined) return undefined;
      return { longFraction: newest.longFraction, asOf: newest.asOf || clock() };
    },
  };
}
