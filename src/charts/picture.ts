import { createRequire } from "node:module";
import { FONT } from "./look.ts";

const require = createRequire(import.meta.url);

/** The font's files lie in its package; the machine's own fonts are never read, so a picture is the same everywhere. */
const fontFiles = [
  require.resolve("@expo-google-fonts/roboto/400Regular/Roboto_400Regular.ttf"),
  require.resolve("@expo-google-fonts/roboto/500Medium/Roboto_500Medium.ttf"),
];

/** An SVG as PNG bytes, in its own size. Drawn on a thread of the pool; only the packing of the bytes holds up this one. */
export async function toPng(svg: string): Promise<Uint8Array> {
  const { renderAsync } = await import("@resvg/resvg-js");
  const image = await renderAsync(svg, {
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: FONT, sansSerifFamily: FONT },
    logLevel: "off",
  });
  return image.asPng();
}
