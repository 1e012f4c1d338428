import type { DigestReader } from "../digest/reader.ts";
import type { Edition, KeptEdition } from "../digest/edition.ts";
import type { EditionWords } from "../digest/words.ts";
import { isImportant } from "../digest/thresholds.ts";

/** An edition as one reader is to have it; what may be absent of an old one is empty. */
export type ReadersEdition = KeptEdition & Required<Pick<Edition, "commits" | "reported">>;

const releaseKey = ({ repository, untrustedRelease }: Edition["builders"][number]): string =>
  `release ${repository} ${untrustedRelease}`;

const commitsKey = ({
  repository,
  commits30dCount,
  commitsBefore30dCount,
}: ReadersEdition["commits"][number]): string =>
  `commits ${repository} ${commits30dCount > commitsBefore30dCount ? "up" : "down"}`;

/** What of an edition stands in the next ones too, so that a reader is told of it once. */
export const standingKeys = ({ builders, commits = [] }: Edition): readonly string[] => [
  ...builders.map(releaseKey),
  ...commits.map(commitsKey),
];

/** Without sections, stories and coins that the reader does not want or has had. A reason that they have had is none. */
export function forReader(edition: KeptEdition, reader: DigestReader): ReadersEdition {
  const { coveredTo, sections, watched, minimumImportance } = reader;
  const had = new Set(reader.had);
  const [assets, projects] = [new Set(watched?.assetIds), new Set(watched?.projectIds)];
  const isTheirs = ({ projectId }: { readonly projectId: string }): boolean =>
    watched === undefined || projects.has(projectId);
  const stories = edition.stories.filter(
    (story) =>
      (story.readAt ?? story.publishedAt) >= coveredTo &&
      isWanted(story.untrustedTitle, reader) &&
      (minimumImportance === undefined || isImportant(story, minimumImportance)) &&
      (watched === undefined || story.projectIds.some((id) => projects.has(id))),
  );
  const told = new Set(stories.map(({ id }) => id));
  const isBuilders = sections.includes("builders");
  const reported = isBuilders ? (edition.reported ?? []).filter(({ storyId }) => told.has(storyId)) : [];
  const reportedIds = new Set(reported.map(({ storyId }) => storyId));
  const builders = edition.builders.filter((each) => isTheirs(each) && !had.has(releaseKey(each)));
  const commits = (edition.commits ?? []).filter((each) => isTheirs(each) && !had.has(commitsKey(each)));
  const scores = edition.scores.filter((each) => each.changedAt >= coveredTo && isTheirs(each));
  const { words } = edition;
  return {
    ...edition,
    // Those that are told under Builders stay, without the section: they are what it links to.
    stories: sections.includes("stories") ? stories : stories.filter(({ id }) => reportedIds.has(id)),
    movers: sections.includes("movers")
      ? edition.movers.filter(({ assetId }) => watched === undefined || assets.has(assetId))
      : [],
    builders: isBuilders ? builders : [],
    commits: isBuilders ? commits : [],
    reported,
    scores: sections.includes("scores") ? scores : [],
    ...(words && { words: wordsFor(words, told, reader) }),
  };
}

function isWanted(title: string, { keywordsIn, keywordsOut }: DigestReader): boolean {
  const has = (words: readonly string[]): boolean =>
    words.some((word) => title.toLowerCase().includes(word.toLowerCase()));
  return (keywordsIn.length === 0 || has(keywordsIn)) && !has(keywordsOut);
}

/** No sentence about a story that the reader does not have, and none with a word that they shut out. */
function wordsFor(words: EditionWords, told: ReadonlySet<string>, reader: DigestReader): EditionWords {
  if (words.state !== "told") return words;
  const isFree = (text: string): boolean => isWanted(text, { ...reader, keywordsIn: [] });
  return {
    ...words,
    opening: words.opening.filter(({ text, storyIds }) => isFree(text) && storyIds.every((id) => told.has(id))),
    lines: words.lines.filter(({ storyId, text }) => isFree(text) && told.has(storyId)),
  };
}
