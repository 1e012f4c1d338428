import { ACCOUNT_LENGTH, NOTE_LENGTH } from "../portfolio/check-entry.ts";
import { isKind, KINDS, type TypedKind } from "./portfolio-kind-words.ts";
import { unknownKind } from "./portfolio-unread.ts";
import { WORD_LIMIT } from "../market/asset-words.ts";
import { z } from "zod";

/** Text, so that no digit is lost; whoever sends numbers is understood, too. */
const amount = z.preprocess(
  (given) => (typeof given === "number" ? String(given) : given),
  z.string().trim().min(1).max(WORD_LIMIT),
);
const coin = z.string().trim().min(1).max(WORD_LIMIT);
const date = z.string().trim().min(1).max(40);
const account = z.string().trim().min(1).max(ACCOUNT_LENGTH);

/** A word that is no kind arrives here as it was typed, so that the answer can be about it. */
const kind = z
  .string()
  .trim()
  .max(600)
  .superRefine((value, context) => {
    if (!isKind(value)) context.addIssue({ code: "custom", message: unknownKind(value) });
  })
  .meta({ description: "What happened", enum: [...KINDS] }) as unknown as z.ZodType<TypedKind, TypedKind>;

/** The fields of an entry besides its kind, quantity and coin. */
export const DETAILS = {
  price: amount
    .optional()
    .describe("Price of one coin, such as 310 or 310 EUR; filled from that day's close without it"),
  total: amount.optional().describe("Price of all coins together, instead of the price of one"),
  currency: z.string().trim().min(1).max(20).optional().describe("Currency of the price, such as EUR"),
  date: date.optional().describe("When: 2026-03-01, 2026-03-01 14:30, yesterday, 3 days ago; now without it"),
  fee: amount.optional().describe("What it cost besides, such as 1 USD or 0.001 ETH"),
  to_quantity: amount.optional().describe("Swap, migrate: how much came in return"),
  to_coin: coin.optional().describe("Swap, migrate: which coin came in return"),
  account: account.optional().describe("Where it happened, such as Kraken"),
  from: account.optional().describe("Transfers: where the coins came from"),
  to: account.optional().describe("Transfers: where the coins went"),
  acquired: date.optional().describe("Coins from elsewhere: when they were first got"),
  note: z.string().trim().min(1).max(NOTE_LENGTH).optional().describe("A note of your own"),
} as const;

/** An entry as it is typed or filled in. */
export const entryInput = z.object({
  kind,
  quantity: amount.describe("How many coins, such as 2.5, or all, half, 25%, or money such as 500 USD"),
  coin: coin.describe("Which coin: symbol, name, id or contract address"),
  ...DETAILS,
});

export type EntryInput = z.output<typeof entryInput>;
