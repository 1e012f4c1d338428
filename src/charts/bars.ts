import type { EChartsOption } from "echarts";
import { compact, compactMoney, percent } from "../core/format.ts";
import type { BarChart } from "../core/reply.ts";
import { BASE } from "./axes.ts";
import { type Element, emptyFrame, INNER, plainFrame, words } from "./frame.ts";
import { COLOR, HEIGHT, MARGIN, RISE_AND_FALL, SIZE, WIDTH } from "./look.ts";
import { rangeOf } from "./series.ts";
import { drawable, fit, textWidth } from "./words.ts";

/** Rows that can be read on a phone. */
const ROWS = 12;
const NAMES_WIDTH = 320;
/** Between a bar and its figure. */
const SPACE = 12;

type Row = { readonly name: string; readonly value: number | undefined };

/** The first and the last where there are too many: what is most and what is least. */
function rowsOf(bars: BarChart["bars"]): { readonly rows: readonly Row[]; readonly hidden: number } {
  const all = bars.map(({ name, value }, index) => ({
    name: drawable(name, 40, `No. ${index + 1}`),
    value: Number.isFinite(value) ? value : undefined,
  }));
  if (all.length <= ROWS) return { rows: all, hidden: 0 };
  return { rows: [...all.slice(0, ROWS / 2), ...all.slice(-ROWS / 2)], hidden: all.length - ROWS };
}

/** Bars in the chart library's terms, each with its figure; left of zero what is negative. */
export function barsOption(chart: BarChart): EChartsOption {
  const { rows, hidden } = rowsOf(chart.bars);
  const values = rows.flatMap(({ value }) => value ?? []);
  if (values.length === 0) return { ...BASE, graphic: [...emptyFrame(chart).elements] };
  const unit = drawable(chart.unit, 12, chart.unit.trim() === "%" ? "%" : "");
  const { low, high } = rangeOf([0, ...values]);
  const figure = (value: number): string => figureOf(value, unit);
  const hint = hidden === 0 ? "" : `first and last ${ROWS / 2} of ${chart.bars.length}`;
  const { elements, bottom } = plainFrame(chart, [unit === "%" ? "In percent" : unit, hint]);
  const names = Math.min(NAMES_WIDTH, Math.max(...rows.map(({ name }) => textWidth(name, SIZE.small))));
  const widest = (some: readonly number[]): number =>
    Math.max(0, ...some.map((value) => textWidth(figure(value), SIZE.small) + SPACE));
  const left = MARGIN + names + 20 + widest(values.filter((value) => value < 0));
  const right = WIDTH - MARGIN - widest(values.filter((value) => value >= 0));
  // Halves first: the largest numbers there are have a difference that is none.
  const span = high / 2 - low / 2 || 1;
  const at = (value: number): number => left + ((value / 2 - low / 2) / span) * (right - left);
  const zero = at(0);
  const [top, room] = [bottom + 16, HEIGHT - 70 - bottom - 16];
  const pitch = Math.min(64, room / rows.length);
  const drawn = rows.flatMap(({ name, value }, index): Element[] => {
    const y = top + (index + 0.5) * pitch;
    const shown = words(MARGIN, y, fit(name, SIZE.small, names + 1), { size: SIZE.small, color: COLOR.text });
    if (value === undefined)
      return [shown, words(zero + SPACE, y, "no data", { size: SIZE.small, color: COLOR.muted })];
    const end = at(value);
    const isDown = value < 0;
    const color = isDown ? RISE_AND_FALL.fall : RISE_AND_FALL.rise;
    const height = pitch * 0.62;
    const width = Math.max(2, Math.abs(end - zero));
    return [
      shown,
      {
        type: "rect",
        silent: true,
        shape: { x: isDown ? zero - width : zero, y: y - height / 2, width, height },
        style: { fill: color },
      },
      words(isDown ? zero - width - SPACE : zero + width + SPACE, y, figure(value), {
        size: SIZE.small,
        color: COLOR.text,
        weight: 500,
        align: isDown ? "right" : "left",
      }),
    ];
  });
  const line = (x1: number, y1: number, x2: number, y2: number, dash: number[] | undefined): Element => ({
    type: "line",
    silent: true,
    shape: { x1, y1, x2, y2 },
    style: { stroke: COLOR.muted, lineWidth: 2, ...(dash ? { lineDash: dash } : {}) },
  });
  const middle = top + (ROWS / 2) * pitch;
  return {
    ...BASE,
    graphic: [
      ...elements,
      ...drawn,
      line(zero, top, zero, top + rows.length * pitch, undefined),
      ...(hidden > 0 ? [line(MARGIN, middle, MARGIN + INNER, middle, [4, 8])] : []),
    ],
  };
}

/** Each figure to its own size: beside a billion, a million is not zero. */
function figureOf(value: number, unit: string): string {
  if (unit === "%") return percent(value, "en");
  return unit === "" ? compact(value, "en") : compactMoney(value, unit, "en");
}
