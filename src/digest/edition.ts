import type { Builder, CommitChange } from "./sections/builders.ts";
import type { EditionMover } from "./sections/movers.ts";
import type { EditionStory } from "./sections/stories.ts";
import type { EditionWords } from "./words.ts";
import type { Reported } from "./sections/reported.ts";
import type { ScoreNews } from "./sections/scores.ts";

/** Changes as fractions; what is unknown is absent. */
interface Changes {
  readonly change24h?: number;
  readonly change7d?: number;
  readonly change30d?: number;
}

/** The sector against what it is measured by. Changes of the sector and of layers are medians of their tokens. */
export interface EditionSector {
  readonly window: "24h";
  readonly sector: Changes & { readonly risingCount?: number; readonly countedCount?: number };
  readonly bitcoin?: Changes;
  readonly ethereum?: Changes;
  /** The sector's index by cap, at the ends of UTC days. Changes are fractions. */
  readonly index?: {
    readonly levelByCap: number;
    readonly levelOnDay: string;
    readonly changeDayFraction?: number;
    readonly changeWeekFraction?: number;
  };
  /** From the bottom of the stack to the top; those that the edition is about. */
  readonly layers: readonly (Changes & { readonly name: string; readonly capUsd?: number })[];
  /** Places among all layers by the median of seven days; only layers that are ranked, of those that the edition is about. */
  readonly ranks: readonly {
    readonly name: string;
    readonly rankNow: number;
    readonly rankBefore?: number;
    readonly medianChangeFraction: number;
  }[];
  readonly source: string;
  /** UTC epoch milliseconds. */
  readonly asOf: number;
  readonly isStale: boolean;
}

/** What could not be told, and why. */
export interface Missing {
  readonly what: string;
  readonly why: string;
}

/**
 * Facts of a digest, the same for all who asked for the same; JSON-safe and never changed. Instants in UTC epoch milliseconds.
 * What may be absent of an edition that was kept by an earlier version is optional.
 */
export interface Edition {
  /** Ids of the layers it is about; empty: all of them. */
  readonly layerIds: readonly string[];
  /** The same by name. */
  readonly layerNames?: readonly string[];
  readonly coversFrom: number;
  /** What was known before it is told; the next edition begins there. */
  readonly coversTo?: number;
  readonly composedAt: number;
  readonly sector?: EditionSector;
  /** Those that moved by more than the threshold, the largest move first. */
  readonly movers: readonly EditionMover[];
  /** New ones, those that matter most first. */
  readonly stories: readonly EditionStory[];
  /** When any feed was last read; absent where none was. */
  readonly feedsReadAt?: number;
  readonly builders: readonly Builder[];
  /** They stand in each edition for as long as they hold; a reader is told once. */
  readonly commits?: readonly CommitChange[];
  /** Rounds, moves of people and training runs, by headlines alone. */
  readonly reported?: readonly Reported[];
  /** Where releases and commits are from; `unknownCount` projects have no repository that can be counted. */
  readonly code?: { readonly source: string; readonly asOf?: number; readonly unknownCount: number };
  readonly scores: readonly ScoreNews[];
  readonly missing: readonly Missing[];
  /** Beside the facts, and never a part of them; absent where there was nothing to say. */
  readonly words?: EditionWords;
}

/** An edition that is kept. */
export interface KeptEdition extends Edition {
  readonly id: number;
}
