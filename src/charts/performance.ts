import type { EChartsOption } from "echarts";
import { percent } from "../core/format.ts";
import type { PerformanceChart } from "../core/reply.ts";
import { linesOption } from "./line.ts";
import { drawnOf } from "./series.ts";

/** What every asset begins with. */
const START = 100;

/**
 * Assets beside each other in the chart library's terms: what stands beside a name is its change since the start.
 * @throws RangeError for more series than can be told apart
 */
export function performanceOption(chart: PerformanceChart): EChartsOption {
  const drawn = drawnOf(chart).map((each) =>
    each.known ? { ...each, figure: percent(each.known.last[1] / START - 1, "en") } : each,
  );
  return linesOption({ ...chart, unit: "", note: `start = ${START}` }, drawn, START);
}
