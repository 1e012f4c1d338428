import { Resvg } from "@resvg/resvg-js";
import { draw } from "../../src/charts/draw.ts";
import type { Chart } from "../../src/core/reply.ts";

/** The texts of a picture, in the order in which they were drawn. */
export const textsOf = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, raw = ""]) =>
    raw
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&quot;", '"')
      .replaceAll(/&#0?39;/g, "'")
      .replaceAll("&amp;", "&"),
  );

/** The kinds of elements in a picture. */
export const elementsOf = (svg: string): string[] =>
  [...new Set([...svg.matchAll(/<([a-zA-Z]+)/g)].map(([, name = ""]) => name))].toSorted();

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** One number per pixel, row by row; `colorOf` makes them. */
  readonly pixels: Uint32Array;
}

/** "#rrggbb" as a pixel has it. */
export const colorOf = (color: string): number => Buffer.from(`${color.slice(1)}ff`, "hex").readUInt32LE();

/** A PNG, decoded by the renderer that reads pictures in pictures. */
export function decode(png: Uint8Array): Picture {
  const bytes = Buffer.from(png);
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const { pixels } = new Resvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image width="${width}" height="${height}" href="data:image/png;base64,${bytes.toString("base64")}"/></svg>`,
    { font: { loadSystemFonts: false } },
  ).render();
  return { width, height, pixels: new Uint32Array(new Uint8Array(pixels).buffer) };
}

/** How many pixels have this colour, between two shares of the width. */
export function count({ width, pixels }: Picture, color: string, from = 0, to = 1): number {
  const wanted = colorOf(color);
  let found = 0;
  for (let index = 0; index < pixels.length; index += 1) {
    const x = (index % width) / width;
    if (pixels[index] === wanted && x >= from && x < to) found += 1;
  }
  return found;
}

/** A chart as it is seen. */
export const picture = async (chart: Chart): Promise<Picture> => decode(await draw(chart));
