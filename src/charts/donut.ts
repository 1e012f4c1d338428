import type { EChartsOption } from "echarts";
import { compact, compactMoney, share } from "../core/format.ts";
import type { DonutChart } from "../core/reply.ts";
import { BASE } from "./axes.ts";
import { type Element, emptyFrame, plainFrame, words } from "./frame.ts";
import { COLOR, HEIGHT, MARGIN, PARTS, SIZE, WIDTH } from "./look.ts";
import { drawable, fit, textWidth } from "./words.ts";

/** Parts smaller than this are joined: their labels would stand for a line. */
const SMALLEST = 0.02;
const RADIUS = { outer: 196, inner: 122 } as const;
const CENTER = { x: WIDTH / 2, y: 376 } as const;
/** Between the lines of two labels. */
const PITCH = 44;
const LABELS = { top: 166, bottom: HEIGHT - 80 } as const;

interface Part {
  readonly name: string;
  readonly fraction: number;
  readonly color: string;
}

/** Positive parts as fractions of their sum; small ones, and those beyond the colours, joined where there are several. */
function partsOf(given: DonutChart["parts"]): { readonly parts: readonly Part[]; readonly total: number } {
  const positive = given.filter(({ value }) => Number.isFinite(value) && value > 0);
  const largest = positive.reduce((most, { value }) => Math.max(most, value), 0);
  const sum = positive.reduce((all, { value }) => all + value / largest, 0);
  const all = positive.map(({ name, value }, index) => ({
    name: drawable(name, 40, `Part ${index + 1}`),
    fraction: value / largest / sum,
  }));
  const bySize = all.toSorted((one, other) => other.fraction - one.fraction);
  const joined = new Set([
    ...bySize.slice(all.length > PARTS.length ? PARTS.length - 1 : PARTS.length),
    ...all.filter(({ fraction }) => fraction < SMALLEST),
  ]);
  const kept = joined.size > 1 ? all.filter((each) => !joined.has(each)) : all;
  const rest = [...joined].reduce((total, { fraction }) => total + fraction, 0);
  const parts = kept.map((each, index) => ({ ...each, color: PARTS[index] ?? COLOR.muted }));
  const other = { name: `other (${joined.size})`, fraction: rest, color: COLOR.muted };
  return { parts: joined.size > 1 ? [...parts, other] : parts, total: sum * largest };
}

interface Label {
  readonly part: Part;
  /** Of its middle, clockwise from the top, in radians. */
  readonly angle: number;
  readonly y: number;
}

/** Moves labels of one side apart, from the top down and then back up from the lower end. */
function spread(labels: readonly Label[]): readonly Label[] {
  const sorted = labels.toSorted((one, other) => one.y - other.y);
  const rows: number[] = [];
  for (const { y } of sorted) rows.push(Math.max(y, LABELS.top, (rows.at(-1) ?? -PITCH) + PITCH));
  for (let index = rows.length - 1, floor: number = LABELS.bottom; index >= 0; index -= 1) {
    floor = Math.min(rows[index] ?? floor, floor);
    rows[index] = floor;
    floor -= PITCH;
  }
  return sorted.map((each, index) => ({ ...each, y: rows[index] ?? each.y }));
}

/** The name and percentage of a part beside the ring, and a line that leads to them. */
function labelOf({ part, angle, y }: Label): Element[] {
  const isRight = Math.sin(angle) >= 0;
  const side = isRight ? 1 : -1;
  const figure = part.fraction < 0.001 ? "under 0.1%" : share(part.fraction, "en");
  const edge = CENTER.x + side * (RADIUS.outer + 52);
  const room = WIDTH / 2 - MARGIN - RADIUS.outer - 62 - textWidth(figure, SIZE.small) - 12;
  const name = fit(part.name, SIZE.small, room);
  const start = edge + side * 10;
  const look = { size: SIZE.small, color: COLOR.text, align: isRight ? "left" : "right" } as const;
  const point = (radius: number): readonly [number, number] => [
    CENTER.x + radius * Math.sin(angle),
    CENTER.y - radius * Math.cos(angle),
  ];
  const points = [[...point(RADIUS.outer + 4)], [...point(RADIUS.outer + 16)], [edge, y]];
  return [
    { type: "polyline", silent: true, shape: { points }, style: { stroke: COLOR.muted, lineWidth: 2, fill: "none" } },
    words(start, y, figure, { ...look, weight: 500 }),
    words(start + side * (textWidth(figure, SIZE.small) + 12), y, name, look),
  ];
}

function totalOf(total: number, unit: string): string {
  if (unit === "%") return share(total, "en");
  return unit === "" ? compact(total, "en") : compactMoney(total, unit, "en");
}

/** A ring in the chart library's terms, clockwise from the top, with the total in its middle. */
export function donutOption(chart: DonutChart): EChartsOption {
  const { parts, total } = partsOf(chart.parts);
  if (parts.length === 0) return { ...BASE, graphic: [...emptyFrame(chart).elements] };
  const unit = drawable(chart.unit, 12, chart.unit.trim() === "%" ? "%" : "");
  const { elements } = plainFrame(chart, [unit === "%" ? "Shares of the whole" : unit]);
  let from = 0;
  const labels: Label[] = [];
  const ring = parts.map((part): Element => {
    const to = from + part.fraction * 2 * Math.PI;
    const angle = (from + to) / 2;
    labels.push({ part, angle, y: CENTER.y - (RADIUS.outer + 30) * Math.cos(angle) });
    const shape = {
      cx: CENTER.x,
      cy: CENTER.y,
      r: RADIUS.outer,
      r0: RADIUS.inner,
      startAngle: from - Math.PI / 2,
      endAngle: to - Math.PI / 2,
      clockwise: true,
    };
    from = to;
    const stroke = parts.length > 1 ? { stroke: COLOR.background, lineWidth: 4 } : {};
    return { type: "sector", silent: true, shape, style: { fill: part.color, ...stroke } };
  });
  const isRight = ({ angle }: Label): boolean => Math.sin(angle) >= 0;
  const beside = [...spread(labels.filter(isRight)), ...spread(labels.filter((each) => !isRight(each)))];
  const figure = totalOf(total, unit);
  const size = [SIZE.figure, 38, 32, SIZE.small].find((each) => textWidth(figure, each) < RADIUS.inner * 1.75);
  const center = { color: COLOR.text, align: "center", weight: 500 } as const;
  const middle = fit(figure, size ?? SIZE.small, RADIUS.inner * 1.8);
  return {
    ...BASE,
    graphic: [
      ...elements,
      ...ring,
      ...beside.flatMap(labelOf),
      words(CENTER.x, CENTER.y - 12, middle, { ...center, size: size ?? SIZE.small }),
      words(CENTER.x, CENTER.y + 32, "total", { size: SIZE.small, color: COLOR.muted, align: "center" }),
    ],
  };
}
