import type { Period } from "../market/movers.ts";
import { readUniverse, type Universe, type UniverseChoice } from "../market/universe.ts";
import { UserError } from "../core/errors.ts";

/** What people write for a period. */
const PERIOD_WORDS: Readonly<Record<string, Period>> = {
  "24h": "24h",
  "1d": "24h",
  day: "24h",
  today: "24h",
  daily: "24h",
  "7d": "7d",
  "1w": "7d",
  week: "7d",
  weekly: "7d",
};

/** Words that say nothing here: "movers of the last week in compute", "movers losers" (both ends are always shown). */
const FILLERS: ReadonlySet<string> = new Set([
  "of",
  "in",
  "the",
  "last",
  "this",
  "past",
  "over",
  "for",
  "from",
  "coins",
  "tokens",
  "gainers",
  "winners",
  "losers",
  "biggest",
  "best",
  "worst",
]);

export interface MoversQuestion {
  readonly choice: UniverseChoice;
  readonly period: Period;
}

/**
 * What was asked for: a period at the beginning or the end of the words, and what the rest calls a list of coins.
 * A period of its own field wins.
 * @throws UserError for a list that there is not, or a time that is not offered
 */
export function readMoversQuestion(
  words: readonly string[],
  over: Period | undefined,
  universes: readonly [Universe, ...Universe[]],
): MoversQuestion {
  const typed = words
    .join(" ")
    .toLowerCase()
    .replaceAll(/\b(?:24 ?h(?:ours?)?|1 ?days?)\b/g, "24h")
    .replaceAll(/\b(?:7 ?days?|(?:1|one) ?weeks?)\b/g, "7d")
    .split(/\s+/)
    .filter((word) => word !== "");
  const periods: Period[] = [];
  const rest = [...typed];
  for (const [take, at] of [[() => rest.shift(), 0] as const, [() => rest.pop(), -1] as const])
    for (;;) {
      const word = rest.at(at) ?? "";
      const period = Object.hasOwn(PERIOD_WORDS, word) ? PERIOD_WORDS[word] : undefined;
      if (period) periods.push(period);
      else if (!FILLERS.has(word)) {
        if (/^\d{1,4}[hdwmy]$/.test(word)) throw notOffered(word);
        break;
      }
      take();
    }
  return { choice: readUniverse(rest.join(" "), universes), period: over ?? periods[0] ?? "24h" };
}

const notOffered = (word: string): UserError =>
  new UserError(`I know the changes of 24 hours and of 7 days, not of ${word}.`, {
    hint: "For example: /movers 7d",
  });
