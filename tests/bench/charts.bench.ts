import { monitorEventLoopDelay } from "node:perf_hooks";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Resvg } from "@resvg/resvg-js";
import { bench, describe } from "vitest";
import type { Draw } from "../../src/core/desk.ts";
import type { Chart } from "../../src/core/reply.ts";
import { measured } from "./report.ts";
import { aChart, walk } from "../support/charts.ts";
import { aDonut, aPrice, aTreemap, someBars, someCandles, studiesOf } from "../support/pictures.ts";

/**
 * As the desk draws once built, on the drawing thread, beside an empty picture of the same size: the processor's time for a picture,
 * and the longest stall of this thread. `npm run bench -- charts`
 */
const root = fileURLToPath(new URL("../..", import.meta.url));
const out = join(root, "node_modules", ".cache", "bench-charts");
execFileSync(join(root, "node_modules", ".bin", "tsc"), ["-p", join(root, "tsconfig.build.json"), "--outDir", out]);
const { draw } = (await import(pathToFileURL(join(out, "charts", "draw.js")).href)) as { readonly draw: Draw };

describe("a picture, libraries loaded", () => {
  const empty =
    '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="675"><rect width="1200" height="675"/></svg>';
  bench("floor: an empty one", () => void new Resvg(empty).render().asPng(), { time: 1_000 });

  const delay = monitorEventLoopDelay({ resolution: 1 });
  const six = (count: number) =>
    aChart({
      series: Array.from({ length: 6 }, (_, index) => ({ name: `S${index}`, points: walk(count, 10, index) })),
    });
  const closes = someCandles().candles.map(({ at, close }) => [at, close] as [number, number]);
  const charts: Readonly<Record<string, Chart>> = {
    week: aChart(),
    year: aChart({ series: [{ name: "BTC", points: walk(8_760, 67_000) }] }),
    six: six(720),
    "six with 10,000 points each": six(10_000),
    "price with volume": aPrice(),
    "price with studies": aPrice(studiesOf(walk(168, 310))),
    candles: someCandles(),
    "candles with studies": someCandles(studiesOf(closes)),
    "heat map": aTreemap(),
    bars: someBars(),
    donut: aDonut(),
  };
  for (const [name, chart] of Object.entries(charts)) {
    let drawn = 0;
    let used = process.cpuUsage();
    bench(
      name,
      async () => {
        await draw(chart);
        drawn += 1;
      },
      {
        setup: async () => {
          for (let warm = 0; warm < 3; warm += 1) await draw(chart);
          drawn = 0;
          used = process.cpuUsage();
          delay.reset();
          delay.enable();
        },
        teardown: () => {
          delay.disable();
          const { user, system } = process.cpuUsage(used);
          const group = "charts, of all threads";
          measured({
            group,
            name: `${name}, processor`,
            unit: "ms",
            value: (user + system) / 1e3 / Math.max(1, drawn),
          });
          measured({ group, name: `${name}, longest stall of the desk`, unit: "ms", value: delay.max / 1e6 });
        },
        time: 2_000,
      },
    );
  }

  bench(
    "twenty weeks at once",
    async () => void (await Promise.all(Array.from({ length: 20 }, () => draw(aChart())))),
    { time: 2_000 },
  );
});
