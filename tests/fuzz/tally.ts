/** What was put to one surface, and what came of it. */
export interface Tally {
  readonly surface: string;
  inputs: number;
  answered: number;
  /** Left without an answer on purpose. */
  silent: number;
  found: number;
  /** The first of them. */
  readonly problems: string[];
}

/** Problems are counted all and kept some: one fault repeats itself. */
const KEPT = 20;

export const newTally = (surface: string): Tally => ({
  surface,
  inputs: 0,
  answered: 0,
  silent: 0,
  found: 0,
  problems: [],
});

/** Notes that something is wrong. @param input  what brought it about */
export function problem(tally: Tally, what: string, input: unknown): void {
  tally.found += 1;
  if (tally.problems.length < KEPT) tally.problems.push(`${what} ← ${JSON.stringify(input)?.slice(0, 600)}`);
}
