import type { EChartsOption, LineSeriesOption } from "echarts";
import type { LineChart } from "../core/reply.ts";
import { BASE, labelWidth, spanOf, timeAxis, valueAxis } from "./axes.ts";
import { emptyFrame, frame, type Head } from "./frame.ts";
import { COLOR, MARGIN } from "./look.ts";
import { createScale, type Scale } from "./scale.ts";
import { aloneIn, type Drawn, drawnOf, rangeOf } from "./series.ts";
import { thin } from "./thin.ts";

/** Dots of lone points; more are noise, and each is an element of the picture. */
const DOTS_LIMIT = 200;

/** One line in the chart library's terms, with a dot at its end. */
export function lineSeries({ look, points, known }: Drawn, { divisor }: Scale): LineSeriesOption {
  const dots = [...aloneIn(points).slice(0, DOTS_LIMIT), ...(known ? [known.last] : [])];
  return {
    type: "line",
    data: thin(points).map(([at, value]) => [at, value / divisor]),
    showSymbol: false,
    lineStyle: { color: look.color, width: 4, type: typeof look.dash === "string" ? look.dash : [...look.dash] },
    itemStyle: { color: look.color },
    markPoint: {
      silent: true,
      symbol: "circle",
      symbolSize: 14,
      label: { show: false },
      data: dots.map(([at, value]) => ({ name: "", coord: [at, value / divisor] })),
    },
  };
}

/** A line alone stands on a shaded ground. It says nothing: the axis need not begin at zero. */
export const shaded = (series: LineSeriesOption, { look }: Drawn): LineSeriesOption => ({
  ...series,
  areaStyle: { color: look.color, opacity: 0.14, origin: "start" },
});

/** A line across the picture that the others are measured by. */
const level = (value: number): Pick<LineSeriesOption, "markLine"> => ({
  markLine: {
    silent: true,
    symbol: "none",
    label: { show: false },
    lineStyle: { color: COLOR.muted, width: 2, type: [4, 8] },
    data: [{ yAxis: value }],
  },
});

/**
 * Lines on one axis. One without any value is named as having no data, and a picture without any says so.
 * @param base  a value that gets a line across
 */
export function linesOption(head: Head, drawn: readonly Drawn[], base?: number): EChartsOption {
  const known = drawn.flatMap((each) => (each.known ? [each.known] : []));
  if (known.length === 0) return { ...BASE, graphic: [...emptyFrame(head).elements] };
  const { low, high } = rangeOf(known.flatMap((each) => [each.low, each.high]));
  const scale = createScale(low, high);
  const { elements, bottom } = frame(head, drawn, scale.factor);
  const series = drawn.filter((each) => each.known).map((each) => ({ each, option: lineSeries(each, scale) }));
  return {
    ...BASE,
    graphic: [...elements],
    grid: { left: MARGIN + labelWidth(scale) + 16, right: MARGIN + 8, top: bottom + 30, bottom: 112 },
    xAxis: timeAxis(spanOf(drawn.flatMap(({ points }) => points.map(([at]) => at)))),
    yAxis: valueAxis(scale),
    series: series.map(({ each, option }, index) => ({
      ...(drawn.length === 1 ? shaded(option, each) : option),
      ...(index === 0 && base !== undefined ? level(base / scale.divisor) : {}),
    })),
  };
}

/**
 * A line chart in the chart library's terms. Series are shown as given.
 * @throws RangeError for more series than can be told apart
 */
export const lineOption = (chart: LineChart): EChartsOption => linesOption(chart, drawnOf(chart));
