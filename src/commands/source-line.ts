import { age } from "../core/format.ts";

/** Where a figure is from. `asOf` in UTC epoch milliseconds. */
export interface Origin {
  readonly source: string;
  readonly asOf: number;
  readonly isStale: boolean;
}

/** What marks a figure that is not from where the rest is, or is old. */
const MARKS = ["*", "†", "‡", "§"] as const;

const told = ({ source, asOf, isStale }: Origin, now: number, between: string): string =>
  `${source}${between}${age(asOf, now)}${isStale ? ", nothing newer to be had" : ""}`;

/**
 * The last line of a reply, source and age once, and the mark of each figure that this line alone would be wrong about.
 * The age is that of the oldest figure it speaks of.
 */
export function sourceLine(
  origins: readonly Origin[],
  now: number,
): { readonly line: string | undefined; readonly markOf: (origin: Origin) => string } {
  const groups = new Map<string, Origin[]>();
  for (const origin of origins) {
    const key = groupOf(origin);
    groups.set(key, [...(groups.get(key) ?? []), origin]);
  }
  const [main, ...rest] = [...groups.entries()].toSorted(([, a], [, b]) => b.length - a.length);
  if (!main) return { line: undefined, markOf: () => "" };
  const oldest = ([, group]: [string, Origin[]]): Origin => group.reduce((a, b) => (a.asOf <= b.asOf ? a : b));
  const marks = new Map(rest.map(([key], index) => [key, MARKS[index] ?? "*"]));
  const exceptions = rest.map((group) => `${marks.get(group[0]) ?? ""} ${told(oldest(group), now, ", ")}`);
  return {
    line: [`Source: ${told(oldest(main), now, " · ")}`, ...exceptions].join(" · "),
    markOf: (origin) => marks.get(groupOf(origin)) ?? "",
  };
}

const groupOf = ({ source, isStale }: Origin): string => `${source} ${isStale}`;
