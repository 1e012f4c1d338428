import type { GraphicComponentOption } from "echarts";
import { utcMinute } from "../core/format.ts";
import { figureText } from "./figures.ts";
import { COLOR, FONT, HEIGHT, MARGIN, SIZE, WIDTH } from "./look.ts";
import { type Drawn, isInstant, type Known } from "./series.ts";
import { drawable, fit, textWidth } from "./words.ts";

/** A piece of the picture that the chart library draws as it is; it escapes texts. */
export type Element = Exclude<GraphicComponentOption, { type?: "group" }>;

/** What every picture says. */
export interface Origin {
  readonly title: string;
  readonly source: string;
  readonly asOf: number;
}

/** What a picture of lines says besides them. */
export interface Head extends Origin {
  readonly unit: string;
  /** Where the unit is none, what the numbers of the axis are. */
  readonly note?: string;
  /** Said after the low and high of one series. */
  readonly details?: readonly string[];
}

/** What stands around the lines, and how far down from the top it reaches, in pixels. */
export interface Frame {
  readonly elements: readonly Element[];
  readonly bottom: number;
}

/** How a text is drawn; left of `x` unless said otherwise. */
export interface TextLook {
  readonly size: number;
  readonly color: string;
  readonly weight?: 500;
  readonly align?: "left" | "center" | "right";
}

/**
 * The library keeps text widths in a plain object (zrender 6.1 `core/LRU.js`): measuring a coin named "__proto__" would
 * write into the prototype of every object of this process. With a blank behind it, it is no such name.
 */
const harmless = (text: string): string => (text in {} ? `${text} ` : text);

/** One line of text; `y` is its middle. */
export const words = (
  x: number,
  y: number,
  text: string,
  { size, color, weight, align = "left" }: TextLook,
): Element => ({
  type: "text",
  x,
  y,
  silent: true,
  style: {
    text: harmless(text),
    fill: color,
    fontSize: size,
    fontFamily: FONT,
    ...(weight === undefined ? {} : { fontWeight: weight }),
    align,
    verticalAlign: "middle",
  },
});

/** How wide a picture is between its margins. */
export const INNER = WIDTH - 2 * MARGIN;
const FIRST_LINE = 62;
/** Middle of the line below the title. */
export const SECOND_LINE = 116;
/** Said where there is a time axis. */
const ZONE = "times in UTC";
const muted = { size: SIZE.small, color: COLOR.muted } as const;

/** A small text of ours; `y` is its middle. */
export const label = (x: number, y: number, text: string): Element => words(x, y, text, muted);

const heading = (title: string, width: number): Element =>
  words(MARGIN, FIRST_LINE, fit(title, SIZE.title, width), { size: SIZE.title, color: COLOR.text, weight: 500 });

/** In the corner below the last value; beside the title where there is none. */
const unitNote = (y: number, unit: string): Element =>
  words(WIDTH - MARGIN, y, fit(unit, SIZE.small, 180), { ...muted, align: "right" });

/** One series: its last value is as large as the title. */
function single({ look, figure: own }: Drawn, known: Known, title: string, { unit, details = [] }: Head): Element[] {
  const [last, low, high] = [known.last[1], known.low, known.high].map((value) => figureText(value, unit, known.step));
  const figure = own ?? last ?? "";
  return [
    heading(title, INNER - textWidth(figure, SIZE.figure) - 40),
    words(WIDTH - MARGIN, FIRST_LINE, figure, { size: SIZE.figure, color: look.color, weight: 500, align: "right" }),
    label(MARGIN, SECOND_LINE, fit([`Low ${low}`, `High ${high}`, ...details].join("  ·  "), SIZE.small, INNER - 200)),
  ];
}

/** Three names beside each other are often cut, so there are two where that does. */
const columnsFor = (count: number): number => (count === 3 || count > 4 ? 3 : 2);

const ROW = 44;

/** One series of several: a piece of its line, its name, its last value and, where there is room, its low and high. */
function entry(
  { name, look, known, figure: own }: Drawn,
  unit: string,
  at: { left: number; y: number; width: number },
): Element[] {
  const { left, y, width } = at;
  const figure = known ? (own ?? figureText(known.last[1], unit, known.step)) : "no data";
  const room = width - 86 - textWidth(figure, SIZE.small) - 14;
  return [
    {
      type: "line",
      silent: true,
      shape: { x1: left, y1: y, x2: left + 44, y2: y },
      style: { stroke: look.color, lineWidth: 6, lineDash: typeof look.dash === "string" ? "solid" : [...look.dash] },
    },
    words(left + 58, y, fit(name, SIZE.small, room), { size: SIZE.small, color: COLOR.text }),
    words(left + width - 28, y, figure, { size: SIZE.small, color: look.color, weight: 500, align: "right" }),
  ];
}

function several(drawn: readonly Drawn[], unit: string): Element[] {
  const columns = columnsFor(drawn.length);
  const width = INNER / columns;
  return drawn.flatMap((each, index) => {
    const at = { left: MARGIN + (index % columns) * width, y: 124 + Math.floor(index / columns) * ROW, width };
    const entries = entry(each, unit, at);
    if (drawn.length > columns || !each.known) return entries;
    const { low, high, step } = each.known;
    const range = `${figureText(low, unit, step)} to ${figureText(high, unit, step)}`;
    // A figure is left out rather than cut.
    if (textWidth(range, SIZE.small) > width - 72) return entries;
    return [...entries, words(at.left + 58, at.y + 40, range, muted)];
  });
}

/** Where the values are from and of when; an age would be wrong as soon as the picture is older. */
function footer({ source, asOf }: Origin, ...more: readonly string[]): Element {
  const when = isInstant(asOf) ? `as of ${utcMinute(asOf)}` : "time unknown";
  const line = [drawable(source, 60, "Source unknown"), when, ...more].join("  ·  ");
  return words(MARGIN, HEIGHT - 34, fit(line, SIZE.small, INNER), muted);
}

/**
 * Everything around the lines: title, figures, names, source.
 * @param factor  the power of ten that the axis leaves out, or empty
 */
export function frame(head: Head, drawn: readonly Drawn[], factor: string): Frame {
  const title = drawable(head.title, 80, "Chart");
  const unit = drawable(head.unit, 12, head.unit.trim() === "%" ? "%" : "");
  const axisUnit = `${factor} ${head.note ?? unit}`.trim();
  const [only] = drawn;
  if (drawn.length === 1 && only?.known)
    return {
      elements: [
        ...single(only, only.known, title, { ...head, unit }),
        unitNote(SECOND_LINE, axisUnit),
        footer(head, ZONE),
      ],
      bottom: 136,
    };
  return {
    elements: [
      heading(title, INNER - 200),
      unitNote(FIRST_LINE, axisUnit),
      ...several(drawn, unit),
      footer(head, ZONE),
    ],
    bottom: 188,
  };
}

/** The picture of a chart without a single value. */
export const emptyFrame = (head: Origin): Frame => ({
  elements: [
    heading(drawable(head.title, 80, "Chart"), INNER),
    words(WIDTH / 2, HEIGHT / 2, "No data for this time", { size: SIZE.title, color: COLOR.muted, align: "center" }),
    footer(head, ZONE),
  ],
  bottom: 96,
});

/**
 * What stands around a picture without a time axis: title, a line below it, source.
 * @param said  below the title
 * @param width  that the line may take, in pixels
 */
export const plainFrame = (head: Origin, said: readonly string[], width: number = INNER): Frame => ({
  elements: [
    heading(drawable(head.title, 80, "Chart"), INNER),
    label(MARGIN, SECOND_LINE, fit(said.filter((each) => each !== "").join("  ·  "), SIZE.small, width)),
    footer(head),
  ],
  bottom: 136,
});
