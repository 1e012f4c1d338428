import type { History } from "../market/source.ts";
import type { ProviderError } from "../core/errors.ts";
import type { Standing } from "../market/memory.ts";

type Why = "does not say" | "does not answer" | "answers in another currency";

/** Figures that are not there, by who could have given them. */
export interface MissingFigures {
  readonly source: string;
  readonly why: Why;
  readonly what: readonly string[];
}

/** A history, none, or why there is no telling. */
export type HistoryAnswer =
  | { readonly kind: "answered"; readonly history: (History & Standing) | undefined }
  | { readonly kind: "failed"; readonly failure: ProviderError };

export interface MissingParts {
  /** Names of figures that the source of the profile did not say. */
  readonly unsaid: readonly string[];
  readonly source: string;
  /** Ranges that there are not, with what was answered for them. */
  readonly ranges: readonly { readonly what: string; readonly answer: HistoryAnswer }[];
  /** That the amounts are in. */
  readonly currency: string;
}

/** What is missing in words, each source and reason once. */
export function missingIn({ unsaid, source, ranges, currency }: MissingParts): readonly MissingFigures[] {
  const all = [
    ...unsaid.map((what) => ({ what, source, why: "does not say" as Why })),
    ...ranges.map(({ what, answer }) => ({ what, ...reasonOf(answer, source, currency) })),
  ];
  const groups = new Map<string, MissingFigures>();
  for (const { what, ...reason } of all) {
    const key = `${reason.source} ${reason.why}`;
    groups.set(key, { ...reason, what: [...(groups.get(key)?.what ?? []), what] });
  }
  return [...groups.values()];
}

function reasonOf(answer: HistoryAnswer, source: string, currency: string): { source: string; why: Why } {
  if (answer.kind === "failed") return { source: answer.failure.provider, why: "does not answer" };
  const { history } = answer;
  return history && history.currency !== currency
    ? { source: history.source, why: "answers in another currency" }
    : { source: history?.source ?? source, why: "does not say" };
}
