import type { CandlestickSeriesOption, EChartsOption } from "echarts";
import { duration } from "../core/format.ts";
import type { Candle, CandleChart } from "../core/reply.ts";
import { BASE, spanOf } from "./axes.ts";
import { emptyFrame, frame } from "./frame.ts";
import { COLOR, RISE_AND_FALL, WIDTH } from "./look.ts";
import { leftOf, overlaysOf, panelsOption, RIGHT } from "./panels.ts";
import { createScale, type Scale } from "./scale.ts";
import { type Drawn, isInstant, rangeOf } from "./series.ts";

/** A candle that can be drawn; null after JSON or NaN is none. */
const isWhole = ({ at, open, high, low, close }: Candle): boolean =>
  isInstant(at) && [open, high, low, close].every((value) => Number.isFinite(value));

/** Candles in the chart library's terms: hollow where the price rose, filled where it fell, so that colour is not needed. */
export function candlesOption(chart: CandleChart): EChartsOption {
  const candles = chart.candles.filter(isWhole);
  const last = candles.at(-1);
  if (!last) return { ...BASE, graphic: [...emptyFrame(chart).elements] };
  const overlays = overlaysOf(chart);
  const { low, high } = rangeOf(candles.flatMap((each) => [each.low, each.high]));
  const seen = rangeOf([low, high, ...overlays.flatMap(({ points }) => points.map(([, value]) => value))]);
  const scale = createScale(seen.low, seen.high);
  const drawn: Drawn = {
    name: chart.title,
    look: { color: COLOR.text, dash: "solid" },
    points: [],
    known: { last: [last.at, last.close], low, high, step: scale.step * scale.divisor },
  };
  const each = chart.intervalMs > 0 ? [`${duration(chart.intervalMs)} each, hollow = up`] : ["hollow = up"];
  const { min, max } = spanOf(candles.map(({ at }) => at));
  // The first and the last candle are as wide as the others.
  const room = (max - min) / Math.max(1, candles.length - 1) / 2;
  return panelsOption({
    frame: frame({ ...chart, details: each }, [drawn], scale.factor),
    span: { min: min - room, max: max + room },
    scale,
    unit: chart.unit,
    series: [candleSeries(candles, scale)],
    overlays,
    rsi: chart.rsi,
    volumes: chart.volumes ?? [],
    volumeName: "Volume",
  });
}

function candleSeries(candles: readonly Candle[], scale: Scale): CandlestickSeriesOption {
  const { rise, fall } = RISE_AND_FALL;
  const width = (WIDTH - leftOf(scale) - RIGHT) / candles.length;
  return {
    type: "candlestick",
    data: candles.map((one) => [
      one.at,
      one.open / scale.divisor,
      one.close / scale.divisor,
      one.low / scale.divisor,
      one.high / scale.divisor,
    ]),
    barWidth: Math.max(2, Math.min(40, Math.floor(width * 0.66))),
    itemStyle: {
      color: COLOR.background,
      borderColor: rise,
      color0: fall,
      borderColor0: fall,
      borderColorDoji: COLOR.muted,
      borderWidth: candles.length > 100 ? 2 : 3,
    },
  };
}
