import { createTransport, type Wire } from "../../wire/transport.ts";
import { firstAddress, paragraph, webAddress } from "../profile-text.ts";
import { isSameCoin, coinKey } from "./coinpaprika.ts";
import { known, maybe, price, readRows, readTime } from "../../wire/figure.ts";
import type { Profile, ProfileLinks, ProfileSource } from "../profile.ts";
import type { Asset } from "../asset.ts";
import { cleanLine } from "../../core/clean.ts";
import { utcDay } from "../../core/format.ts";
import type { Patience } from "../../wire/transport.ts";
import { ProviderError } from "../../core/errors.ts";
import { z } from "zod";

const SOURCE = "CoinPaprika";
const LISTED = 12;

const list = z.array(z.unknown()).catch([]);
const record = z.record(z.string(), z.unknown()).catch({});
/** It says 0 for what it does not know, a change included. */
const change = maybe.change.transform((each) => (each === 0 ? undefined : each));

const hits = z.object({ currencies: list });
const hit = z.object({ id: z.string().regex(/^[a-z0-9-]+$/), name: z.string(), symbol: z.string() });

const details = z.object({
  tags: list,
  description: maybe.anything,
  started_at: maybe.anything,
  links: record,
  links_extended: list,
  whitepaper: record,
});

const ticker = z.object({
  rank: maybe.rank,
  total_supply: maybe.positive,
  max_supply: maybe.positive,
  last_updated: maybe.anything,
  quotes: z.object({
    USD: z.object({
      price,
      volume_24h: maybe.positive,
      market_cap: maybe.positive,
      percent_change_24h: change,
      percent_change_7d: change,
      percent_change_30d: change,
      percent_change_1y: change,
      ath_price: maybe.positive,
      ath_date: maybe.anything,
    }),
  }),
});

/** CoinPaprika's coins, in US dollars; the free plan has no circulating supply. Contracts are not taken from it: it names chains in its own way. */
export function createCoinPaprikaProfile(parts: Wire & { readonly base: string }): ProfileSource {
  // Of the ten a second that it allows an address, the prices have the others.
  const transport = createTransport({ ...parts, provider: SOURCE, allowance: { tokens: 3, perMs: 1_000 } });

  return {
    source: SOURCE,

    async profile(asset, patience) {
      const id = await idOf(asset, patience);
      if (id === undefined) return undefined;
      const [about, figures] = await Promise.all([
        transport.json(`/coins/${id}`, {}, details, { patience }),
        tickerOf(id, patience),
      ]);
      const usd = figures?.quotes.USD;
      // Two coins may share symbol and name; what is not certain is left out.
      if (!figures || !usd || !isSameCoin(asset, { ...known({ marketCap: usd.market_cap, rank: figures.rank }) }))
        return undefined;
      return profileOf(about, figures, parts.clock());
    },
  };

  /** Its id of the one coin with this symbol and name; it has no map from ours. */
  async function idOf(asset: Asset, patience: Patience): Promise<string | undefined> {
    const query = { q: asset.symbol, c: ["currencies"], modifier: "symbol_search", limit: 50 };
    const { currencies } = await transport.json("/search", query, hits, { patience });
    const key = coinKey(asset.symbol, asset.name);
    const [only, another] = readRows(currencies, hit).filter(({ symbol, name }) => coinKey(symbol, name) === key);
    return another ? undefined : only?.id;
  }

  /** Undefined for a coin that is no longer traded. */
  async function tickerOf(id: string, patience: Patience): Promise<z.output<typeof ticker> | undefined> {
    try {
      return await transport.json(`/tickers/${id}`, { quotes: ["USD"] }, ticker, { patience });
    } catch (error) {
      if (error instanceof ProviderError && error.failure === "missing") return undefined;
      throw error;
    }
  }
}

function profileOf(about: z.output<typeof details>, figures: z.output<typeof ticker>, now: number): Profile {
  const { USD: usd } = figures.quotes;
  const startedAt = readTime(about.started_at, now);
  const peakAt = readTime(usd.ath_date, now);
  return {
    source: SOURCE,
    asOf: readTime(figures.last_updated, now) ?? now,
    amounts: {
      USD: {
        price: usd.price,
        ...known({
          change24h: usd.percent_change_24h,
          change7d: usd.percent_change_7d,
          change30d: usd.percent_change_30d,
          change1y: usd.percent_change_1y,
          marketCap: usd.market_cap,
          volume24h: usd.volume_24h,
          allTimeHigh: usd.ath_price === undefined ? undefined : { price: usd.ath_price, ...known({ at: peakAt }) },
        }),
      },
    },
    supply: known({ total: figures.total_supply, max: figures.max_supply }),
    categories: namesOf(about.tags),
    contracts: [],
    links: linksOf(about),
    ...known({
      rank: figures.rank,
      genesisOn: startedAt === undefined ? undefined : utcDay(startedAt),
      about: paragraph(about.description),
    }),
  };
}

const namesOf = (tags: readonly unknown[]): readonly string[] =>
  readRows(tags, z.object({ name: z.string() }))
    .map(({ name }) => cleanLine(name, 40))
    .filter((name) => name !== "")
    .slice(0, LISTED);

function linksOf({ links, links_extended: extended, whitepaper }: z.output<typeof details>): ProfileLinks {
  const typed = readRows(extended, z.object({ type: z.string(), url: z.string() }));
  const ofType = (type: string) => firstAddress(typed.filter((each) => each.type === type).map(({ url }) => url));
  return known({
    website: firstAddress(links["website"]),
    docs: webAddress(whitepaper["link"]),
    x: ofType("twitter"),
    github: firstAddress(links["source_code"]),
    explorer: firstAddress(links["explorer"]),
  });
}
