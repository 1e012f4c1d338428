import type { BarSeriesOption, EChartsOption } from "echarts";
import type { PriceChart } from "../core/reply.ts";
import { BASE, labelWidth, spanOf, timeAxis, valueAxis } from "./axes.ts";
import { figureText } from "./figures.ts";
import { frame, label } from "./frame.ts";
import { lineOption, lineSeries, shaded } from "./line.ts";
import { COLOR, MARGIN, WIDTH } from "./look.ts";
import { createScale } from "./scale.ts";
import { drawnOf, isInstant, type Point, rangeOf } from "./series.ts";

/** Where the bars stand, down from the top, in pixels. */
const BARS = { top: 456, height: 100 } as const;
/** More bars than this are thinner than the gaps between them. */
const BARS_LIMIT = 120;

/** Bars that have a height; the rest is a gap. */
const barsOf = (volumes: readonly Point[]): readonly Point[] => {
  const step = Math.max(1, Math.ceil(volumes.length / BARS_LIMIT));
  return volumes
    .filter((_, index) => (volumes.length - 1 - index) % step === 0)
    .filter(([at, value]) => isInstant(at) && Number.isFinite(value) && value > 0);
};

/** Price as a line, volume as bars below it; without any volume the line has all the room. */
export function priceOption(chart: PriceChart): EChartsOption {
  const line = { ...chart, kind: "line", series: [{ name: chart.title, points: chart.points }] } as const;
  const [drawn] = drawnOf(line);
  const bars = barsOf(chart.volumes);
  if (!drawn?.known || bars.length === 0) return lineOption(line);
  const scale = createScale(drawn.known.low, drawn.known.high);
  const { elements, bottom } = frame(chart, [drawn], scale.factor);
  const most = rangeOf(bars.map(([, value]) => value)).high;
  const left = MARGIN + labelWidth(scale) + 16;
  const right = MARGIN + 8;
  const span = spanOf([...drawn.points, ...bars].map(([at]) => at));
  const series: BarSeriesOption = {
    type: "bar",
    xAxisIndex: 1,
    yAxisIndex: 1,
    // Its own height is all that counts, so numbers of any size are drawn alike.
    data: bars.map(([at, value]) => [at, value / most]),
    barWidth: Math.max(2, Math.floor(((WIDTH - left - right) / bars.length) * 0.62)),
    itemStyle: { color: COLOR.muted, opacity: 0.75 },
  };
  return {
    ...BASE,
    graphic: [
      ...elements,
      label(left, BARS.top - 22, `24 h volume, at most ${figureText(most, chart.unit, most / 10)}`),
    ],
    grid: [
      { left, right, top: bottom + 24, height: BARS.top - 56 - bottom - 24 },
      { left, right, top: BARS.top, height: BARS.height },
    ],
    xAxis: [
      { ...timeAxis(span), gridIndex: 0, axisLabel: { show: false } },
      { ...timeAxis(span), gridIndex: 1 },
    ],
    yAxis: [
      { ...valueAxis(scale), gridIndex: 0 },
      { type: "value", gridIndex: 1, min: 0, max: 1, show: false },
    ],
    series: [shaded(lineSeries(drawn, scale), drawn), series],
  };
}
