import { aBusyEdition, aMover, anEdition, aStory } from "../../tests/support/editions.ts";
import { expect, test } from "vitest";
import { isImportant, isQuiet } from "./thresholds.ts";
import type { Edition } from "./edition.ts";

const { sector: aSector } = anEdition();
const moved = (change24h: number | undefined) =>
  anEdition({ ...(aSector && { sector: { ...aSector, sector: change24h === undefined ? {} : { change24h } } }) });
const talk = aStory("n1", { projectIds: [] });
const busy = aBusyEdition();

test.each<[string, boolean, Edition]>([
  ["a day without anything", true, anEdition()],
  ["a sector that moved less than people speak of", true, moved(-0.0299)],
  ["a sector that rose as much as people speak of", false, moved(0.03)],
  ["a sector that fell as much", false, moved(-0.03)],
  ["a sector whose change is not known", true, moved(undefined)],
  ["a day that knows nothing of the sector", true, (({ sector: _sector, ...rest }) => rest)(anEdition())],
  ["a story that is only talk", true, anEdition({ stories: [talk] })],
  ["a story about a project among talk", false, anEdition({ stories: [talk, aStory("n2")] })],
  ["a coin that moved", false, anEdition({ movers: [aMover("TAO", 0.11)] })],
  ["something built", false, anEdition({ builders: busy.builders })],
  ["commits that became many", false, anEdition({ commits: busy.commits ?? [] })],
  ["something reported", false, anEdition({ reported: busy.reported ?? [] })],
  ["a score that changed", false, anEdition({ scores: busy.scores })],
])("%s: quiet is %s", (_what, isSo, edition) => {
  expect(isQuiet(edition)).toBe(isSo);
});

test("an edition kept by an earlier version, without what it did not know, can be quiet", () => {
  const { commits: _commits, reported: _reported, ...earlier } = anEdition();
  expect(isQuiet(earlier)).toBe(true);
});

test.each([
  [["Wire"], [], false, false],
  [["Wire", "Other"], [], true, false],
  [["Wire"], ["bittensor"], true, false],
  [["Wire", "Other"], ["bittensor"], true, true],
])("told by %j about %j: important is %s, very much so %s", (publishers, projectIds, isNormal, isHigh) => {
  const story = aStory("n1", { publishers, projectIds });
  expect([isImportant(story, "normal"), isImportant(story, "high")]).toEqual([isNormal, isHigh]);
});
