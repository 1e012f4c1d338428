import { CLOSE_WITHIN_MS, DAY_MS, dayClosedAt } from "../closes.ts";
import { maybe, price, readNumber, readRows, readTime } from "../../wire/figure.ts";
import type { PastCloseSource } from "../past-closes.ts";
import type { Transport } from "../../wire/transport.ts";
import { z } from "zod";

/** DefiLlama rates its own prices from 0 to 1; what it derives from thin pools lies low. */
const LEAST_CONFIDENCE = 0.5;

const answer = z.object({ coins: z.record(z.string(), z.unknown()) });
const one = z.object({ price, timestamp: maybe.anything, confidence: maybe.anything });
const many = z.object({ prices: z.array(z.unknown()), confidence: maybe.anything });
const point = z.object({ price, timestamp: maybe.anything });

export interface DefiLlamaPastParts {
  readonly transport: Transport;
  readonly clock: () => number;
}

/**
 * Closes of any day: one by `/prices/historical/{timestamp}/coingecko:{id}`, many by `/chart/coingecko:{id}`, which takes up to
 * 500 points. Both tell the price nearest to an instant and when it was; only one within an hour of midnight is a close.
 */
export const createDefiLlamaPast = ({ transport, clock }: DefiLlamaPastParts): Pick<PastCloseSource, "pastCloses"> => ({
  async pastCloses({ id }, fromDay, toDay, patience) {
    const key = `coingecko:${id}`;
    const word = `coingecko:${encodeURIComponent(id)}`;
    const end = ((fromDay + 1) * DAY_MS) / 1000;
    const { coins } =
      fromDay === toDay
        ? await transport.json(`/prices/historical/${end}/${word}`, { searchWidth: "1h" }, answer, { patience })
        : await transport.json(
            `/chart/${word}`,
            { start: end, span: toDay - fromDay + 1, period: "1d", searchWidth: "1h" },
            answer,
            { patience },
          );
    const rows = fromDay === toDay ? readRows([coins[key]], one) : readRows([coins[key]], many);
    const trusted = rows.filter(({ confidence }) => (readNumber(confidence) ?? 1) >= LEAST_CONFIDENCE);
    const points = trusted.flatMap((row) => ("prices" in row ? readRows(row.prices, point) : [row]));
    const found = new Map<number, readonly [off: number, price: number]>();
    for (const { price: usd, timestamp } of points) {
      const at = readTime(timestamp, clock());
      const day = at === undefined ? undefined : dayClosedAt(at);
      if (at === undefined || day === undefined || day < fromDay || day > toDay) continue;
      const off = Math.abs(at - (day + 1) * DAY_MS);
      if (off <= CLOSE_WITHIN_MS && off < (found.get(day)?.[0] ?? Infinity)) found.set(day, [off, usd]);
    }
    return new Map([...found].map(([day, [, usd]]) => [day, usd]));
  },
});
