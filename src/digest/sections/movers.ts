import { type MoverList, rankMovers } from "../../market/movers.ts";
import type { EditionStory } from "./stories.ts";
import { MOVER_FRACTION } from "../thresholds.ts";

/** A coin that moved by more than the threshold in 24 hours. */
export interface EditionMover {
  readonly assetId: string;
  readonly symbol: string;
  /** From outside, cleaned. */
  readonly name: string;
  readonly change24hFraction: number;
  /** Of the project, where the map has one. */
  readonly projectId?: string;
  /** The story with the project in its title that matters most; absent where no new one has it. It is near in time, not proof. */
  readonly reasonStoryId?: string;
}

/** @param projectOf  project ids by asset id; @param stories  those that matter most first */
export function editionMovers(
  list: MoverList,
  projectOf: ReadonlyMap<string, string>,
  stories: readonly EditionStory[],
): readonly EditionMover[] {
  return rankMovers(list, "24h")
    .ranked.filter(({ change }) => Math.abs(change) >= MOVER_FRACTION)
    .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change))
    .map(({ row, change }) => {
      const projectId = projectOf.get(row.id);
      const reason =
        projectId === undefined ? undefined : stories.find(({ titledIds }) => titledIds.includes(projectId));
      return {
        assetId: row.id,
        symbol: row.symbol,
        name: row.name,
        change24hFraction: change,
        ...(projectId === undefined ? {} : { projectId }),
        ...(reason === undefined ? {} : { reasonStoryId: reason.id }),
      };
    });
}
