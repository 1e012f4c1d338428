import { cleanLine } from "../core/clean.ts";
import { UserError } from "../core/errors.ts";
import { DOLLAR_COINS } from "../market/dollar-coins.ts";
import type { EntryProblem } from "../portfolio/check-entry.ts";
import type { Entry, KeptEntry } from "../portfolio/entry.ts";
import { quantityText } from "../portfolio/amount.ts";
import type { Shortage } from "../portfolio/shortage.ts";
import { shownDay } from "./portfolio-date.ts";

const quoted = (text: string): string => `"${cleanLine(text, 40)}"`;

const REASONS = {
  not_a_number: "is not a number",
  too_precise: "has more decimal places than can be kept",
  too_large: "is more than there can be",
} as const;

/** Why an entry cannot be kept, to the one who entered it. @param symbolOf  of an asset's id */
export function entryRefusal(problem: EntryProblem, entry: Entry, symbolOf: (assetId: string) => string): UserError {
  switch (problem.kind) {
    case "future":
      return new UserError("That is still to come: an entry needs a date that has been.");
    case "too_early":
      return new UserError("There were no coins before 2009.", { hint: "Give the date as 2026-03-01." });
    case "quantity":
      if (problem.why === "not_above_zero")
        return new UserError(`The quantity has to be more than zero, not ${quoted(problem.text)}.`);
      return new UserError(`${quoted(problem.text)} ${REASONS[problem.why]}.`, {
        hint: problem.why === "too_precise" ? "No chain divides a coin further than to 18 places." : "Give it as 2.5.",
      });
    case "money":
      if (problem.why === "below_zero")
        return new UserError(`A price cannot be below zero, and ${quoted(problem.text)} is.`);
      return new UserError(`${quoted(problem.text)} ${REASONS[problem.why]}.`, { hint: "Give it as 310.50." });
    case "same_coin":
      return new UserError(`Both sides are ${"asset" in entry ? symbolOf(entry.asset) : "the same coin"}.`, {
        hint: "Coins that only moved are a transfer.",
      });
    case "rebate":
      return new UserError("The fee gives back more than was paid.");
    case "acquired_later":
      return new UserError("Coins cannot have been acquired after they arrived.");
    case "too_long":
      return new UserError(`That is too long for ${problem.what === "note" ? "a note" : "the name of an account"}.`);
    case "ratio":
      return new UserError("The ratio of a split needs two whole numbers above zero.");
  }
  return problem satisfies never;
}

interface Lacking extends Shortage {
  /** The entry that takes too much. */
  readonly taking: KeptEntry;
  readonly added: readonly KeptEntry[];
  readonly removed: readonly KeptEntry[];
}

/** Why a change is refused that makes more leave than is there: how much was held when, what needs more, and what to do. */
export function shortageRefusal(
  { number, at, asset, held, missing, taking, added, removed }: Lacking,
  { symbolOf, zone }: { symbolOf: (assetId: string) => string; zone: string },
): UserError {
  const symbol = symbolOf(asset);
  const day = shownDay(at, zone);
  const has = `${quantityText(held)} ${symbol}`;
  const needs = `${quantityText(held + missing)} ${symbol}`;
  const isPaidInDollarCoin = taking.kind === "swap" && taking.asset === asset && DOLLAR_COINS.has(asset);
  const entry = `/portfolio add transfer in ${quantityText(missing)} ${symbol}`;
  if (added.some((each) => each.number === number))
    return new UserError(`On ${day} you held ${has}, and this takes ${needs}.`, {
      hint: isPaidInDollarCoin
        ? `If you keep no ${symbol} here, say it in money: for ${quantityText(held + missing)} USD. Else enter what came in before it first, such as ${entry} on ${day}.`
        : `Enter what came in before it first: the purchase, or coins from elsewhere, such as ${entry} on ${day}.`,
    });
  const change = removed.length > 0 && added.length === 0 ? "Without that" : "With that";
  return new UserError(
    `${change} you would have held ${has} on ${day}, and #${number} (${taking.kind.replace("_", " ")}) took ${needs}.`,
    { hint: `Change #${number} first, remove both at once, or enter where its coins came from.` },
  );
}
