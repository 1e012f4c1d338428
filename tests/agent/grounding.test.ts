import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkFigures } from "../../src/agent/figures.ts";

interface Labelled {
  readonly is: "supported" | "unsupported";
  readonly locale: string;
  readonly text: string;
  readonly asked?: string;
  /** Written later, to see how the check does on what it was not tuned with: at first precision 0.947, recall 1. */
  readonly isLater?: true;
  /**
   * Written later still, each time before the check was run on them, then mended for what it got wrong: at first 60, precision 1,
   * recall 0.867 (a change over another time, another supply, a number of the question stated as fact); then 24, precision 0.923,
   * recall 1.
   */
  readonly isFresh?: true;
}

const read = <Content>(name: string): Content =>
  JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8")) as Content;

const SENTENCES = read<readonly Labelled[]>("grounding-sentences.json");
const WORLD = read<{ readonly now: number; readonly facts: readonly { readonly facts: unknown }[] }>(
  "grounding-facts.json",
);

const isFlagged = ({ text, locale, asked }: Labelled): boolean =>
  checkFigures(text, {
    facts: WORLD.facts.map(({ facts }) => facts),
    asked: [asked ?? "how are things?"],
    now: WORLD.now,
    locale,
  }).unsupported.length > 0;

/** Of the sentences that are taken out: how many are wrong; and of those that are wrong, how many are taken out. */
function measured(sentences: readonly Labelled[]) {
  const flagged = sentences.filter(isFlagged);
  const wrong = sentences.filter((each) => each.is === "unsupported");
  const hits = flagged.filter((each) => each.is === "unsupported").length;
  return {
    count: sentences.length,
    precision: hits / flagged.length,
    recall: hits / wrong.length,
    missed: sentences.filter((each) => isFlagged(each) !== (each.is === "unsupported")).map(({ text }) => text),
  };
}

test.each([
  ["written before tuning", SENTENCES.filter(({ isLater, isFresh }) => !isLater && !isFresh)],
  ["written after it", SENTENCES.filter(({ isLater }) => isLater)],
  ["written last", SENTENCES.filter(({ isFresh }) => isFresh)],
])("labelled sentences, %s: precision and recall are over 0.98", (name, sentences) => {
  const { count, precision, recall, missed } = measured(sentences);
  process.stdout.write(
    `figure check, ${name}: ${count} sentences, precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}\n`,
  );
  expect(precision, missed.join("\n")).toBeGreaterThan(0.98);
  expect(recall, missed.join("\n")).toBeGreaterThan(0.98);
});

test("there are at least 400 sentences, in ten languages", () => {
  expect(SENTENCES.length).toBeGreaterThanOrEqual(400);
  expect(new Set(SENTENCES.map(({ locale }) => locale.slice(0, 2))).size).toBeGreaterThanOrEqual(10);
});
