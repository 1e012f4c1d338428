import { describe, expect, test } from "vitest";
import { type AddedEvidence, withEvidence } from "./evidence.ts";
import type { Evidence, Proposal } from "./score.ts";

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 23);
const ago = (days: number): number => NOW - days * DAY_MS;

let id = 0;
const added = (score: number, days: number, grade: Evidence["grade"] = "A"): AddedEvidence => {
  id += 1;
  return { id, criterion: "tooling", score, at: ago(days), grade, claim: "It is so.", title: `site-${id}.example` };
};
const shipped = (score: number, days: number): Record<string, Proposal> => ({
  tooling: { score, evidence: [{ claim: "It was so.", title: "A paper", at: ago(days), grade: "A" }] },
});
const of = (before: Record<string, Proposal>, ...more: readonly AddedEvidence[]): Proposal | undefined =>
  withEvidence(before, more, NOW)["tooling"];

describe("evidence that was added", () => {
  test("stands alone where nothing was shipped", () => {
    expect(of({}, added(3, 10))).toMatchObject({ score: 3, evidence: [{ grade: "A" }] });
  });

  test("joins what was shipped, and the newer reading stands, up or down", () => {
    expect(of(shipped(2, 200), added(4, 10))).toMatchObject({ score: 4, evidence: [{}, {}] });
    expect(of(shipped(4, 200), added(1, 10))).toMatchObject({ score: 1 });
    expect(of(shipped(2, 10), added(4, 200))).toMatchObject({ score: 2 });
  });

  test("within thirty days the lower stands and the conflict is said; on the thirty-first day it does not", () => {
    expect(of(shipped(2, 40), added(4, 10))).toMatchObject({ score: 2, conflict: expect.stringContaining("4") });
    const later = of(shipped(2, 41), added(4, 10));
    expect(later).toMatchObject({ score: 4 });
    expect(later).not.toHaveProperty("conflict");
  });

  test("of equal readings no conflict is said", () => {
    expect(of(shipped(2, 10), added(2, 5))).not.toHaveProperty("conflict");
  });

  test("the project's own claim for more than 2 moves nothing, for less it counts", () => {
    expect(of(shipped(3, 200), added(4, 1, "C"))).toMatchObject({ score: 3, evidence: [{}, {}] });
    expect(of(shipped(3, 200), added(1, 1, "C"))).toMatchObject({ score: 1 });
    expect(of({}, added(4, 1, "C"), added(1, 100, "C"))).toMatchObject({ score: 1 });
  });

  test("dated after now it is not looked at; other criteria stay as they are", () => {
    expect(of(shipped(2, 10), added(4, -1))).toEqual(shipped(2, 10)["tooling"]);
    const other = withEvidence({ ...shipped(2, 10), data: { score: 1, evidence: [] } }, [added(3, 1)], NOW);
    expect(other["data"]).toEqual({ score: 1, evidence: [] });
  });

  test("a conflict that was shipped is said as long as what was shipped stands", () => {
    const before = { tooling: { ...shipped(2, 10)["tooling"], conflict: "One says 3." } as Proposal };
    expect(of(before, added(1, 200))).toMatchObject({ score: 2, conflict: "One says 3." });
  });
});
