import { createRequire } from "node:module";
import { FONT } from "./look.ts";

const require = createRequire(import.meta.url);

/** The font's files lie in its package; the machine's own fonts are never read, so a picture is the same everywhere. */
const fontFiles = [
  require.resolve("@expo-google-fonts/roboto/400Regular/Roboto_400Regular.ttf"),
  require.resolve("@expo-google-fonts/roboto/500Medium/Roboto_500Medium.ttf"),
];

/** Places that are no numbers, or a million pixels away: at some of them resvg-js 2.6 does not fail but ends the process. */
const NOWHERE = /\s(?:d|points|transform|x|y|width|height|cx|cy|r)="[^"]*(?:NaN|Infinity|\d{7})/;

/**
 * An SVG as PNG bytes, in its own size. Drawn on a thread of the pool; only the packing of the bytes holds up this one.
 * @throws RangeError for an SVG with places that cannot be drawn at
 */
export async function toPng(svg: string): Promise<Uint8Array> {
  if (NOWHERE.test(svg)) throw new RangeError("a picture has places that cannot be drawn at");
  const { renderAsync } = await import("@resvg/resvg-js");
  const image = await renderAsync(svg, {
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: FONT, sansSerifFamily: FONT },
    logLevel: "off",
  });
  return image.asPng();
}
