import type { EChartsOption, LineSeriesOption } from "echarts";
import type { LineChart } from "../core/reply.ts";
import { emptyFrame, frame } from "./frame.ts";
import { COLOR, FONT, MARGIN, SIZE } from "./look.ts";
import { createScale, type Scale } from "./scale.ts";
import { aloneIn, type Drawn, drawnOf, rangeOf } from "./series.ts";
import { thin } from "./thin.ts";
import { timeLabel } from "./time.ts";
import { textWidth } from "./words.ts";

/** Dots of lone points; more are noise, and each is an element of the picture. */
const DOTS_LIMIT = 200;

function seriesOf({ look, points, known }: Drawn, { divisor }: Scale): LineSeriesOption {
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
const shaded = (series: LineSeriesOption, { look }: Drawn): LineSeriesOption => ({
  ...series,
  areaStyle: { color: look.color, opacity: 0.14, origin: "start" },
});

/** The ends of the time axis; less than a minute gets half an hour on both sides. */
function spanOf(drawn: readonly Drawn[]): { readonly min: number; readonly max: number } {
  const { low, high } = rangeOf(drawn.flatMap(({ points }) => points.map(([at]) => at)));
  return high - low >= 60_000 ? { min: low, max: high } : { min: low - 1_800_000, max: high + 1_800_000 };
}

/** How much room the widest label of the value axis takes, in pixels. */
function labelWidth(scale: Scale): number {
  const count = Math.round((scale.max - scale.min) / scale.step) + 1;
  const labels = Array.from({ length: count }, (_, index) => scale.label(scale.min + index * scale.step));
  return Math.max(...labels.map((label) => textWidth(label, SIZE.label)));
}

const axisLabel = { color: COLOR.muted, fontSize: SIZE.label, fontFamily: FONT, margin: 16 } as const;
/** The library styles time labels by default, and writes the style in a CSS shorthand that the renderer does not read. */
const UNSTYLED: object = { rich: null };
const axisLine = { color: COLOR.grid, width: 2 } as const;

/**
 * A line chart in the chart library's terms. Series are shown as given, on one axis; one without any value is named as
 * having no data, and a chart without any says so.
 * @throws RangeError for more series than can be told apart
 */
export function lineOption(chart: LineChart): EChartsOption {
  const drawn = drawnOf(chart);
  const known = drawn.flatMap((each) => (each.known ? [each.known] : []));
  const base: EChartsOption = { animation: false, useUTC: true, backgroundColor: COLOR.background };
  if (known.length === 0) return { ...base, graphic: [...emptyFrame(chart).elements] };

  const { low, high } = rangeOf(known.flatMap((each) => [each.low, each.high]));
  const scale = createScale(low, high);
  const span = spanOf(drawn);
  const { elements, bottom } = frame(chart, drawn, scale.factor);
  const series = drawn.filter((each) => each.known).map((each) => ({ each, option: seriesOf(each, scale) }));
  return {
    ...base,
    graphic: [...elements],
    grid: { left: MARGIN + labelWidth(scale) + 16, right: MARGIN + 8, top: bottom + 30, bottom: 112 },
    xAxis: {
      type: "time",
      ...span,
      splitNumber: 5,
      axisLine: { lineStyle: axisLine },
      axisTick: { show: false },
      axisLabel: {
        ...axisLabel,
        ...UNSTYLED,
        hideOverlap: true,
        formatter: (at: number) => timeLabel(at, span.max - span.min),
      },
      splitLine: { show: false },
    },
    yAxis: {
      type: "value",
      min: scale.min,
      max: scale.max,
      interval: scale.step,
      axisLabel: { ...axisLabel, formatter: (value: number) => scale.label(value) },
      splitLine: { lineStyle: axisLine },
    },
    series: series.map(({ each, option }) => (drawn.length === 1 ? shaded(option, each) : option)),
  };
}
