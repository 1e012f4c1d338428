import type { LineChart } from "../../src/core/reply.ts";
import { NOON } from "./calls.ts";

const HOUR = 3_600_000;

/** Numbers from 0 to 1 that are the same in every run. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** A price that wanders around `around`, one point an hour, the last one now. */
export function walk(count: number, around: number, seed = 1): [number, number][] {
  const next = noise(seed);
  let value = around;
  return Array.from({ length: count }, (_, index) => {
    value *= 1 + (next() - 0.5) * 0.02;
    return [NOON - (count - 1 - index) * HOUR, value];
  });
}

/** A week of one coin in dollars, unless said otherwise. */
export const aChart = (change: Partial<LineChart> = {}): LineChart => ({
  kind: "line",
  title: "Bittensor (TAO), 7 days",
  unit: "USD",
  series: [{ name: "TAO", points: walk(168, 310) }],
  source: "CoinGecko",
  asOf: NOON,
  ...change,
});
