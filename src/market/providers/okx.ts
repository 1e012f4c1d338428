import type { Board, Exchange, LongShort, Perpetual } from "../derivatives/exchange.ts";
import { baseOf, boardOf, hoursBetween, newestOf, readPaymentTime, readRate } from "../derivatives/readers.ts";
import { ifAnswered } from "../derivatives/if-answered.ts";
import { createTransport, type Wire } from "../../wire/transport.ts";
import { known, maybe, price, readPositive, readRows, readTime } from "../../wire/figure.ts";
import { z } from "zod";

const SOURCE = "OKX";
const BOARD_BYTES = 4 * 1024 * 1024;

/** Refusals may come with status 200 and another code. */
const answer = z.object({ code: z.literal("0"), data: z.array(z.unknown()) });
const funding = z.object({
  instId: z.string(),
  fundingRate: maybe.anything,
  fundingTime: maybe.anything,
  nextFundingTime: maybe.anything,
});
const mark = z.object({ instId: z.string(), markPx: price, ts: maybe.anything });
/** `oi` counts contracts of different sizes, `oiCcy` coins. */
const interest = z.object({ instId: z.string(), oiCcy: maybe.positive });

/** OKX's perpetuals in USDT. 20 requests in two seconds, five for the ratio. https://www.okx.com/docs-v5/en/#public-data-rest-api */
export function createOkx(parts: Wire & { readonly base: string }): Exchange {
  const { clock, health: _, ...quiet } = parts;
  const boards = createTransport({ ...parts, provider: SOURCE, allowance: { tokens: 9, perMs: 2_000 } });
  const details = createTransport({ ...quiet, clock, provider: SOURCE, allowance: { tokens: 5, perMs: 2_000 } });

  return {
    source: SOURCE,

    async board(patience): Promise<Board> {
      const ask = { patience, maxBytes: BOARD_BYTES };
      const swaps = { instType: "SWAP" };
      const [rates, marks, open] = await Promise.all([
        boards.json("/api/v5/public/funding-rate", { instId: "ANY" }, answer, ask),
        boards.json("/api/v5/public/mark-price", swaps, answer, ask),
        ifAnswered(boards.json("/api/v5/public/open-interest", swaps, answer, ask)),
      ]);
      const now = clock();
      const markRows = readRows(marks.data, mark);
      const priceOf = new Map(markRows.map(({ instId, markPx }) => [instId, markPx]));
      const coinsOf = new Map(readRows(open?.data ?? [], interest).map(({ instId, oiCcy }) => [instId, oiCcy]));
      const perpetuals = readRows(rates.data, funding).flatMap((each): Perpetual[] => {
        const base = baseOf(each.instId, "-USDT-SWAP");
        const rate = readRate(each.fundingRate);
        const markPriceUsd = priceOf.get(each.instId);
        if (base === undefined || rate === undefined || markPriceUsd === undefined) return [];
        return [
          {
            contract: each.instId,
            base,
            rate,
            rateKind: "current",
            markPriceUsd,
            ...known({
              // Here "funding time" is the next payment, and "next funding time" the one after it.
              nextPaymentAt: readPaymentTime(each.fundingTime, now),
              intervalHours: hoursBetween(each.fundingTime, each.nextFundingTime),
              openInterest: coinsOf.get(each.instId),
            }),
          },
        ];
      });
      const times = markRows.map(({ ts }) => readTime(ts, now));
      return boardOf(SOURCE, perpetuals, newestOf(times, now));
    },

    details: async () => ({}),

    /** Of all contracts of the coin together. */
    async longShort(base, patience): Promise<LongShort | undefined> {
      const path = "/api/v5/rubik/stat/contracts/long-short-account-ratio";
      const { data } = await details.json(path, { ccy: base, period: "5m" }, answer, { patience });
      const [newest] = data.filter(Array.isArray);
      const ratio = readPositive(newest?.[1]);
      return ratio === undefined
        ? undefined
        : { longFraction: ratio / (1 + ratio), asOf: readTime(newest?.[0], clock()) ?? clock() };
    },
  };
}
