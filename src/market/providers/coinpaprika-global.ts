import type { GlobalMarket, GlobalSource } from "../source.ts";
import { known, maybe, readPositive, readTime } from "../../wire/figure.ts";
import { ProviderError } from "../../core/errors.ts";
import type { Transport } from "../../wire/transport.ts";
import { z } from "zod";

/** `/global`. It says 0 for what it does not know, a change included. */
const body = z.object({
  market_cap_usd: maybe.positive,
  volume_24h_usd: maybe.positive,
  bitcoin_dominance_percentage: maybe.positive,
  market_cap_change_24h: maybe.change.transform((each) => (each === 0 ? undefined : each)),
  last_updated: maybe.anything,
});

export interface CoinPaprikaGlobalParts {
  readonly source: string;
  readonly transport: Transport;
  readonly clock: () => number;
}

/** The whole market as CoinPaprika counts it; it says nothing of Ethereum's part. */
export const createCoinPaprikaGlobal = ({
  source,
  transport,
  clock,
}: CoinPaprikaGlobalParts): Pick<GlobalSource, "global"> => ({
  async global(patience): Promise<GlobalMarket> {
    const read = await transport.json("/global", {}, body, { patience });
    const percent = read.bitcoin_dominance_percentage;
    const figures = known({
      marketCap: read.market_cap_usd,
      change24h: read.market_cap_change_24h,
      volume24h: read.volume_24h_usd,
      btcDominance: percent !== undefined && percent <= 100 ? readPositive(percent / 100) : undefined,
    });
    if (Object.keys(figures).length === 0)
      throw new ProviderError(source, "unusable", { detail: "no figure of the market" });
    return { ...figures, asOf: readTime(read.last_updated, clock()) ?? clock() };
  },
});
