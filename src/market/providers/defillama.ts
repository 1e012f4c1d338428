import type { Figures } from "../quote.ts";
import { createTransport, type Wire } from "../../wire/transport.ts";
import type { HistorySource, PriceSource } from "../source.ts";
import { maybe, price, readNumber, readRows, readTime } from "../../wire/figure.ts";
import { batches } from "./coingecko.ts";
import { createDefiLlamaHistory } from "./defillama-history.ts";
import { createDefiLlamaPast } from "./defillama-past.ts";
import type { PastCloseSource } from "../past-closes.ts";
import { z } from "zod";

const SOURCE = "DefiLlama";

/** Keeps addresses well under the 8 KB that servers take. */
const BATCH = 100;
/** DefiLlama rates its own prices from 0 to 1; what it derives from thin pools lies low. Coins with a market have 0.9 and more. */
const LEAST_CONFIDENCE = 0.5;
/** A price that it has not seen for a day is no price of now. */
const OLDEST_MS = 24 * 60 * 60_000;

const answer = z.object({ coins: z.record(z.string(), z.unknown()) });
const row = z.object({ price, timestamp: maybe.anything, confidence: maybe.anything });

/** DefiLlama's prices, now and past, by CoinGecko's ids. Of now price and time only: changes would cost a second request of its one a second. */
export function createDefiLlama(
  parts: Wire & { readonly base: string },
): PriceSource & HistorySource & PastCloseSource {
  const transport = createTransport({ ...parts, provider: SOURCE, allowance: { tokens: 1, perMs: 1000 } });
  const currentUrl = (ids: readonly string[]) =>
    `/prices/current/${ids.map((id) => `coingecko:${encodeURIComponent(id)}`).join(",")}`;

  return {
    source: SOURCE,

    async prices(assets, patience) {
      const found = new Map<string, Figures>();
      const ids = assets.map((asset) => asset.id);
      for (const batch of batches(ids, BATCH)) {
        const { coins } = await transport.json(currentUrl(batch), {}, answer, { patience });
        const now = parts.clock();
        for (const id of batch)
          for (const { price: usd, timestamp, confidence } of readRows([coins[`coingecko:${id}`]], row)) {
            const asOf = readTime(timestamp, now);
            const isTrusted = (readNumber(confidence) ?? 1) >= LEAST_CONFIDENCE;
            if (asOf !== undefined && asOf > now - OLDEST_MS && isTrusted) found.set(id, { price: usd, asOf });
          }
      }
      return found;
    },

    ...createDefiLlamaHistory({ source: SOURCE, transport, clock: parts.clock }),
    ...createDefiLlamaPast({ transport, clock: parts.clock }),

    async ping() {
      await transport.json(currentUrl(["bitcoin"]), {}, answer, { patience: "person" });
    },
  };
}
