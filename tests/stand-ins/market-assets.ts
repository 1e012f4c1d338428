/** One coin of the stand-in's market. Figures are invented and round. */
export interface StandInAsset {
  readonly id: string;
  /** Lower case, as CoinGecko writes it. */
  readonly symbol: string;
  readonly name: string;
  readonly rank: number | null;
  /** US dollars; null is a coin that is listed and has no market. */
  readonly price: number | null;
  readonly cap: number | null;
  readonly volume: number | null;
  /** In percent. */
  readonly change24h: number | null;
  readonly change7d: number | null;
  readonly change30d?: number | null;
  readonly platforms: Readonly<Record<string, string>>;
  /** Whether DefiLlama has it, and how sure it is. */
  readonly confidence?: number;
  /** From when on DefiLlama has prices of it, in UTC epoch milliseconds; default always. */
  readonly since?: number;
  /** Its id at CoinPaprika, if it is there. */
  readonly paprikaId?: string;
}

type Rest = Partial<Omit<StandInAsset, "id" | "symbol" | "name">>;

/** A coin with a market, whatever is not said being derived from its price. */
export const coin = (id: string, symbol: string, name: string, price: number, rest: Rest = {}): StandInAsset => ({
  id,
  symbol,
  name,
  price,
  rank: null,
  cap: price * 1_000_000,
  volume: price * 50_000,
  change24h: 1.5,
  change7d: -4,
  platforms: {},
  ...rest,
});

const everywhere = (rank: number, cap: number, paprikaId: string, rest: Rest = {}): Rest => ({
  rank,
  cap,
  volume: cap / 20,
  confidence: 0.99,
  paprikaId,
  ...rest,
});

/** A small market: some majors, the coins people ask for, namesakes, a coin without a market, a price with many zeros. */
export const ASSETS: readonly StandInAsset[] = [
  coin("bitcoin", "btc", "Bitcoin", 70_000, everywhere(1, 1.4e12, "btc-bitcoin", { change24h: -0.5, change7d: 2 })),
  coin("ethereum", "eth", "Ethereum", 2_000, everywhere(2, 2.4e11, "eth-ethereum", { change24h: 1.25, change7d: -3 })),
  coin("tether", "usdt", "Tether", 1, {
    ...everywhere(3, 1.8e11, "usdt-tether", { change24h: 0.01, change7d: 0.02 }),
    platforms: { ethereum: "0xdac17f958d2ee523a2206206994597c13d831ec7" },
  }),
  coin("solana", "sol", "Solana", 90, everywhere(6, 5e10, "sol-solana")),
  coin("usd-coin", "usdc", "USDC", 0.9999, everywhere(7, 7.9e10, "usdc-usd-coin")),
  coin("bittensor", "tao", "Bittensor", 300, everywhere(35, 2.8e9, "tao-bittensor", { change24h: 9.5, change7d: 24 })),
  coin("near", "near", "NEAR Protocol", 1.35, everywhere(48, 1.7e9, "near-near-protocol", { change24h: -2.86 })),
  coin("render-token", "render", "Render", 1.74, everywhere(73, 9e8, "render-render-token")),
  coin("fetch-ai", "fet", "Artificial Superintelligence Alliance", 0.225, everywhere(99, 5e8, "fet-fetch-ai")),
  coin("virtual-protocol", "virtual", "Virtuals Protocol", 0.72, everywhere(102, 4.7e8, "virtual-virtuals-protocol")),
  coin("akash-network", "akt", "Akash Network", 0.5, everywhere(226, 1.3e8, "akt-akash-network")),
  coin("ai-rig-complex", "arc", "AI Rig Complex", 0.05, { rank: 430, cap: 5e7 }),
  coin("sleepless-ai", "ai", "Sleepless AI", 0.023, { rank: 1100, cap: 8e6 }),
  coin("any-inu", "ai", "Any Inu", 0.0000041, { rank: 1400, cap: 1.7e6 }),
  coin("arc", "arc", "Arc", 0.01, { cap: null, volume: 5_000 }),
  coin("fusotao", "tao", "Fusotao", 0.002, { cap: null, volume: 12 }),
  // Same symbol and name as the real one, unranked, with a price that nobody may take for Bittensor's.
  coin("bittensor-copy", "tao", "Bittensor", 0.0001, { cap: null, volume: 1 }),
  {
    ...coin("no-market", "nomkt", "No Market", 1),
    price: null,
    cap: null,
    volume: null,
    change24h: null,
    change7d: null,
  },
];

/** How much of each currency one bitcoin buys, with CoinGecko's kinds. */
export const RATES: Readonly<Record<string, { name: string; unit: string; value: number; type: string }>> = {
  btc: { name: "Bitcoin", unit: "BTC", value: 1, type: "crypto" },
  eth: { name: "Ether", unit: "ETH", value: 35, type: "crypto" },
  usd: { name: "US Dollar", unit: "$", value: 70_000, type: "fiat" },
  eur: { name: "Euro", unit: "€", value: 63_000, type: "fiat" },
  gbp: { name: "British Pound Sterling", unit: "£", value: 56_000, type: "fiat" },
  jpy: { name: "Japanese Yen", unit: "¥", value: 10_500_000, type: "fiat" },
  chf: { name: "Swiss Franc", unit: "Fr.", value: 56_700, type: "fiat" },
  cny: { name: "Chinese Yuan", unit: "¥", value: 490_000, type: "fiat" },
  inr: { name: "Indian Rupee", unit: "₹", value: 6_300_000, type: "fiat" },
  krw: { name: "South Korean Won", unit: "₩", value: 98_000_000, type: "fiat" },
  brl: { name: "Brazil Real", unit: "R$", value: 385_000, type: "fiat" },
  cad: { name: "Canadian Dollar", unit: "CA$", value: 98_000, type: "fiat" },
  aud: { name: "Australian Dollar", unit: "A$", value: 105_000, type: "fiat" },
  cop: { name: "Colombian Peso", unit: "COL$", value: 280_000_000, type: "fiat" },
  xau: { name: "Gold - Troy Ounce", unit: "XAU", value: 17.5, type: "commodity" },
  sats: { name: "Satoshi", unit: "sats", value: 100_000_000, type: "crypto" },
};

/** Currencies that prices are given in; `cop` is known to the exchange rates only. */
export const QUOTED_IN: ReadonlySet<string> = new Set(Object.keys(RATES).filter((code) => code !== "cop"));

/** Coins that fill the list up to a size like the real one's, some with a contract, every hundredth a namesake. */
export const filler = (count: number): readonly { id: string; symbol: string; name: string; platforms: object }[] =>
  Array.from({ length: count }, (_, index) => {
    const number = String(index).padStart(5, "0");
    return {
      id: `filler-${number}`,
      symbol: index % 100 === 0 ? "ai" : `f${number}`,
      name: `Filler Coin ${number}`,
      platforms: index % 3 === 0 ? { ethereum: `0x${number.padStart(40, "0")}` } : {},
    };
  });
