import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterAll, bench, describe } from "vitest";
import { draw } from "../../src/charts/draw.ts";
import { aChart, walk } from "../support/charts.ts";

/** Not part of `npm test`; run by hand: npx vitest bench tests/bench/charts. The longest stall is printed at the end. */
describe("a picture, libraries loaded", () => {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const six = (count: number) =>
    aChart({
      series: Array.from({ length: 6 }, (_, index) => ({ name: `S${index}`, points: walk(count, 10, index) })),
    });
  const charts = {
    week: aChart(),
    year: aChart({ series: [{ name: "BTC", points: walk(8_760, 67_000) }] }),
    six: six(720),
    "six with 10,000 points each": six(10_000),
  };
  for (const [name, chart] of Object.entries(charts))
    bench(name, async () => void (await draw(chart)), {
      setup: async () => {
        await draw(chart);
        delay.reset();
        delay.enable();
      },
      teardown: () => {
        delay.disable();
        process.stdout.write(`${name}: longest stall ${(delay.max / 1e6).toFixed(0)} ms\n`);
      },
      time: 2_000,
    });

  bench(
    "twenty weeks at once",
    async () => void (await Promise.all(Array.from({ length: 20 }, () => draw(charts.week)))),
    {
      time: 2_000,
    },
  );
  afterAll(() => delay.disable());
});
