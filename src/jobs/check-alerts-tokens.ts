import { CHAINS, type Chain, chainNamed } from "../market/chains.ts";
import { accept, type Opinion } from "./check-alerts-accept.ts";
import type { AlertAsset } from "../alerts/alert.ts";
import { assetKey } from "../alerts/subject.ts";
import type { DexTokens, TokenView } from "../market/dex/tokens.ts";
import type { Figures } from "../market/quote.ts";
import { figuresOf } from "../market/dex/pool-figures.ts";
import type { KeptAsset } from "../store/alert-quote-store.ts";
import { isDue } from "./check-alerts-prices.ts";
import { known } from "../wire/figure.ts";
import type { Log } from "../core/log.ts";
import { ProviderError } from "../core/errors.ts";
import { within } from "../core/within.ts";

/** Looks at those tokens that are due. @returns what is known of them now */
export type LookAtTokens = (
  tokens: readonly AlertAsset[],
  kept: ReadonlyMap<string, KeptAsset>,
  now: number,
) => Promise<readonly KeptAsset[]>;

export interface TokensParts {
  readonly tokens: DexTokens;
  readonly log: Log;
  readonly limitMs?: number;
}

/** A token takes several requests of sources that allow a few in a minute. */
const TOKEN_EVERY_MS = 5 * 60_000;
const TOKENS_A_TICK = 4;
const LIMIT_MS = 8_000;
const ASKED = "pools";

/** The chain that an alert names; undefined where we do not know it. */
const chainOf = (id: string): Chain | undefined => CHAINS.find((each) => each.id === id) ?? chainNamed(id);

/** Tokens of decentralised exchanges, those that wait longest first; only a price of a pool above the liquidity floor is one. */
export function createLookAtTokens({ tokens, log, limitMs = LIMIT_MS }: TokensParts): LookAtTokens {
  return async (assets, kept, now) => {
    const due = assets
      .flatMap((each) => (each.kind === "token" ? [each] : []))
      .map((asset) => ({ asset, kept: kept.get(assetKey(asset)) ?? { asset: assetKey(asset), asked: {} } }))
      .filter(({ kept: { asked } }) => isDue(asked[ASKED], TOKEN_EVERY_MS, now))
      .toSorted((a, b) => (a.kept.asked[ASKED] ?? 0) - (b.kept.asked[ASKED] ?? 0))
      .slice(0, TOKENS_A_TICK);
    return await Promise.all(due.map(({ asset, kept: before }) => one(asset, before, now)));
  };

  async function one(
    asset: Extract<AlertAsset, { kind: "token" }>,
    before: KeptAsset,
    now: number,
  ): Promise<KeptAsset> {
    const kept = { ...before, asked: { ...before.asked, [ASKED]: now } };
    const chain = chainOf(asset.chain);
    if (!chain) return kept;
    try {
      const view = (await within(tokens.of(asset.address, chain), limitMs))?.value;
      if (!view || !("pools" in view) || view.isStale) return kept;
      const { price, isThin, cap, volume24h } = figuresOf(view.pools);
      if (price === undefined || isThin) return kept;
      const figures = { price, asOf: view.asOf, ...known({ marketCap: cap, volume24h }) };
      const told = { source: view.source, everyMs: TOKEN_EVERY_MS, isOfSizes: true, figures };
      return accept(told, kept, [opinionOf(view, figures)], now);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      log.info({ detail: error.message }, "no price of a token for alerts");
      return kept;
    }
  }
}

/** What the other source makes of a token. One that has no such token can never confirm it; one that contradicts or is away may yet. */
function opinionOf({ checkedWith, silent, contradictions }: TokenView, figures: Figures): Opinion {
  if (checkedWith !== undefined) return { source: checkedWith, everyMs: undefined, kind: "said", figures };
  const mayYet = silent.length > 0 || contradictions.some(({ about }) => about === "price");
  return { source: "the other source", everyMs: undefined, kind: mayYet ? "silent" : "absent" };
}
