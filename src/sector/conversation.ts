import { readFileSync } from "node:fs";
import { z } from "zod";
import { fold } from "../market/asset-words.ts";
import type { SectorMap } from "./map.ts";

const claim = z.strictObject({
  /** From the start of the recording. */
  seconds: z.int().min(0),
  /** Ids of the projects that it speaks of. */
  projects: z.array(z.string()).min(1).optional(),
  /** Words of the transcript that stand in it under another name. */
  heard: z.array(z.string().min(1)).min(1).optional(),
  /** In our own words. */
  text: z.string().endsWith("."),
});

const unclear = z.strictObject({
  /** As the transcript has it. */
  words: z.array(z.string().min(1)).min(1),
  seconds: z.int().min(0),
  note: z.string().endsWith("."),
  /** The likeliest first. */
  candidates: z.array(z.strictObject({ project: z.string(), why: z.string().endsWith(".") })).min(1),
});

const file = z.strictObject({
  schemaVersion: z.literal(1),
  title: z.string(),
  url: z.url(),
  on: z.iso.date(),
  isApproximate: z.literal(true),
  about: z.string(),
  unclear: z.array(unclear),
  claims: z.array(claim).min(1),
});

/** Something said in the conversation that the desk starts from. */
type Claim = z.output<typeof claim>;

/** A name of the transcript that nobody can be sure of. */
type UnclearName = z.output<typeof unclear>;

export interface Conversation {
  readonly title: string;
  readonly url: string;
  /** UTC day, approximate. */
  readonly on: string;
  /** In the order of the recording. */
  readonly claims: readonly Claim[];
  /** Set where the transcript's word for something is not clear. */
  unclearName(word: string): UnclearName | undefined;
  /** What was said about a question, the closest first; empty when it says nothing of it. */
  about(question: string, limit: number): readonly Claim[];
}

/** Words that say nothing of what a question is about. */
const COMMON = new Set(
  `a about after all also am an and any are as at be been but by can could did do does for from get had has have he her him his how i if in into
  is it its just like may me more most much my no not of on one or our out over said say says she should so some such tell than that the their them
  then there these they thing things think this those to up us was we were what when where which who why will with would you your conversation episode
  podcast source talk talked speak spoke mention mentioned discuss discussed crypto ai`.split(/\s+/),
);

/** The beginning of a word, by which its forms are told to be one: "trains", "training". */
const stem = (word: string): string => word.replace(/(?:ations?|ings?|ers?|ies|ed|es|s|e|y)$/u, "");

const wordsOf = (text: string): readonly string[] => [
  ...new Set(
    (text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [])
      .filter((word) => !COMMON.has(word))
      .map((word) => stem(word)),
  ),
];

/** How much of a question's weight a claim has to carry. */
const ENOUGH = 0.34;

/**
 * What data/conversation.json has of the conversation. A question is matched by rare words it shares with a claim and by the
 * projects it names; nothing else is answered from it.
 * @throws Error when the file is not in its form, or names a project that the map does not have
 */
export function readConversation(
  map: SectorMap,
  path: URL = new URL("../../data/conversation.json", import.meta.url),
): Conversation {
  const { claims, title, url, on, unclear: names } = file.parse(JSON.parse(readFileSync(path, "utf8")));
  for (const { project } of names.flatMap(({ candidates }) => candidates))
    if (!map.project(project)) throw new Error(`data/conversation.json names ${project}, which is not there`);
  const indexed = claims.map((each) => {
    for (const id of each.projects ?? [])
      if (!map.project(id)) throw new Error(`data/conversation.json names ${id}, which is not there`);
    return {
      claim: each,
      words: new Set(wordsOf([each.text, ...(each.heard ?? [])].join(" "))),
      projects: new Set(each.projects),
    };
  });
  const holders = (word: string): number => indexed.filter(({ words }) => words.has(word)).length;

  /** Projects that a question names, by every run of up to three of its words, and the question without names of several words. */
  const projectsIn = (question: string): { readonly ids: ReadonlySet<string>; readonly rest: string } => {
    const words = question.match(/[\p{L}\p{N}.-]+/gu) ?? [];
    const ids = new Set<string>();
    const inNames = new Set<number>();
    for (const start of words.keys())
      for (const length of [1, 2, 3]) {
        const run = words.slice(start, start + length);
        if (run.length < length || COMMON.has(run.join(" ").toLowerCase())) continue;
        const found = map.named(run.join(" "));
        for (const { project } of found) ids.add(project.id);
        // "Open" of "Open AI" does not ask for what is open.
        if (found.length > 0 && length > 1) for (let at = start; at < start + length; at += 1) inNames.add(at);
      }
    return { ids, rest: words.filter((_, at) => !inNames.has(at)).join(" ") };
  };

  return {
    title,
    url,
    on,
    claims,
    unclearName: (word) => names.find(({ words }) => words.some((each) => fold(each) === fold(word))),
    about(question, limit) {
      const { ids: projects, rest } = projectsIn(question);
      const words = wordsOf(rest).map((word) => ({ word, weight: 1 / Math.sqrt(1 + holders(word)) }));
      // A word that stands nowhere in the conversation counts against every claim: the question is about that, too.
      const whole = words.reduce((sum, { weight }) => sum + weight, 0);
      return indexed
        .map((each) => {
          const shared = words.reduce((sum, { word, weight }) => sum + (each.words.has(word) ? weight : 0), 0);
          const named = [...projects].some((id) => each.projects.has(id)) ? 1 : 0;
          return { claim: each.claim, score: named + (whole === 0 ? 0 : shared / whole) };
        })
        .filter(({ score }) => score >= ENOUGH)
        .toSorted((a, b) => b.score - a.score || a.claim.seconds - b.claim.seconds)
        .slice(0, limit)
        .map(({ claim: found }) => found);
    },
  };
}
