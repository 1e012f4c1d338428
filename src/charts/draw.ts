import type { Draw } from "../core/desk.ts";
import { createDrawer } from "./drawer.ts";
import { drawHere } from "./drawing.ts";

/** Where the compiled desk lies; run from its sources there is no script that a thread could load, so tests draw on theirs. */
const isBuilt = import.meta.url.endsWith(".js");

/**
 * Draws a chart; PNG bytes, 1200 x 675, on a thread of its own that starts at the first picture. A chart without a value says
 * "no data".
 * @throws RangeError for more series than can be told apart; Error when the picture takes too long or too many wait
 */
export const draw: Draw = isBuilt ? createDrawer({ script: new URL("./worker.js", import.meta.url) }) : drawHere;
