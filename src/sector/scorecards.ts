import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Evidence, Proposal } from "./score.ts";
import { GRADES, type Rubric } from "./rubric.ts";
import type { SectorMap } from "./map.ts";

const source = z.strictObject({
  title: z.string(),
  url: z.url().optional(),
  on: z.iso.date(),
  isApproximate: z.literal(true).optional(),
});

/** The form of data/scorecards.json. */
const file = z.strictObject({
  schemaVersion: z.literal(1),
  /** Version of the rubric that they were made by. */
  rubric: z.string(),
  asOf: z.iso.date(),
  about: z.string(),
  /** Beside those of the map. */
  sources: z.record(z.string(), source),
  cards: z.record(
    z.string(),
    z.strictObject({
      scored: z.iso.date(),
      /** Of the rubric, hard or soft. */
      flags: z.array(z.string()).min(1).optional(),
      wouldChange: z.string().optional(),
      criteria: z.record(
        z.string(),
        z.strictObject({
          score: z.int().min(0).max(4),
          conflict: z.string().optional(),
          evidence: z
            .array(
              z.strictObject({
                claim: z.string().endsWith("."),
                source: z.string(),
                grade: z.enum(GRADES),
                /** Where the fact is of another day than its source. */
                on: z.iso.date().optional(),
              }),
            )
            .min(1),
        }),
      ),
    }),
  ),
});

/** What is shipped on a project; admins add to it. */
export interface Scorecard {
  /** UTC epoch milliseconds of the day it was made. */
  readonly scoredAt: number;
  /** Ids of the rubric's flags. */
  readonly flags: readonly string[];
  /** What would change the picture. */
  readonly wouldChange?: string;
  /** By criterion. */
  readonly proposals: Readonly<Record<string, Proposal>>;
}

/**
 * The scorecards of data/scorecards.json by project id.
 * @throws Error when the file is not in its form, or names a project, criterion, flag or source that is not there
 */
export function readScorecards(
  map: SectorMap,
  rubric: Rubric,
  path: URL = new URL("../../data/scorecards.json", import.meta.url),
): ReadonlyMap<string, Scorecard> {
  const { cards, sources, rubric: version } = file.parse(JSON.parse(readFileSync(path, "utf8")));
  if (version !== rubric.version) throw new Error(`scorecards by rubric ${version}, not ${rubric.version}`);
  const criteria = new Set(rubric.criteria.map(({ id }) => id));
  const flags = new Set([...Object.keys(rubric.hardFlags), ...Object.keys(rubric.softFlags)]);

  const evidenceOf = (key: string, on: string | undefined): Omit<Evidence, "claim" | "grade"> => {
    const found = sources[key] ?? map.sources.get(key);
    if (!found) throw new Error(`data/scorecards.json names the source ${key}, which is not there`);
    return {
      title: found.title,
      at: Date.parse(on ?? found.on),
      ...(found.url === undefined ? {} : { url: found.url }),
      ...(found.isApproximate === undefined ? {} : { isApproximate: true }),
    };
  };

  return new Map(
    Object.entries(cards).map(([id, card]): [string, Scorecard] => {
      const strange = [
        ...(map.project(id) ? [] : [id]),
        ...Object.keys(card.criteria).filter((each) => !criteria.has(each)),
        ...(card.flags ?? []).filter((each) => !flags.has(each)),
      ];
      if (strange.length > 0) throw new Error(`data/scorecards.json names ${strange.join(", ")}, which is not there`);
      const proposals = Object.entries(card.criteria).map(
        ([name, { score, conflict, evidence }]): [string, Proposal] => [
          name,
          {
            score,
            ...(conflict === undefined ? {} : { conflict }),
            evidence: evidence.map(({ claim, source: key, grade, on }) => ({ claim, grade, ...evidenceOf(key, on) })),
          },
        ],
      );
      return [
        id,
        {
          scoredAt: Date.parse(card.scored),
          flags: card.flags ?? [],
          ...(card.wouldChange === undefined ? {} : { wouldChange: card.wouldChange }),
          proposals: Object.fromEntries(proposals),
        },
      ];
    }),
  );
}
