import { type Block, bold, italic, link, rich, type Span } from "../core/reply.ts";
import { changeWords } from "./score-book.ts";
import { cleanLine } from "../core/clean.ts";
import { isImportant } from "../digest/thresholds.ts";
import { percent, utcDay } from "../core/format.ts";
import type { ReadersEdition } from "./digest-for-reader.ts";
import type { ReportedKind } from "../digest/sections/reported.ts";

const TITLE = 90;
const SCORE_EVIDENCE = 60;
export const NAME = 30;

/** How much of an edition is shown. */
export interface Cut {
  /** So many of each kind; in full everything. */
  readonly limit: number;
  readonly isFull: boolean;
  /** Which of a model's words: all, those before the facts, or none. */
  readonly words: "all" | "opening" | "none";
}

type Line = readonly (string | Span)[];
type EditionStory = ReadersEdition["stories"][number];

/** Marks what a model wrote; the footer says so. */
export const MODEL_MARK = "↳";

const REPORTED: Readonly<Record<ReportedKind, string>> = {
  round: "round",
  people: "move of people",
  training: "training run",
};

/** Movers, stories, builders and scores: each in a block of its own, none where it is empty. No story stands in two of them. */
export function itemBlocks(edition: ReadersEdition, cut: Cut, locale: string): readonly Block[] {
  const { movers, stories, scores, words } = edition;
  const { limit } = cut;
  const lines = new Map(
    words?.state === "told" && cut.words === "all" ? words.lines.map(({ storyId, text }) => [storyId, text]) : [],
  );
  const byId = new Map(stories.map((each) => [each.id, each]));
  const cited = new Set<string>();
  const story = (told: EditionStory): Line => {
    cited.add(told.id);
    const line = lines.get(told.id);
    return [...storyLine(told, edition.coversFrom), ...(line === undefined ? [] : [`\n${MODEL_MARK} `, italic(line)])];
  };

  const moved = movers.slice(0, limit).map(({ symbol, name, change24hFraction, reasonStoryId = "" }): Line => {
    const head = `${cleanLine(symbol || name, NAME)} ${percent(change24hFraction, locale)}: `;
    const reason = byId.get(reasonStoryId);
    if (!reason) return [head, "no reason found"];
    // Two coins may have one reason; it is told once.
    return cited.has(reason.id) ? [head, "the same story"] : [head, "perhaps ", ...story(reason)];
  });
  const built = builderLines(edition, cited, byId, story);
  const builders = built.slice(0, limit).map((line) => line());
  const reported = new Set(edition.reported.map(({ storyId }) => storyId));
  // What Builders has no room for is not told as a story either: it is counted there.
  const open = stories.filter(({ id }) => !cited.has(id) && !reported.has(id));
  // In the full edition everything that is new; on a screen what has weight.
  const weighty = open.filter((each) => cut.isFull || isImportant(each, "normal"));
  const told = weighty.slice(0, limit).map((each): Line => ["• ", ...story(each)]);
  const scored = scores
    .slice(0, limit)
    .map(({ name, criterion, fromScoreOf4: from, toScoreOf4: to, evidenceTitle }): Line => {
      const change = changeWords({ ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) });
      const evidence = cleanLine(evidenceTitle, SCORE_EVIDENCE);
      return [`${cleanLine(name, NAME)}, ${cleanLine(criterion, NAME)}: ${change} (${evidence})`];
    });
  return [
    ...part("Movers, 24 h", [...moved, ...more(movers.length, moved.length)]),
    ...part("Stories", [...told, ...more(open.length, told.length)]),
    ...part("Builders", [
      ...builders,
      ...more(built.length, builders.length),
      ...(cut.isFull && built.length > 0 ? [[unknownOfCode(edition)]] : []),
    ]),
    ...part("Framework watch", [...scored, ...more(scores.length, scored.length)]),
  ];
}

/** Each made when it is shown: a story counts as told from then on. */
function builderLines(
  { builders, commits, reported }: ReadersEdition,
  cited: ReadonlySet<string>,
  byId: ReadonlyMap<string, EditionStory>,
  story: (told: EditionStory) => Line,
): readonly (() => Line)[] {
  return [
    ...builders.map(({ name, untrustedRelease }) => (): Line => [
      `${cleanLine(name, NAME)} released ${cleanLine(untrustedRelease, NAME)}`,
    ]),
    ...reported.flatMap(({ storyId, kind }) => {
      const told = byId.get(storyId);
      return told === undefined || cited.has(storyId)
        ? []
        : [(): Line => [`Reported, ${REPORTED[kind]}: `, ...story(told)]];
    }),
    ...commits.map(({ name, commits30dCount, commitsBefore30dCount }) => (): Line => [
      `${cleanLine(name, NAME)}: ${commits30dCount} commits in 30 days, ${commitsBefore30dCount} in those before`,
    ]),
  ];
}

const unknownOfCode = ({ code }: ReadersEdition): string =>
  [
    "Not known: rounds, moves of people and training runs beyond what headlines report",
    ...(code && code.unknownCount > 0
      ? [`the code of ${code.unknownCount} projects that have none to be counted`]
      : []),
  ].join("; ");

function storyLine(
  { untrustedTitle, link: address, publisher, publishers, publishedAt }: EditionStory,
  from: number,
): Line {
  const others = publishers.length > 1 ? ` +${publishers.length - 1}` : "";
  // Told late, because its feed was.
  const day = publishedAt < from ? `, ${utcDay(publishedAt)}` : "";
  return [link(cleanLine(untrustedTitle, TITLE), address), ` (${cleanLine(publisher, NAME)}${others}${day})`];
}

const more = (all: number, shown: number): readonly Line[] => (all > shown ? [[`+${all - shown} more`]] : []);

const part = (title: string, lines: readonly Line[]): readonly Block[] =>
  lines.length === 0 ? [] : [headed(title, lines)];

/** Lines under a title. */
export const headed = (title: string, lines: readonly Line[]): Block =>
  rich(bold(title), ...lines.flatMap((line) => ["\n", ...line]));
