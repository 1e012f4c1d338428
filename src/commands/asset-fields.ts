import { WORD_LIMIT } from "../market/asset-words.ts";
import { z } from "zod";

/**
 * The field of a command that takes coins.
 * @param words  how many words may be typed: names of several are counted once they are put together
 */
export const assetsField = (words: number, description: string) =>
  z.array(z.string().trim().min(1).max(WORD_LIMIT)).min(1).max(words).describe(description);

/** The field that names the currency of prices. */
export const currencyField = z
  .string()
  .trim()
  .min(1)
  .max(20)
  .optional()
  .describe("Currency of the prices, such as EUR");
