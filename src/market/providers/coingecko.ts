import { createTransport, type Wire } from "../../wire/transport.ts";
import type { CategoryList, ListedCoin, MarketRow, MarketSource, Week } from "../source.ts";
import type { Patience } from "../../wire/transport.ts";
import {
  listBody,
  marketRows,
  marketsBody,
  listedCoins,
  ratesBody,
  ratesOf,
  chartBody,
  coinIdsOf,
  pointsOf,
} from "./coingecko-answers.ts";
import {
  categoriesBody,
  categoryIdsOf,
  globalBody,
  globalOf,
  totalOf,
  trendingBody,
  trendingOf,
} from "./coingecko-overview.ts";
import { createCoinGeckoHistory } from "./coingecko-history.ts";
import { createCoinGeckoProfile } from "./coingecko-profile.ts";
import { ProviderError } from "../../core/errors.ts";
import type { ProfileSource } from "../profile.ts";
import { z } from "zod";

/** Which address, header and limit belong to the key: https://docs.coingecko.com/reference/authentication */
type CoinGeckoPlan = "public" | "demo" | "pro";

export interface CoinGeckoParts extends Wire {
  readonly plan: CoinGeckoPlan;
  /** Sent in a header, never in an address; not used by the public plan. */
  readonly apiKey?: string;
  /** Wins over the plan's own address. */
  readonly base?: string;
}

const SOURCE = "CoinGecko";

/** Requests a minute: the public plan is shared by address and has been measured at about five. */
export const PLANS = {
  public: { base: "https://api.coingecko.com/api/v3", header: undefined, tokens: 5 },
  demo: { base: "https://api.coingecko.com/api/v3", header: "x-cg-demo-api-key", tokens: 30 },
  pro: { base: "https://pro-api.coingecko.com/api/v3", header: "x-cg-pro-api-key", tokens: 250 },
} as const;

/** The most rows that `/coins/markets` gives at once. */
const PAGE_SIZE = 250;
/** 17,000 coins with their contracts have about 4 MB. */
const LIST_BYTES = 24 * 1024 * 1024;

/** CoinGecko, with or without a key. Its ids are our asset ids. */
export function createCoinGecko(parts: CoinGeckoParts): MarketSource & ProfileSource & CategoryList {
  const plan = PLANS[parts.plan];
  const transport = createTransport({
    ...parts,
    provider: SOURCE,
    base: parts.base ?? plan.base,
    allowance: { tokens: plan.tokens, perMs: 60_000 },
    headers: plan.header === undefined || parts.apiKey === undefined ? {} : { [plan.header]: parts.apiKey },
  });
  const changes = { price_change_percentage: ["24h", "7d", "30d"], locale: "en" } as const;

  return {
    source: SOURCE,

    async markets(ids, currency, patience) {
      const rows = new Map<string, MarketRow>();
      for (const batch of batches(ids, PAGE_SIZE)) {
        // Without per_page it answers with a hundred, however many were asked for.
        const query = { vs_currency: currency.toLowerCase(), ids: batch, per_page: PAGE_SIZE, page: 1, ...changes };
        const body = await transport.json("/coins/markets", query, marketsBody, { patience });
        const asked = new Set(batch);
        for (const row of marketRows(body, parts.clock())) if (asked.has(row.id)) rows.set(row.id, row);
      }
      return rows;
    },

    async week(id, currency, patience): Promise<Week | undefined> {
      const query = { vs_currency: currency.toLowerCase(), days: 7 };
      try {
        const path = `/coins/${encodeURIComponent(id)}/market_chart`;
        const points = pointsOf(await transport.json(path, query, chartBody, { patience }), parts.clock());
        const last = points.at(-1);
        return last && { points, currency: currency.toUpperCase(), source: SOURCE, asOf: last[0] };
      } catch (error) {
        if (error instanceof ProviderError && error.failure === "missing") return undefined;
        throw error;
      }
    },

    ...createCoinGeckoHistory({ source: SOURCE, transport, isPaid: parts.plan === "pro", clock: parts.clock }),
    ...createCoinGeckoProfile({ source: SOURCE, transport, clock: parts.clock }),

    async topMarkets(page): Promise<readonly MarketRow[]> {
      const query = { vs_currency: "usd", order: "market_cap_desc", per_page: PAGE_SIZE, page, ...changes };
      return marketRows(await transport.json("/coins/markets", query, marketsBody, { patience: "job" }), parts.clock());
    },

    async coinList(): Promise<readonly ListedCoin[]> {
      const ask = { patience: "job", maxBytes: LIST_BYTES } as const;
      return await listedCoins(await transport.json("/coins/list", { include_platform: "true" }, listBody, ask));
    },

    async exchangeRates(patience: Patience) {
      const perBitcoin = ratesOf(await transport.json("/exchange_rates", {}, ratesBody, { patience }));
      if (perBitcoin.size < 2) throw new ProviderError(SOURCE, "unusable", { detail: "no exchange rates" });
      return { perBitcoin, source: SOURCE, asOf: parts.clock() };
    },

    async global(patience) {
      const global = globalOf(await transport.json("/global", {}, globalBody, { patience }), parts.clock());
      if (global === undefined) throw new ProviderError(SOURCE, "unusable", { detail: "no figure of the market" });
      return global;
    },

    async categoryTotal(id, patience) {
      return totalOf(await transport.json("/coins/categories", {}, categoriesBody, { patience }), id, parts.clock());
    },

    async categoryIds() {
      const body = await transport.json("/coins/categories/list", {}, categoriesBody, { patience: "job" });
      const ids = categoryIdsOf(body);
      if (ids.size === 0) throw new ProviderError(SOURCE, "unusable", { detail: "no categories" });
      return ids;
    },

    async categoryMembers(id) {
      const query = { vs_currency: "usd", category: id, order: "market_cap_desc", per_page: PAGE_SIZE, page: 1 };
      const body = await transport.json("/coins/markets", query, marketsBody, { patience: "job" });
      const ids = coinIdsOf(body);
      if (ids.length === 0) throw new ProviderError(SOURCE, "unusable", { detail: "a category without coins" });
      return { ids, isWhole: body.length < PAGE_SIZE };
    },

    async trending(patience) {
      const coins = trendingOf(await transport.json("/search/trending", {}, trendingBody, { patience }));
      return { coins, asOf: parts.clock() };
    },

    async ping() {
      await transport.json("/ping", {}, z.object({ gecko_says: z.string() }), { patience: "person" });
    },
  };
}

/** Ids in the order given, each once, in groups that fit one request. An id with a comma would be two; it cannot exist. */
export function batches(ids: readonly string[], size: number): readonly (readonly string[])[] {
  const each = [...new Set(ids.map((id) => id.trim()))].filter((id) => id !== "" && !id.includes(","));
  return Array.from({ length: Math.ceil(each.length / size) }, (_, index) =>
    each.slice(index * size, (index + 1) * size),
  );
}
