import type { BarChart, CandleChart, DonutChart, PriceChart, TreemapChart } from "../../src/core/reply.ts";
import { bollinger, ema, rsi, sma } from "../../src/market/indicators.ts";
import { NOON } from "./calls.ts";
import { walk } from "./charts.ts";

const HOUR = 3_600_000;
const origin = { source: "CoinGecko", asOf: NOON } as const;

/** So many coins of one layer, the largest a hundred times the smallest. */
const coins = (count: number, seed: number) =>
  walk(count, 0.02, seed).map(([, value], index) => ({
    name: ["TAO", "NEAR", "FET", "RENDER", "VIRTUAL", "AKT", "GRT", "THETA"][index % 8] ?? "X",
    size: 5e9 / (index + 1) ** 1.2,
    ...(index % 7 === 6 ? {} : { change: Math.sin(seed * 7 + index * 2.3) * 0.09 + value - 0.02 }),
  }));

/** A heat map of three layers, unless said otherwise. */
export const aTreemap = (change: Partial<TreemapChart> = {}): TreemapChart => ({
  kind: "treemap",
  title: "Crypto-AI by layer, 7 days",
  sizeUnit: "market cap, USD",
  changeUnit: "7 d change",
  groups: [
    { name: "Compute", change: 0.031, items: coins(9, 1) },
    { name: "Agents", change: -0.052, items: coins(7, 2) },
    { name: "Data", items: coins(5, 3) },
    { name: "Inference and model networks", change: 0.004, items: coins(3, 4) },
  ],
  ...origin,
  ...change,
});

export const someBars = (change: Partial<BarChart> = {}): BarChart => ({
  kind: "bars",
  title: "Movers, 24 hours",
  unit: "%",
  bars: [
    ["VIRTUAL", 0.312],
    ["TAO", 0.124],
    ["Artificial Superintelligence Alliance", 0.083],
    ["RENDER", 0.021],
    ["AKT", -0.004],
    ["GRT", -0.063],
    ["NEAR", -0.1421],
  ].map(([name, value]) => ({ name: String(name), value: Number(value) })),
  ...origin,
  ...change,
});

export const aDonut = (change: Partial<DonutChart> = {}): DonutChart => ({
  kind: "donut",
  title: "Market cap by coin",
  unit: "USD",
  parts: [
    ["Bitcoin", 1.35e12],
    ["Ethereum", 4.2e11],
    ["Tether", 1.1e11],
    ["BNB", 9e10],
    ["Solana", 8e10],
    ["XRP", 3.1e10],
    ["Dogecoin", 2e10],
    ["Bittensor", 3e9],
  ].map(([name, value]) => ({ name: String(name), value: Number(value) })),
  ...origin,
  ...change,
});

export const aPrice = (change: Partial<PriceChart> = {}): PriceChart => ({
  kind: "price",
  title: "Bittensor (TAO), 7 days",
  unit: "USD",
  points: walk(168, 310),
  volumes: walk(84, 1.5e8, 3),
  ...origin,
  ...change,
});

/** Everything that can be computed from a price at once. */
export const studiesOf = (points: ReturnType<typeof walk>): Pick<PriceChart, "overlays" | "rsi"> => {
  const { upper, lower } = bollinger(points, 20, 2);
  return {
    overlays: [
      { name: "MA 50", points: sma(points, 50) },
      { name: "EMA 20", points: ema(points, 20) },
      { name: "Bollinger 20, 2", points: upper, look: "band" },
      { name: "Bollinger 20, 2", points: lower, look: "band" },
    ],
    rsi: { name: "RSI 14", points: rsi(points, 14) },
  };
};

export const someCandles = (change: Partial<CandleChart> = {}): CandleChart => {
  const closes = walk(90, 310, 5);
  return {
    kind: "candles",
    title: "Bittensor (TAO), 90 hours",
    unit: "USD",
    candles: closes.map(([at, close], index) => {
      const open = closes[index - 1]?.[1] ?? close;
      return { at, open, close, high: Math.max(open, close) * 1.004, low: Math.min(open, close) * 0.996 };
    }),
    volumes: walk(90, 2e6, 8),
    intervalMs: HOUR,
    ...origin,
    ...change,
  };
};
