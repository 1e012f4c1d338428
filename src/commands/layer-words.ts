import type { Button } from "../core/reply.ts";
import { MIN_MEMBERS, type Window } from "../sector/layer-figures.ts";
import { percent } from "../core/format.ts";
import { WINDOW_WORDS, WINDOWS } from "./layer-window.ts";

/** "+2.1 points". */
export const points = (value: number, locale: string): string =>
  `${withoutSign(percent(value / 100, locale, 1))} points`;

/** A percentage without its sign, for a column that says it is one. */
export const withoutSign = (said: string): string => said.replace(/[\s\u00A0\u202F]*[%٪][\s\u00A0\u202F]*/u, "");

const ENDINGS = new Intl.PluralRules("en", { type: "ordinal" });
const ENDING: Readonly<Record<Intl.LDMLPluralRule, string>> = {
  one: "st",
  two: "nd",
  few: "rd",
  other: "th",
  zero: "th",
  many: "th",
};

/** "2nd". */
export const ordinal = (place: number): string => `${place}${ENDING[ENDINGS.select(place)]}`;

/** One for each window; the one shown is marked, and pressing it asks again. */
export const windowButtons = (
  command: string,
  shown: Window,
  inputOf: (over: Window) => Readonly<Record<string, unknown>>,
  offered: readonly Window[] = WINDOWS,
): Button[] =>
  offered.map((over) => ({
    label: over === shown ? `· ${WINDOW_WORDS[over]} ·` : WINDOW_WORDS[over],
    command,
    input: inputOf(over),
  }));

/** Why a layer has no figures. */
export const TOO_FEW = `fewer than ${MIN_MEMBERS} tokens that count, so listed and not ranked`;
