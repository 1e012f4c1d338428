import { UserError } from "../core/errors.ts";
import type { Window } from "../sector/layer-figures.ts";

/** What a change of a layer is measured over. */
export const WINDOWS = ["24h", "7d", "30d"] as const satisfies readonly Window[];

/** What ranks are compared over: against the day before they are noise. */
export const ROTATIONS = ["7d", "30d"] as const satisfies readonly Window[];

/** As shown. */
export const WINDOW_WORDS = { "24h": "24 h", "7d": "7 days", "30d": "30 days" } as const;

/** What people write for one. */
const TYPED: Readonly<Record<string, Window>> = {
  "24h": "24h",
  "1d": "24h",
  day: "24h",
  today: "24h",
  daily: "24h",
  "7d": "7d",
  "1w": "7d",
  week: "7d",
  weekly: "7d",
  "30d": "30d",
  "1m": "30d",
  "4w": "30d",
  month: "30d",
  monthly: "30d",
};

/** Words that say nothing at an end: "the compute layer over the last week". */
const FILLERS: ReadonlySet<string> = new Set("a an of in the last this past over for from layer layers".split(" "));

/**
 * A window at the beginning or the end of what was typed, and the rest of it. A window of its own field wins.
 * @throws UserError for a time that is not offered
 */
export function readWindow(
  words: readonly string[],
  over: Window | undefined,
): { readonly rest: string; readonly window: Window | undefined } {
  const rest = words
    .join(" ")
    .toLowerCase()
    .replaceAll(/\b(?:24 ?h(?:ours?)?|(?:1|one) ?days?)\b/g, "24h")
    .replaceAll(/\b(?:7 ?days?|(?:1|one) ?weeks?)\b/g, "7d")
    .replaceAll(/\b(?:30 ?days?|(?:1|one) ?months?)\b/g, "30d")
    .split(/[\s,]+/)
    .filter((word) => word !== "");
  let window: Window | undefined;
  const takeFrom = (at: 0 | -1): void => {
    for (let word = rest.at(at); word !== undefined; word = rest.at(at)) {
      const typed = Object.hasOwn(TYPED, word) ? TYPED[word] : undefined;
      if (typed === undefined && /^\d{1,4}[hdwmy]$/.test(word)) throw notOffered(word);
      if (typed === undefined && !FILLERS.has(word)) return;
      window ??= typed;
      if (at === 0) rest.shift();
      else rest.pop();
    }
  };
  takeFrom(-1);
  takeFrom(0);
  return { rest: rest.join(" "), window: over ?? window };
}

const notOffered = (word: string): UserError =>
  new UserError(`I know the changes of 24 hours, 7 days and 30 days, not of ${word}.`, {
    hint: "For example: /stack 7d",
  });
