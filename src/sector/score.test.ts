import { describe, expect, test } from "vitest";
import { type Evidence, profile, type Proposal, score } from "./score.ts";
import { readRubric } from "./rubric.ts";

const rubric = readRubric();
const NOW = Date.UTC(2026, 10, 22);
const day = (ago: number): number => NOW - ago * 86_400_000;
const evidence = (grade: Evidence["grade"], ago: number, title = `${grade}${ago}`): Evidence => ({
  claim: "It was seen.",
  title,
  at: day(ago),
  grade,
});
const criterion = (id: string) => {
  const found = rubric.criteria.find((each) => each.id === id);
  if (!found) throw new Error(id);
  return found;
};
const model = criterion("proprietary_model");
const use = criterion("utility_vs_narrative");

describe("one criterion", () => {
  test("without evidence it is unknown, which is not zero", () => {
    expect(score(model, undefined, rubric, NOW)).toEqual({ state: "unknown" });
    expect(score(model, { score: 4, evidence: [] }, rubric, NOW)).toEqual({ state: "unknown" });
  });

  test("what nobody can check gives nothing", () => {
    expect(score(model, { score: 4, evidence: [evidence("D", 1)] }, rubric, NOW)).toEqual({ state: "unknown" });
  });

  test("own claims alone give at most 2", () => {
    const own = score(model, { score: 4, evidence: [evidence("C", 1), evidence("C", 2)] }, rubric, NOW);
    expect(own).toMatchObject({ state: "known", score: 2, cappedBy: "own-claims-only", confidence: "medium" });
    expect(score(model, { score: 1, evidence: [evidence("C", 1)] }, rubric, NOW)).toMatchObject({ score: 1 });
  });

  test("old evidence gives at most 2 where it has to be recent, and more where not", () => {
    expect(score(use, { score: 3, evidence: [evidence("A", 366)] }, rubric, NOW)).toMatchObject({
      score: 2,
      cappedBy: "old-evidence",
      confidence: "low",
    });
    expect(score(use, { score: 3, evidence: [evidence("A", 365)] }, rubric, NOW)).toMatchObject({ score: 3 });
    expect(score(model, { score: 3, evidence: [evidence("A", 700)] }, rubric, NOW)).toMatchObject({ score: 3 });
  });

  test.each<[string, readonly Evidence[], string]>([
    ["two outside sources, fresh", [evidence("A", 10), evidence("B", 300)], "high"],
    ["two outside sources, neither fresh", [evidence("A", 181), evidence("B", 300)], "medium"],
    ["the same source twice", [evidence("A", 10, "same"), evidence("B", 20, "same")], "medium"],
    ["one outside source", [evidence("B", 200)], "medium"],
    ["one outside source of long ago", [evidence("B", 400)], "low"],
    ["one claim of its own", [evidence("C", 10)], "low"],
  ])("%s: confidence %s", (_name, each, confidence) => {
    expect(score(model, { score: 2, evidence: each }, rubric, NOW)).toMatchObject({ confidence });
  });

  test("evidence from after the day asked for is not looked at", () => {
    expect(score(model, { score: 3, evidence: [evidence("A", -1)] }, rubric, NOW)).toEqual({ state: "unknown" });
  });
});

describe("a profile", () => {
  const known = (points: number): Proposal => ({ score: points, evidence: [evidence("B", 10)] });
  const three = { proprietary_model: known(2), proprietary_data: known(2), proprietary_tooling: known(3) };
  const plain = { hasToken: true, hasHardFlag: false, now: NOW };

  test("means come with how much of them is known", () => {
    expect(profile(rubric, { ...three, founder_pedigree: known(1) }, plain)).toMatchObject({
      framework: { mean: 2.3, known: 3, of: 5 },
      context: { mean: 1, known: 1, of: 3 },
    });
  });

  test("with fewer than three known, or a hard flag, there is no mean", () => {
    const { proprietary_data: _without, ...two } = three;
    expect(profile(rubric, two, plain).framework).toBeUndefined();
    expect(profile(rubric, three, { ...plain, hasHardFlag: true }).framework).toBeUndefined();
  });

  test("without a token what reaches it does not apply", () => {
    const found = profile(rubric, { value_accrual: known(4) }, { ...plain, hasToken: false });
    expect(found.criteria.find(({ criterion: { id } }) => id === "value_accrual")?.scored).toEqual({
      state: "not-applicable",
    });
  });
});
