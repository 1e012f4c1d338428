import type { Draw } from "../core/desk.ts";

/** Pictures of about 60 KB each. */
const KEPT = 16;

/**
 * Draws a chart once for all who get it within a while: thousands of readers of one edition have one picture, and it would take
 * longer to draw than to send. What fails is tried again for the next one. Nobody may change the bytes.
 * @param kept  pictures that are kept, those that were asked for last
 */
export function drawnLately(draw: Draw, kept = KEPT): Draw {
  const pictures = new Map<string, ReturnType<Draw>>();
  return async (chart) => {
    const key = JSON.stringify(chart);
    const picture = pictures.get(key) ?? draw(chart);
    pictures.delete(key);
    pictures.set(key, picture);
    const [oldest] = pictures.keys();
    if (pictures.size > kept && oldest !== undefined) pictures.delete(oldest);
    try {
      return await picture;
    } catch (error) {
      if (pictures.get(key) === picture) pictures.delete(key);
      throw error;
    }
  };
}
