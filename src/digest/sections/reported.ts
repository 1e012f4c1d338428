import type { EditionStory } from "./stories.ts";

/** What a headline says that people who build did; no more than that somebody reported it. */
export type ReportedKind = "round" | "people" | "training";

/** A story whose headline reports such a thing. */
export interface Reported {
  readonly storyId: string;
  readonly kind: ReportedKind;
}

const AMOUNT = String.raw`[$€£]\s?\d[\d.,]*\s?(?:k|m|mn|b|bn|million|billion)\b`;
const ROLE = String.raw`\b(?:ceo|cto|cfo|coo|chief \w+|(?:co-?)?founder|president|head of|director|chair(?:man|woman)?)\b`;
const COMES = String.raw`\b(?:appoints?|appointed|names|named|hires|hired|joins|joined)\b`;
const GOES = String.raw`\b(?:steps down|stepped down|resigns|resigned|departs|departed|leaves)\b`;

/** The first that fits counts. Strict rather than complete: a headline that is not understood is a story like any other. */
const KINDS: readonly (readonly [ReportedKind, RegExp])[] = [
  [
    "round",
    new RegExp(
      String.raw`\b(?:raises|raised|secures|secured)\s+(?:(?:up to|over|about|nearly|another|more than|an?)\s+)*${AMOUNT}|\b(?:pre-?seed|seed|series [a-f]|funding|strategic) round\b`,
      "i",
    ),
  ],
  ["people", new RegExp(String.raw`${COMES}.*${ROLE}|${ROLE}.*(?:${COMES}|${GOES})|${GOES}.*${ROLE}`, "i")],
  [
    "training",
    /\b(?:training runs?|pre-?training|(?:starts?|started|begins?|began|completes?|completed|finishes|finished) (?:[\w-]+ ){0,4}training)\b/i,
  ],
];

/** What a headline reports; undefined where it reports none of it in words that are understood. */
export const reportedIn = (title: string): ReportedKind | undefined =>
  KINDS.find(([, words]) => words.test(title))?.[0];

/** Those of the stories whose headlines report a round, a move of people or a training run. */
export const reportedOf = (stories: readonly EditionStory[]): readonly Reported[] =>
  stories.flatMap(({ id, untrustedTitle }) => {
    const kind = reportedIn(untrustedTitle);
    return kind === undefined ? [] : [{ storyId: id, kind }];
  });
