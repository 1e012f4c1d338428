import type { AddedEvidence, ScoreChange } from "../sector/evidence.ts";
import type { Call, Place } from "../core/call.ts";
import { known } from "../wire/figure.ts";
import type { Evidence, Profile } from "../sector/score.ts";
import { profile } from "../sector/score.ts";
import type { Project } from "../sector/project-file.ts";
import type { Sector } from "../sector/sector.ts";
import { withEvidence } from "../sector/evidence.ts";

/** A piece of evidence as it is given. */
export interface GivenEvidence {
  readonly projectId: string;
  readonly criterion: string;
  /** 0 to 4. */
  readonly score: number;
  readonly grade: Evidence["grade"];
  readonly claim: string;
  readonly url: string;
  /** UTC epoch milliseconds of its day. */
  readonly at: number;
}

/** What a criterion has by the rules, with this evidence beside what was shipped; undefined while nothing is known. */
export type ScoreOf = (projectId: string, criterion: string, added: readonly AddedEvidence[]) => number | undefined;

/** What somebody other than the owner may add within 24 hours. */
export const ADDED_A_DAY = 20;

/** What became of what was given. */
export type Became =
  | { readonly state: "added"; readonly id: number; readonly from?: number; readonly to?: number }
  /** That link stands for the criterion already. */
  | { readonly state: "there" }
  /** The project has as much as it may. */
  | { readonly state: "full" }
  /** Whoever gave it has added as much as they may in a day. */
  | { readonly state: "enough" };

/** What became of what was to be taken back. */
export type TakenBack =
  | {
      readonly state: "removed";
      readonly projectId: string;
      readonly criterion: string;
      readonly claim: string;
      readonly from?: number;
      readonly to?: number;
    }
  | { readonly state: "missing" }
  /** Somebody else added it. */
  | { readonly state: "of another" };

/** Evidence that the owner gives, and admins where the owner lets them; it is global to the desk. Writes happen once for each call. */
export interface ScoreBook {
  /** What stands, oldest first. */
  of(projectId: string): Promise<readonly AddedEvidence[]>;
  /** The newest first. */
  history(projectId: string): Promise<readonly ScoreChange[]>;
  /** @param factsOf  the command's facts, which a repeated call is answered with */
  add<Facts>(given: GivenEvidence, scoreOf: ScoreOf, call: Call, factsOf: (became: Became) => Facts): Promise<Facts>;
  /** Many at once, in one go; each is weighed with those before it. */
  addAll<Facts>(
    given: readonly GivenEvidence[],
    scoreOf: ScoreOf,
    call: Call,
    factsOf: (became: readonly Became[]) => Facts,
  ): Promise<Facts>;
  /** What `addAll` would do. Nothing is kept; the numbers are none. */
  weighAll(given: readonly GivenEvidence[], scoreOf: ScoreOf): Promise<readonly Became[]>;
  /** Whether the owner lets the admins of a place add evidence. */
  isOpenTo(place: Place): Promise<boolean>;
  open(state: "on" | "off", call: Call): Promise<{ readonly state: "on" | "off" }>;
  remove<Facts>(id: number, scoreOf: ScoreOf, call: Call, factsOf: (became: TakenBack) => Facts): Promise<Facts>;
}

/** A project's profile by the rules, from what was shipped and what was added. */
export function profileOf(
  { id, token }: Project,
  added: readonly AddedEvidence[],
  { rubric, scorecards }: Sector,
  now: number,
): Profile {
  const card = scorecards.get(id);
  return profile(rubric, withEvidence(card?.proposals ?? {}, added, now), {
    hasToken: token !== undefined,
    hasHardFlag: (card?.flags ?? []).some((flag) => flag in rubric.hardFlags),
    now,
  });
}

/** For a book to tell what a change did. */
export const scoreOf =
  (sector: Sector, now: number): ScoreOf =>
  (projectId, criterion, added) => {
    const project = sector.map.project(projectId);
    if (!project) return undefined;
    const found = profileOf(project, added, sector, now).criteria.find((each) => each.criterion.id === criterion);
    return found?.scored.state === "known" ? found.scored.score : undefined;
  };

/** "unknown → 2". */
export const changeWords = ({ from, to }: { readonly from?: number; readonly to?: number }): string => {
  const [before, after] = [from, to].map((each) => (each === undefined ? "unknown" : `${each} of 4`));
  return before === after ? `${after}, as before` : `${before} → ${after}`;
};

/** As facts. */
export const changeFacts = ({ from, to }: { readonly from?: number; readonly to?: number }) =>
  known({ fromScoreOf4: from, toScoreOf4: to });
