import { type CoinGeckoParts, PLANS } from "./coingecko.ts";
import { createPoolApi } from "./geckoterminal.ts";
import type { DexDataSource } from "../dex/source.ts";

/** Of the plan's requests a minute, the part for pools: the key's other requests count against the same limit. */
const PART = 1 / 3;

/** CoinGecko's on-chain API: GeckoTerminal's data, for those who have a key. The public plan does not have it. */
export function createCoinGeckoOnchain(parts: CoinGeckoParts & { readonly apiKey: string }): DexDataSource {
  const plan = PLANS[parts.plan];
  return createPoolApi({
    ...parts,
    // A name of its own: when this part is down, the other is not.
    provider: "CoinGecko on-chain",
    base: `${(parts.base ?? plan.base).replace(/\/+$/, "")}/onchain`,
    allowance: { tokens: Math.floor(plan.tokens * PART), perMs: 60_000 },
    headers: plan.header === undefined ? {} : { [plan.header]: parts.apiKey },
  });
}
