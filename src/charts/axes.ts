import type { EChartsOption, XAXisComponentOption, YAXisComponentOption } from "echarts";
import { COLOR, FONT, SIZE } from "./look.ts";
import type { Scale } from "./scale.ts";
import { rangeOf } from "./series.ts";
import { timeLabel } from "./time.ts";
import { textWidth } from "./words.ts";

/** What every picture begins with. */
export const BASE: EChartsOption = { animation: false, useUTC: true, backgroundColor: COLOR.background };

export interface TimeSpan {
  readonly min: number;
  readonly max: number;
}

/** The ends of the time axis; less than a minute gets half an hour on both sides. */
export function spanOf(instants: readonly number[]): TimeSpan {
  const { low, high } = rangeOf(instants);
  return high - low >= 60_000 ? { min: low, max: high } : { min: low - 1_800_000, max: high + 1_800_000 };
}

/** How much room the widest label of the value axis takes, in pixels. */
export function labelWidth(scale: Scale): number {
  const count = Math.round((scale.max - scale.min) / scale.step) + 1;
  const labels = Array.from({ length: count }, (_, index) => scale.label(scale.min + index * scale.step));
  return Math.max(...labels.map((label) => textWidth(label, SIZE.label)));
}

const axisLabel = { color: COLOR.muted, fontSize: SIZE.label, fontFamily: FONT, margin: 16 } as const;
/** The library styles time labels by default, and writes the style in a CSS shorthand that the renderer does not read. */
const UNSTYLED: object = { rich: null };
const axisLine = { color: COLOR.grid, width: 2 } as const;

export const timeAxis = (span: TimeSpan): XAXisComponentOption => ({
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
});

export const valueAxis = (scale: Scale): YAXisComponentOption => ({
  type: "value",
  min: scale.min,
  max: scale.max,
  interval: scale.step,
  axisLabel: { ...axisLabel, formatter: (value: number) => scale.label(value) },
  splitLine: { lineStyle: axisLine },
});
