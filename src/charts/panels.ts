import type { BarSeriesOption, EChartsOption, LineSeriesOption, SeriesOption, YAXisComponentOption } from "echarts";
import type { Overlay, Studies } from "../core/reply.ts";
import { BASE, labelWidth, type TimeSpan, timeAxis, valueAxis } from "./axes.ts";
import { figureText } from "./figures.ts";
import { type Element, type Frame, label, words } from "./frame.ts";
import { COLOR, FONT, MARGIN, SIZE, STUDY_LOOKS, WIDTH } from "./look.ts";
import type { Scale } from "./scale.ts";
import { isInstant, type Point, rangeOf } from "./series.ts";
import { thin } from "./thin.ts";
import { drawable, fit, textWidth } from "./words.ts";

/** More bars than this are thinner than the gaps between them. */
const BARS_LIMIT = 120;
/** Room of the lines' names above them. */
const LEGEND = 40;
/** A panel below the price: where it begins, and where the last one ends, down from the top, in pixels. */
const LOWER = {
  one: [[456, 556]],
  two: [
    [404, 440],
    [484, 560],
  ],
} as const;
const BAND = { color: "#dfe6ee", width: 2, dash: [4, 7] } as const;
/** Above and below, a price is called overbought and oversold (Wilder, 1978, section VI). */
const LEVELS = { low: 30, high: 70 } as const;

/** What lies in the time that is shown: from far outside of it a line can reach beyond what can be drawn. */
const within = (points: readonly Point[], { min, max }: TimeSpan): readonly Point[] =>
  points.filter(([at]) => at >= min && at <= max);

/** What can be drawn of points from outside. */
const pointsOf = (points: readonly Point[]): readonly Point[] =>
  points.filter(([at, value]) => isInstant(at) && Number.isFinite(value));

interface DrawnOverlay {
  readonly name: string;
  readonly points: readonly Point[];
  readonly color: string;
  readonly width: number;
  readonly dash: "solid" | readonly number[];
}

/**
 * Lines over a price, each with a look of its own; the edges of a channel look alike.
 * @throws RangeError for more lines than can be told apart
 */
export function overlaysOf({ overlays = [] }: Studies): readonly DrawnOverlay[] {
  let lines = 0;
  return overlays.map(({ name, points, look }) => {
    const shown = { name: drawable(name, 24, "Study"), points: pointsOf(points) };
    if (look === "band") return { ...shown, ...BAND };
    const own = STUDY_LOOKS[lines];
    if (!own) throw new RangeError(`A price is drawn with at most ${STUDY_LOOKS.length} lines over it.`);
    lines += 1;
    return { ...shown, ...own, width: 3 };
  });
}

/** What stands in the panels. */
export interface Course {
  readonly frame: Frame;
  readonly span: TimeSpan;
  readonly scale: Scale;
  readonly unit: string;
  /** The price itself. */
  readonly series: readonly SeriesOption[];
  readonly overlays: readonly DrawnOverlay[];
  readonly rsi: Overlay | undefined;
  readonly volumes: readonly Point[];
  /** What the bars are: "24 h volume". */
  readonly volumeName: string;
}

/** Bars that have a height; the rest is a gap. */
export const barsOf = (volumes: readonly Point[]): readonly Point[] => {
  const step = Math.max(1, Math.ceil(volumes.length / BARS_LIMIT));
  return volumes
    .filter((_, index) => (volumes.length - 1 - index) % step === 0)
    .filter(([at, value]) => isInstant(at) && Number.isFinite(value) && value > 0);
};

/** How far from the left the lines begin. */
export const leftOf = (scale: Scale): number => MARGIN + labelWidth(scale) + 16;
export const RIGHT = MARGIN + 8;

const overlaySeries = ({ points, color, width, dash }: DrawnOverlay, { divisor }: Scale): LineSeriesOption => ({
  type: "line",
  data: thin(points).map(([at, value]) => [at, value / divisor]),
  showSymbol: false,
  lineStyle: { color, width, type: typeof dash === "string" ? dash : [...dash] },
  z: 4,
});

/** Name, last value and a piece of each line, in one row; edges of a channel once. */
function legend(
  overlays: readonly DrawnOverlay[],
  left: number,
  y: number,
  digits: (value: number) => string,
): Element[] {
  const shown = overlays.filter(({ name }, index) => overlays.findIndex((each) => each.name === name) === index);
  const width = (WIDTH - RIGHT - left) / Math.max(2, shown.length);
  return shown.flatMap(({ name, points, color, width: thick, dash }, index): Element[] => {
    const x = left + index * width;
    const last = points.at(-1)?.[1];
    const isOne = overlays.filter((each) => each.name === name).length === 1;
    const said = last === undefined ? `${name}: too short` : isOne ? `${name}: ${digits(last)}` : name;
    const room = width - 74;
    const text = textWidth(said, SIZE.small) > room && last !== undefined ? name : said;
    return [
      {
        type: "line",
        silent: true,
        shape: { x1: x, y1: y, x2: x + 44, y2: y },
        style: { stroke: color, lineWidth: thick + 1, lineDash: typeof dash === "string" ? "solid" : [...dash] },
      },
      words(x + 54, y, fit(text, SIZE.small, room), { size: SIZE.small, color: COLOR.text }),
    ];
  });
}

/** Bars by their own height, so that numbers of any size are drawn alike. */
function barSeries(bars: readonly Point[], panel: number, width: number): BarSeriesOption {
  const most = rangeOf(bars.map(([, value]) => value)).high;
  return {
    type: "bar",
    xAxisIndex: panel,
    yAxisIndex: panel,
    data: bars.map(([at, value]) => [at, value / most]),
    barWidth: Math.max(2, Math.floor((width / bars.length) * 0.62)),
    itemStyle: { color: COLOR.muted, opacity: 0.75 },
  };
}

const rsiSeries = (points: readonly Point[], panel: number): LineSeriesOption => ({
  type: "line",
  xAxisIndex: panel,
  yAxisIndex: panel,
  data: thin(points).map(([at, value]) => [at, value]),
  showSymbol: points.length === 1,
  lineStyle: { color: STUDY_LOOKS[0].color, width: 3 },
  itemStyle: { color: STUDY_LOOKS[0].color },
  markLine: {
    silent: true,
    symbol: "none",
    label: { show: false },
    lineStyle: { color: COLOR.muted, width: 2, type: [4, 8] },
    data: [{ yAxis: LEVELS.low }, { yAxis: LEVELS.high }],
  },
});

/** A price with what was asked for over and below it. */
export function panelsOption(course: Course): EChartsOption {
  const { frame, span, scale, unit, rsi } = course;
  const overlays = course.overlays.map((each) => ({ ...each, points: within(each.points, span) }));
  const bars = barsOf(within(course.volumes, span));
  const strength = rsi && within(pointsOf(rsi.points), span).filter(([, value]) => value >= 0 && value <= 100);
  const left = leftOf(scale);
  const below = [...(bars.length > 0 ? (["volume"] as const) : []), ...(strength ? (["rsi"] as const) : [])];
  const places = below.length === 2 ? LOWER.two : below.length === 1 ? LOWER.one : [];
  const hasNames = overlays.length > 0;
  const top = frame.bottom + (below.length === 0 ? 30 : 24) + (hasNames ? LEGEND - 6 : 0);
  const end = places[0] ? places[0][0] - 56 : 563;
  const digits = (value: number): string => figureText(value, unit, scale.step * scale.divisor);
  const most = rangeOf(bars.map(([, value]) => value)).high;
  const known = strength?.at(-1);
  const titles = {
    volume: `${course.volumeName}, at most ${figureText(most, unit, most / 10)}`,
    rsi: `${drawable(rsi?.name ?? "", 24, "RSI")}: ${known ? known[1].toFixed(1) : "too short"}`,
  };
  const marks = below.map((kind, index) => label(left, (places[index]?.[0] ?? 0) - 22, titles[kind]));
  const axis = timeAxis(span);
  const x = [0, ...below].map((_, index, all) => ({
    ...axis,
    gridIndex: index,
    ...(index === all.length - 1 ? {} : { axisLabel: { show: false } }),
  }));
  return {
    ...BASE,
    graphic: [...frame.elements, ...marks, ...(hasNames ? legend(overlays, left, frame.bottom + 26, digits) : [])],
    grid: [
      { left, right: RIGHT, top, height: end - top },
      ...places.map(([from, to]) => ({ left, right: RIGHT, top: from, height: to - from })),
    ],
    xAxis: x,
    yAxis: [
      { ...valueAxis(scale), gridIndex: 0 },
      ...below.map((kind, index) =>
        kind === "volume"
          ? ({ type: "value", gridIndex: index + 1, min: 0, max: 1, show: false } as const)
          : { ...rsiAxis, gridIndex: index + 1 },
      ),
    ],
    series: [
      ...course.series,
      ...overlays.map((each) => overlaySeries(each, scale)),
      ...below.map((kind, index) =>
        kind === "volume" ? barSeries(bars, index + 1, WIDTH - left - RIGHT) : rsiSeries(strength ?? [], index + 1),
      ),
    ],
  };
}

/** All of the scale, labelled at the two levels. */
const rsiAxis: YAXisComponentOption = {
  ...valueAxis({ divisor: 1, min: 0, max: 100, step: 100, factor: "", label: String }),
  axisLabel: {
    color: COLOR.muted,
    fontSize: SIZE.small,
    fontFamily: FONT,
    margin: 16,
    customValues: [LEVELS.low, LEVELS.high],
  },
};
