import { notUnderstood } from "./alert-unread.ts";
import { ALERT_KINDS, type AlertKind } from "./alert-kinds.ts";
import { WORD_LIMIT } from "../market/asset-words.ts";
import { z } from "zod";

/** The longest note. */
export const NOTE_LIMIT = 200;

const words = (limit: number, description: string) =>
  z.string().trim().min(1).max(limit).optional().describe(description);

/** What an alert waits for, by fields that every door can carry; which of them a kind needs is for `conditionOf` to say. */
const conditionShape = {
  coin: words(WORD_LIMIT, "Coin: symbol, name, id or contract address"),
  is: z
    .enum(["above", "below", "up", "down", "either", "better", "worse"])
    .optional()
    .describe("above or below a value; up, down or either for a change; better or worse for a rank"),
  value: words(40, "The threshold: 400, 2.5b, 5%, 70, a rank"),
  currency: words(20, "Currency of a price, such as EUR; US dollars unless said"),
  window: words(40, "Time: 1h, 7d; a drawdown: ath or 30d; an RSI: 14d; a cross: sma 50/200; a range: 20d"),
  against: words(WORD_LIMIT, "For a ratio: the other coin"),
  layer: words(60, "Layer of the stack, in place of a coin"),
  project: words(80, "For news: the project"),
};

/** When, how often and where it tells. */
const tellingShape = {
  repeat: words(20, "once, or the least time between two messages: 6h. Once unless said"),
  until: words(40, "A day (2026-12-31) or a time from now (30d) after which it is over"),
  note: words(NOTE_LIMIT, "Your own words, to come with the message"),
};

/** What kind of alert; a typed line that was not understood arrives here as a whole, so that the complaint can name the word. */
const kind = z
  .string()
  .trim()
  .max(600)
  .superRefine((value, context) => {
    if (!isKind(value)) context.addIssue({ code: "custom", message: notUnderstood(value) });
  })
  .meta({ description: "What is watched", enum: [...ALERT_KINDS] });

export const isKind = (word: string): word is AlertKind => (ALERT_KINDS as readonly string[]).includes(word);

/** `/alert add`. */
export const addFields = z.object({
  kind,
  ...conditionShape,
  ...tellingShape,
  target: words(500, "me, here (admins: this place), or an https address of a webhook. You unless said"),
  already: z
    .enum(["again", "now", "leave"])
    .optional()
    .describe("If it holds already: tell when it happens again, tell now, or leave it"),
});

export const alertNumber = z.number().int().min(1).max(1_000_000_000).describe("The alert's number");

/** `/alert edit`: what is named changes. */
export const editFields = z.object({ number: alertNumber, ...conditionShape, ...tellingShape });

type Given<Shape extends z.ZodRawShape> = { readonly [Name in keyof Shape]?: z.output<Shape[Name]> };

/** What an alert waits for, as it was given. */
export type ConditionFields = Given<typeof conditionShape>;
export type TellingFields = Given<typeof tellingShape>;

/** An alert as somebody asks for it. */
export interface AlertFields extends ConditionFields, TellingFields {
  readonly kind: AlertKind;
  readonly target?: string | undefined;
  readonly already?: "again" | "now" | "leave" | undefined;
}
