import type { EChartsOption } from "echarts";
import { percent } from "../core/format.ts";
import type { TreemapChart } from "../core/reply.ts";
import { BASE } from "./axes.ts";
import { type Element, emptyFrame, INNER, label, plainFrame, SECOND_LINE, words } from "./frame.ts";
import { heatColor, heatLimit } from "./heat.ts";
import { COLOR, HEIGHT, MARGIN, SIZE, WIDTH } from "./look.ts";
import { type Box, squarify } from "./squarify.ts";
import { drawable, fit, textWidth } from "./words.ts";

/** Between two cells, and around a group. */
const GAP = 3;
const HEADER = 36;
/** A group needs so much room for a header; else its cells are all there is of it. */
const HEADER_NEEDS = { width: 110, height: 100 } as const;
/** Of names in cells, the largest that fits. */
const NAME_SIZES = [44, 36, 30, SIZE.small] as const;
/** A name cut shorter than this says nothing. */
const SHORTEST_CUT = 5;

interface Cell {
  readonly name: string;
  readonly size: number;
  readonly change: number | undefined;
}

/** What has an area; a change that is none (null after JSON, NaN) is unknown. */
const cellsOf = (items: TreemapChart["groups"][number]["items"]): readonly Cell[] =>
  items
    .filter(({ size }) => Number.isFinite(size) && size > 0)
    .map(({ name, size, change }) => ({ name: drawable(name, 40, "?"), size, change: finite(change) }));

const finite = (value: number | undefined): number | undefined => (Number.isFinite(value) ? value : undefined);

const inner = ({ x, y, width, height }: Box, by: number): Box => ({
  x: x + by,
  y: y + by,
  width: Math.max(0, width - 2 * by),
  height: Math.max(0, height - 2 * by),
});

/** Points up or down beside a change, so that colour is not needed; nothing beside none. */
function arrow(x: number, y: number, size: number, change: number): Element[] {
  if (change === 0) return [];
  const [tip, base] = change > 0 ? [y - size / 2, y + size / 2] : [y + size / 2, y - size / 2];
  const points = [
    [x - size / 2, base],
    [x + size / 2, base],
    [x, tip],
  ];
  return [{ type: "polygon", silent: true, shape: { points }, style: { fill: COLOR.text } }];
}

const changeText = (change: number | undefined): string =>
  change === undefined ? "unknown" : percent(change, "en", Math.abs(change) >= 1 ? 0 : 1);

/** A change with its arrow, around the middle `x`. */
function changeMark(x: number, y: number, size: number, change: number | undefined): Element[] {
  const said = changeText(change);
  const look = { size, color: COLOR.text, align: "center" } as const;
  if (change === undefined || change === 0) return [words(x, y, said, look)];
  const mark = size * 0.5;
  return [words(x + mark * 0.7, y, said, look), ...arrow(x - textWidth(said, size) / 2 - mark * 0.3, y, mark, change)];
}

/** Name and change of a cell, as large as they fit; a name alone in a small cell, nothing in a tiny one. */
function cellText({ name, change }: Cell, { x, y, width, height }: Box): Element[] {
  const [middle, room] = [x + width / 2, width - 12];
  const look = { color: COLOR.text, weight: 500, align: "center" } as const;
  const said = changeText(change);
  for (const size of NAME_SIZES) {
    const small = Math.max(SIZE.small, Math.round(size * 0.72));
    const isLast = size === SIZE.small;
    const shown = isLast ? fit(name, size, room) : name;
    const isCutShort = shown !== name && shown.length < SHORTEST_CUT;
    const changeWidth = textWidth(said, small) + small * 0.7;
    if (isCutShort || textWidth(shown, size) > room || changeWidth > room || height < (size + small) * 1.2 + 4)
      continue;
    const top = y + height / 2;
    return [
      words(middle, top - small * 0.62, shown, { ...look, size }),
      ...changeMark(middle, top + size * 0.6, small, change),
    ];
  }
  if (height < SIZE.small * 1.25 || textWidth(name, SIZE.small) > room) return [];
  return [words(middle, y + height / 2, name, { ...look, size: SIZE.small })];
}

const rectangle = ({ x, y, width, height }: Box, fill: string): Element => ({
  type: "rect",
  silent: true,
  shape: { x, y, width, height, r: 3 },
  style: { fill },
});

/** The name of a group with its change, above its cells. */
function header(name: string, change: number | undefined, { x, y, width }: Box): Element[] {
  const said = change === undefined ? "" : changeText(change);
  const needed = textWidth(said, SIZE.small) + 36;
  const clean = drawable(name, 40, "Other");
  const isRoomy = said !== "" && width - 12 - needed >= Math.min(100, textWidth(clean, SIZE.small));
  const shown = fit(clean, SIZE.small, width - 12 - (isRoomy ? needed : 0));
  const middle = y + HEADER / 2;
  return [
    words(x + 6, middle, shown, { size: SIZE.small, color: COLOR.text, weight: 500 }),
    ...(isRoomy && change !== undefined ? changeMark(x + width - needed / 2 - 2, middle, SIZE.small, change) : []),
  ];
}

/** What the colours mean, right of the line below the title. */
function legend(limit: number, hasUnknown: boolean): { readonly elements: Element[]; readonly width: number } {
  const [low, high] = [percent(-limit, "en", 0), percent(limit, "en", 0)];
  const swatch = 34;
  const y = SECOND_LINE;
  const box = (x: number): Box => ({ x, y: y - 14, width: swatch - 3, height: 28 });
  const look = { size: SIZE.small, color: COLOR.muted } as const;
  const elements: Element[] = [];
  let x = WIDTH - MARGIN;
  const put = (said: string): void => {
    elements.push(words(x, y, said, { ...look, align: "right" }));
    x -= textWidth(said, SIZE.small) + 10;
  };
  if (hasUnknown) {
    put("unknown");
    x -= swatch;
    elements.push(rectangle(box(x), heatColor(undefined, limit)));
    x -= 24;
  }
  put(high);
  for (const part of [1, 0.5, 0, -0.5, -1]) {
    x -= swatch;
    elements.push(rectangle(box(x), heatColor(part * limit, limit)));
  }
  x -= 10;
  put(low);
  return { elements, width: WIDTH - MARGIN - x };
}

/** A heat map in the chart library's terms: laid out here, since a label has to fit its cell in the font's own widths. */
export function treemapOption(chart: TreemapChart): EChartsOption {
  const groups = chart.groups.map(({ name, change, items }) => {
    const cells = cellsOf(items);
    return { name, change: finite(change), cells, size: cells.reduce((sum, { size }) => sum + size, 0) };
  });
  const filled = groups.filter(({ size }) => Number.isFinite(size) && size > 0);
  if (filled.length === 0) return { ...BASE, graphic: [...emptyFrame(chart).elements] };
  const cells = filled.flatMap((group) => group.cells);
  const limit = heatLimit(cells.flatMap(({ change }) => change ?? []));
  const meaning = legend(
    limit,
    cells.some(({ change }) => change === undefined),
  );
  const given = chart.groups.reduce((sum, { items }) => sum + items.length, 0);
  const missing = given - cells.length;
  const said = [`Area: ${drawable(chart.sizeUnit, 30, "size")}`, `colour: ${drawable(chart.changeUnit, 30, "change")}`];
  const { elements, bottom } = plainFrame(chart, said, INNER - meaning.width - 20);
  const area: Box = { x: MARGIN - GAP, y: bottom + 14, width: INNER + 2 * GAP, height: HEIGHT - 66 - bottom - 14 };
  const drawn = squarify(filled, area).flatMap(({ item: group, box }) => {
    const own = inner(box, GAP);
    const hasHeader = own.width >= HEADER_NEEDS.width && own.height >= HEADER_NEEDS.height;
    const rest = hasHeader ? { ...own, y: own.y + HEADER, height: own.height - HEADER } : own;
    return [
      ...(hasHeader ? header(group.name, group.change, own) : []),
      ...squarify(group.cells, rest).flatMap(({ item, box: place }) => {
        const shown = inner(place, GAP / 2);
        return [rectangle(shown, heatColor(item.change, limit)), ...cellText(item, shown)];
      }),
    ];
  });
  const left = missing === 0 ? [] : [noteOf(missing)];
  return { ...BASE, graphic: [...elements, ...meaning.elements, ...drawn, ...left] };
}

/** At the end of the last line. */
const noteOf = (missing: number): Element => {
  const said = `${missing} without a size`;
  return label(WIDTH - MARGIN - textWidth(said, SIZE.small), HEIGHT - 34, said);
};
