import { readFileSync } from "node:fs";
import { z } from "zod";

const sentence = z.string().regex(/[.?]$/, "does not end as a sentence");

/** How good a piece of evidence is, best first; what each stands for is in data/rubric.json. */
export const GRADES = ["A", "B", "C", "D"] as const;
export type Grade = (typeof GRADES)[number];

const criterion = z.strictObject({
  id: z.string().regex(/^[a-z_]+$/),
  name: z.string(),
  /** `framework`: one of the five points of the conversation. `context`: what it weighs besides. */
  group: z.enum(["framework", "context"]),
  /** Where the conversation speaks of it. */
  seconds: z.int().min(0),
  question: sentence,
  /** What each score from 0 to 4 stands for. */
  anchors: z.array(sentence).length(5),
  lookAt: z.string(),
  trap: z.string(),
  /** Old evidence gives no more than 2. */
  needsRecentEvidence: z.literal(true).optional(),
  /** Does not apply to what has no token. */
  notWithoutToken: z.literal(true).optional(),
});

const file = z.strictObject({
  schemaVersion: z.literal(1),
  version: z.string(),
  asOf: z.iso.date(),
  about: z.string(),
  /** Evidence younger than this can give high confidence. */
  freshDays: z.int().positive(),
  /** Evidence older than this is old. */
  recentDays: z.int().positive(),
  /** How many framework criteria have to be known before a mean is given. */
  minKnownForMean: z.int().positive(),
  grades: z.record(z.enum(GRADES), z.string()),
  criteria: z.array(criterion).min(1),
  /** What suppresses the means, and what is only listed: a sentence each. */
  hardFlags: z.record(z.string(), sentence),
  softFlags: z.record(z.string(), sentence),
});

export type Rubric = z.output<typeof file>;
export type Criterion = z.output<typeof criterion>;

/** The rubric of data/rubric.json. @throws Error when the file is not in its form */
export const readRubric = (path: URL = new URL("../../data/rubric.json", import.meta.url)): Rubric =>
  file.parse(JSON.parse(readFileSync(path, "utf8")));
