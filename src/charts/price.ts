import type { EChartsOption } from "echarts";
import type { PriceChart } from "../core/reply.ts";
import { spanOf } from "./axes.ts";
import { frame } from "./frame.ts";
import { lineOption, lineSeries, shaded } from "./line.ts";
import { barsOf, overlaysOf, panelsOption } from "./panels.ts";
import { createScale } from "./scale.ts";
import { drawnOf, rangeOf } from "./series.ts";

/** Price as a line with what is asked for over it, volume and strength below; without any of them the line has all the room. */
export function priceOption(chart: PriceChart): EChartsOption {
  const line = { ...chart, kind: "line", series: [{ name: chart.title, points: chart.points }] } as const;
  const [drawn] = drawnOf(line);
  const bars = barsOf(chart.volumes);
  const overlays = overlaysOf(chart);
  if (!drawn?.known || (bars.length === 0 && overlays.length === 0 && !chart.rsi)) return lineOption(line);
  const { low, high } = rangeOf([
    drawn.known.low,
    drawn.known.high,
    ...overlays.flatMap(({ points }) => points.map(([, value]) => value)),
  ]);
  const scale = createScale(low, high);
  return panelsOption({
    frame: frame(chart, [drawn], scale.factor),
    span: spanOf([...drawn.points, ...bars].map(([at]) => at)),
    scale,
    unit: chart.unit,
    series: [shaded(lineSeries(drawn, scale), drawn)],
    overlays,
    rsi: chart.rsi,
    volumes: chart.volumes,
    volumeName: "24 h volume",
  });
}
