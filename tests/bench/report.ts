import { appendFileSync } from "node:fs";

/** One figure of a bench that measures by itself, beside the figure of its floor in the same run where it has one. */
export interface Measured {
  /** What it is of, such as "a command on Telegram". */
  readonly group: string;
  readonly name: string;
  readonly unit: "ms" | "MB" | "KB" | "%" | "count";
  readonly value: number;
  readonly floor?: { readonly name: string; readonly value: number };
  /** At most so many times the floor; what the project wants, met or not. */
  readonly target?: number;
  /** At most so much, in the same unit, where what counts is not the floor. */
  readonly limit?: number;
}

/** Prints a figure, and hands it to `run.mjs` when that has started the bench. */
export function measured(figure: Measured): void {
  const { group, name, unit, value, floor } = figure;
  const beside = floor ? ` (${(value / floor.value).toFixed(2)} times ${floor.name}, ${floor.value.toFixed(1)})` : "";
  process.stdout.write(`${group}: ${name} ${value.toFixed(1)} ${unit}${beside}\n`);
  const file = process.env["BENCH_RESULTS"];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(figure)}\n`);
}

/** The value that a share of all is not above. @param share  0.5 for the median */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(share * values.length) - 1)] ?? Number.NaN;
