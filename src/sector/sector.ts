import { type Conversation, readConversation } from "./conversation.ts";
import { type Glossary, readGlossary } from "./glossary.ts";
import { readRubric, type Rubric } from "./rubric.ts";
import { readScorecards, type Scorecard } from "./scorecards.ts";
import { readSectorMap, type SectorMap } from "./map.ts";

/** What data/ knows of the sector. */
export interface Sector {
  readonly map: SectorMap;
  readonly rubric: Rubric;
  /** As shipped, by project id. */
  readonly scorecards: ReadonlyMap<string, Scorecard>;
  readonly glossary: Glossary;
  readonly conversation: Conversation;
}

/** Reads all of it. @throws Error when a file is missing, not in its form, or contradicts another */
export function readSector(): Sector {
  const map = readSectorMap();
  const rubric = readRubric();
  return {
    map,
    rubric,
    scorecards: readScorecards(map, rubric),
    glossary: readGlossary(),
    conversation: readConversation(map),
  };
}
