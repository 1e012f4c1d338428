import { DETAILS } from "./portfolio-entry-input.ts";
import { WORD_LIMIT } from "../market/asset-words.ts";
import { z } from "zod";

const { from: _from, to: _to, ...details } = DETAILS;

/** What an entry is changed to; what is not named stays. */
export const editInput = z.object({
  number: z.number().int().min(1).max(1e9).describe("Number of the entry, as /portfolio activities shows it"),
  quantity: z.string().trim().min(1).max(WORD_LIMIT).optional().describe("How many coins"),
  coin: z.string().trim().min(1).max(WORD_LIMIT).optional().describe("Which coin"),
  ...details,
});

export type EditInput = z.output<typeof editInput>;
