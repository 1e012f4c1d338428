/** The survivors that matter: where, what the change is, and why no test is written for it. */
export const LEFT = [
  [
    "portfolio/arrive.ts, depart.ts, fees.ts",
    "what a day has paid, received or got is counted the other way round, or shared coins are treated as others",
    "open: the contract tests of rates and properties, which use them, are left out of this run for its time",
  ],
  [
    "agent/claims.ts, figures.ts, numerals.ts, scales.ts, sentences.ts, support.ts, word-numbers.ts",
    "what is read of figures, units, times and sentences: 448 changes that have not been gone through one by one",
    "open: the labelled sentences in tests/agent, which hold the check to its precision and recall, are left out of this run for its time",
  ],
  [
    "portfolio/lot.ts, lot-heap.ts, order.ts, term.ts",
    "the quick question before the exact one is always or never answered; what is equal is exchanged",
    "the exact one gives the same answer, and no two lots are equal: equivalent",
  ],
  [
    "core/format.ts, digest/schedule.ts",
    "what is kept of formats and of offsets is not used, or thrown away too early or too late",
    "the answers are the same, only later",
  ],
  [
    "digest/schedule.ts, digest/due.ts",
    "the search begins up to a day earlier, and what is a day behind is looked at as well",
    "what is not later than the instant is left out in any case: equivalent",
  ],
  [
    "alerts/decide.ts, alerts/guard.ts, core/parse.ts, core/plain.ts",
    "the question whether something is there before it is compared",
    "comparing nothing is false as well: it is asked for the compiler's sake",
  ],
  [
    "core/split.ts, core/table.ts, core/mentioned.ts, core/parse.ts",
    "what stands for a character, a word or a cell that is not there",
    "it is always there where it is read: not reached, for the compiler's sake",
  ],
  [
    "core/format.ts",
    "a locale that is not known is not replaced by English",
    "on a machine that speaks English it is replaced by that; it shows on another",
  ],
  ["core/format.ts", "a price of exactly 0 or 10 falls to the rule below", "both rules show it the same: equivalent"],
  [
    "core/cool-down.ts",
    "a place that is new begins with something that is no instant",
    "it is dropped at once: equivalent",
  ],
  ["core/mentioned.ts", "keys are in capitals", "they are only compared with each other: equivalent"],
];
