import { describe, expect, test } from "vitest";
import { readdirSync, readFileSync } from "node:fs";
import { answerCase } from "../../src/portfolio/case.ts";
import { join } from "node:path";

/** A folder of worked cases of other programs; they are not ours to publish. */
const folder = process.env["PORTFOLIO_SAMPLES"];

interface Worked {
  readonly id: string;
  readonly tolerance?: string;
  readonly expected: unknown;
}

const files = folder === undefined ? [] : readdirSync(folder).filter((name) => name.endsWith(".json"));
const cases = files.flatMap((file) => {
  const { cases: rows } = JSON.parse(readFileSync(join(folder ?? "", file), "utf8")) as { cases: readonly Worked[] };
  return rows.map((row) => ({ ...row, file }));
});

/** By what rows of a list are matched; their order means nothing. */
const nameOf = (row: Readonly<Record<string, unknown>>): string =>
  ["txId", "lotTxId", "date", "asset", "found", "missing"].map((key) => String(row[key])).join(" ");

/** Every difference between what should be and what is, as a path; keys that are not expected are let be. */
function differences(expected: unknown, actual: unknown, tolerance: number, path = ""): readonly string[] {
  if (Array.isArray(expected)) {
    const rows = expected.every((row) => typeof row === "object");
    if (!Array.isArray(actual) || actual.length !== expected.length) return [`${path}: another number of rows`];
    if (!rows) return expected.flatMap((row, at) => differences(row, actual[at], tolerance, `${path}[${at}]`));
    const named = new Map(actual.map((row) => [nameOf(row), row]));
    return expected.flatMap((row) => differences(row, named.get(nameOf(row)), tolerance, `${path}[${nameOf(row)}]`));
  }
  if (typeof expected === "object" && expected !== null) {
    if (typeof actual !== "object" || actual === null) return [`${path}: missing`];
    return Object.entries(expected).flatMap(([key, value]) =>
      differences(value, (actual as Readonly<Record<string, unknown>>)[key], tolerance, `${path}.${key}`),
    );
  }
  const isFigure = typeof expected === "string" && /^-?\d+(\.\d+)?$/.test(expected);
  if (!isFigure) return expected === actual ? [] : [`${path}: ${String(actual)} instead of ${String(expected)}`];
  const off = Math.abs(Number(actual) - Number(expected));
  return off <= Math.max(1e-10, tolerance * Math.abs(Number(expected)))
    ? []
    : [`${path}: ${String(actual)} instead of ${expected}`];
}

describe.skipIf(folder === undefined)("worked cases of the folder PORTFOLIO_SAMPLES", () => {
  test("there are some", () => {
    expect(cases.length).toBeGreaterThan(0);
  });

  test.for(cases)("$file $id", ({ expected, tolerance = "1e-8", ...given }) => {
    expect(differences(expected, answerCase(given), Number(tolerance))).toEqual([]);
  });
});
