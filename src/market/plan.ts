interface Served {
  readonly what: string;
  readonly sources: readonly [string, ...string[]];
  /** Set where the others are no fall-backs of the first, but are asked along with it. */
  readonly isAll?: true;
}

/**
 * Who is asked for what, in which order: the first source, then those to fall back on. The composition builds its services by
 * this table (`inOrder`), so a change here changes who is asked; README's section "Where figures come from" is written from it.
 * Sources are named as figures name them. "daily closes" are what the desk has kept itself, of the sources before it.
 */
export const PLAN = {
  price: { what: "prices now", sources: ["CoinGecko", "DefiLlama", "CoinPaprika"] },
  marketList: { what: "lists by cap, movers, layers", sources: ["CoinGecko"] },
  history: { what: "price history", sources: ["CoinGecko", "daily closes", "DefiLlama", "Binance"] },
  /** Before CoinGecko's histories begin: without a paid plan those end at 365 days. One request a second, 500 days in each. */
  pastClose: { what: "closes of days more than a year ago", sources: ["DefiLlama"] },
  candles: { what: "candles", sources: ["CoinGecko"] },
  global: { what: "the whole market", sources: ["CoinGecko", "CoinPaprika"] },
  categories: { what: "what the AI category is worth", sources: ["CoinGecko"] },
  trending: { what: "what people search for", sources: ["CoinGecko"] },
  profile: { what: "profiles of coins", sources: ["CoinGecko", "CoinPaprika"] },
  /** With a CoinGecko key the same data comes from CoinGecko's own address. */
  dexToken: { what: "tokens and pools on decentralised exchanges", sources: ["GeckoTerminal", "DexScreener"] },
  poolCandles: { what: "candles of pools", sources: ["GeckoTerminal"] },
  fees: { what: "fees, revenue and value locked of protocols", sources: ["DefiLlama"] },
  /** All of them are asked: each has its own rate. */
  funding: { what: "funding rates and open interest", sources: ["Binance", "Bybit", "OKX", "Bitget"], isAll: true },
  sentiment: { what: "Fear & Greed", sources: ["alternative.me"] },
  rates: { what: "exchange rates of money", sources: ["CoinGecko"] },
  idList: { what: "names, symbols and ids", sources: ["CoinGecko"] },
} as const satisfies Record<string, Served>;

export type Need = keyof typeof PLAN;

/** The names of the sources of a need. */
type Named<Name extends Need> = (typeof PLAN)[Name]["sources"];

/** What `inOrder` gives: the sources of a need in its order, each with its own type. */
type Ordered<Names extends readonly string[], Sources extends Readonly<Record<string, unknown>>> = {
  readonly [Place in keyof Names]: Sources[Names[Place]];
};

/**
 * The sources of a need in the order of the plan.
 * @param sources  by name: all that the plan names, which the compiler checks
 */
export const inOrder = <Name extends Need, Sources extends Readonly<Record<Named<Name>[number], unknown>>>(
  need: Name,
  sources: Sources,
): Ordered<Named<Name>, Sources> =>
  (PLAN[need].sources as readonly Named<Name>[number][]).map((name) => sources[name]) as unknown as Ordered<
    Named<Name>,
    Sources
  >;
