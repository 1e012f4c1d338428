import type { EChartsOption } from "echarts";
import { duration } from "../core/format.ts";
import type { Candle, CandleChart } from "../core/reply.ts";
import { BASE, labelWidth, spanOf, timeAxis, valueAxis } from "./axes.ts";
import { emptyFrame, frame } from "./frame.ts";
import { COLOR, MARGIN, RISE_AND_FALL, WIDTH } from "./look.ts";
import { createScale } from "./scale.ts";
import { type Drawn, isInstant, rangeOf } from "./series.ts";

/** A candle that can be drawn; null after JSON or NaN is none. */
const isWhole = ({ at, open, high, low, close }: Candle): boolean =>
  isInstant(at) && [open, high, low, close].every((value) => Number.isFinite(value));

/** Candles in the chart library's terms: hollow where the price rose, filled where it fell, so that colour is not needed. */
export function candlesOption(chart: CandleChart): EChartsOption {
  const candles = chart.candles.filter(isWhole);
  const last = candles.at(-1);
  if (!last) return { ...BASE, graphic: [...emptyFrame(chart).elements] };
  const { low, high } = rangeOf(candles.flatMap((each) => [each.low, each.high]));
  const scale = createScale(low, high);
  const drawn: Drawn = {
    name: chart.title,
    look: { color: COLOR.text, dash: "solid" },
    points: [],
    known: { last: [last.at, last.close], low, high, step: scale.step * scale.divisor },
  };
  const each = chart.intervalMs > 0 ? [`${duration(chart.intervalMs)} each, hollow = up`] : ["hollow = up"];
  const { elements, bottom } = frame({ ...chart, details: each }, [drawn], scale.factor);
  const left = MARGIN + labelWidth(scale) + 16;
  const right = MARGIN + 8;
  const { min, max } = spanOf(candles.map(({ at }) => at));
  // The first and the last candle are as wide as the others.
  const room = (max - min) / Math.max(1, candles.length - 1) / 2;
  const { rise, fall } = RISE_AND_FALL;
  return {
    ...BASE,
    graphic: [...elements],
    grid: { left, right, top: bottom + 30, bottom: 112 },
    xAxis: timeAxis({ min: min - room, max: max + room }),
    yAxis: valueAxis(scale),
    series: [
      {
        type: "candlestick",
        data: candles.map((one) => [
          one.at,
          one.open / scale.divisor,
          one.close / scale.divisor,
          one.low / scale.divisor,
          one.high / scale.divisor,
        ]),
        barWidth: Math.max(2, Math.min(40, Math.floor(((WIDTH - left - right) / candles.length) * 0.66))),
        itemStyle: {
          color: COLOR.background,
          borderColor: rise,
          color0: fall,
          borderColor0: fall,
          borderColorDoji: COLOR.muted,
          borderWidth: candles.length > 100 ? 2 : 3,
        },
      },
    ],
  };
}
