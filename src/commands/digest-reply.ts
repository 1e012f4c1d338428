import { type Block, bold, type Button, link, type Reply, rich, type Span, text } from "../core/reply.ts";
import { cleanLine } from "../core/clean.ts";
import type { Edition, KeptEdition } from "../digest/edition.ts";
import { isImportant, isQuiet, MOVER_FRACTION, SECTOR_FRACTION } from "../digest/thresholds.ts";
import { changeWords } from "./score-book.ts";
import { layerBlocks, sectorLine } from "./digest-sector-words.ts";
import { lengthOf } from "./digest-length.ts";
import { percent, utcMinute } from "../core/format.ts";
import type { Section } from "../digest/subscription.ts";
import { sourceLine } from "./source-line.ts";
import { treemap } from "./stack-reply.ts";

/** Whom an edition is worded for. */
export interface DigestReader {
  /** UTC epoch milliseconds: stories first told until then they have had. */
  readonly coveredTo: number;
  readonly sections: readonly Section[];
  /** Stories with none of these are left out; empty: no such filter. */
  readonly keywordsIn: readonly string[];
  readonly keywordsOut: readonly string[];
  /** What is theirs alone, in lines; only where nobody else reads along. */
  readonly yours: readonly string[];
}

/** Characters of a digest that fit on a phone's screen. */
export const SCREEN = 1200;
const TITLE = 90;
const NAME = 30;

/** How many of each are shown: the most that fit a screen are taken. */
const LIMITS = [6, 5, 4, 3, 2, 1] as const;
const EVERYTHING = 50;

/** An edition as one screen and one picture; three lines where nothing crossed its threshold. Pure. */
export function editionReply(
  whole: KeptEdition,
  reader: DigestReader,
  form: "short" | "full",
  { locale, now }: { readonly locale: string; readonly now: number },
): Reply {
  const edition = forReader(whole, reader);
  const foot = { title: "Crypto-AI digest", footer: footer(edition, now) };
  const full: Button = {
    label: "Full edition",
    command: "digest archive",
    input: { edition: whole.id },
    answer: "new",
  };
  const yours =
    reader.yours.length === 0
      ? []
      : [
          headed(
            "Yours",
            reader.yours.map((line) => [line]),
          ),
        ];
  if (form === "short" && isQuiet(edition))
    return {
      ...foot,
      blocks: [
        text(
          `${edition.sector ? sectorLine(edition.sector, locale) : "The market did not answer."}\n${quiet(edition, locale)}`,
        ),
        ...yours,
      ],
      buttons: [full],
    };
  const blocksOf = (limit: number): readonly Block[] => [...sections(edition, reader, limit, locale), ...yours];
  const limit = form === "full" ? EVERYTHING : LIMITS.find((each) => lengthOf(blocksOf(each)) <= SCREEN);
  const map = reader.sections.includes("layers") && edition.sector && treemap(edition.sector, locale);
  return {
    ...foot,
    blocks: [...blocksOf(limit ?? 1), ...(map ? [map] : [])],
    buttons: [...(form === "full" ? [] : [full]), ...cards(edition, limit ?? 1)],
  };
}

/** Without sections and stories that the reader does not want or has had. A reason that they have had is none. */
function forReader(edition: KeptEdition, { coveredTo, sections: wanted, keywordsIn, keywordsOut }: DigestReader) {
  const has = (title: string, words: readonly string[]): boolean =>
    words.some((word) => title.toLowerCase().includes(word.toLowerCase()));
  const stories = edition.stories.filter(
    ({ untrustedTitle, publishedAt }) =>
      publishedAt > coveredTo &&
      (keywordsIn.length === 0 || has(untrustedTitle, keywordsIn)) &&
      !has(untrustedTitle, keywordsOut),
  );
  return {
    ...edition,
    stories: wanted.includes("stories") ? stories : [],
    movers: wanted.includes("movers") ? edition.movers : [],
    builders: edition.builders.filter(({ releasedAt }) => releasedAt > coveredTo),
    scores: edition.scores.filter(({ changedAt }) => changedAt > coveredTo),
  };
}

/** Says no more than was looked at: what did not answer may have moved, and a reader's filters hide what did. */
function quiet({ sector, missing }: Edition, locale: string): string {
  const bounds = `${bare(SECTOR_FRACTION, locale)} for the sector, ${bare(MOVER_FRACTION, locale)} for a coin`;
  return sector?.sector.change24h === undefined || missing.length > 0
    ? `Nothing that could be looked at crossed its threshold (${bounds}); what is missing is named below.`
    : `A quiet day: nothing in your digest crossed its threshold (${bounds}).`;
}

const bare = (fraction: number, locale: string): string => percent(fraction, locale, 0).replace(/^\+/, "");

function sections(edition: Edition, reader: DigestReader, limit: number, locale: string): readonly Block[] {
  const { sector, movers, stories, builders, scores } = edition;
  const byId = new Map(stories.map((story) => [story.id, story]));
  const cited = new Set<string>();
  const moved = movers.slice(0, limit).map(({ symbol, name, change24hFraction, reasonStoryId = "" }): Line => {
    const head = `${cleanLine(symbol || name, NAME)} ${percent(change24hFraction, locale)}: `;
    const reason = byId.get(reasonStoryId);
    if (!reason) return [head, "no reason found"];
    // Two coins may have one reason; it is told once.
    if (cited.has(reason.id)) return [head, "the same story"];
    cited.add(reason.id);
    return [head, "perhaps ", ...story(reason)];
  });
  // In the full edition everything that is new; on a screen what has weight.
  const others = stories.filter((each) => !cited.has(each.id) && (limit === EVERYTHING || isImportant(each)));
  const left = stories.length - cited.size - Math.min(limit, others.length);
  const told = others.slice(0, limit).map((each): Line => ["• ", ...story(each)]);
  const released = builders
    .slice(0, limit)
    .map(({ name, untrustedRelease }): Line => [
      `${cleanLine(name, NAME)} released ${cleanLine(untrustedRelease, NAME)}`,
    ]);
  const scored = scores
    .slice(0, limit)
    .map(({ name, criterion, fromScoreOf4: from, toScoreOf4: to, evidenceTitle }): Line => {
      const change = changeWords({ ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) });
      return [`${cleanLine(name, NAME)}, ${criterion}: ${change} (${cleanLine(evidenceTitle, TITLE)})`];
    });
  const more = (all: number, shown: number): readonly Line[] => (all > shown ? [[`+${all - shown} more`]] : []);
  return [
    ...(sector ? [text(sectorLine(sector, locale))] : []),
    ...(sector && reader.sections.includes("layers") ? layerBlocks(sector, limit, locale) : []),
    ...part("Movers, 24 h", [...moved, ...more(movers.length, moved.length)]),
    ...part("Stories", [...told, ...(left > 0 ? [[`+${left} more`]] : [])]),
    ...part("Builders", [...released, ...more(builders.length, released.length)]),
    ...part("Scores", [...scored, ...more(scores.length, scored.length)]),
  ];
}

type Line = readonly (string | Span)[];

const story = ({ untrustedTitle, link: address, publisher, publishers }: Edition["stories"][number]): Line => [
  link(cleanLine(untrustedTitle, TITLE), address),
  ` (${cleanLine(publisher, NAME)}${publishers.length > 1 ? ` +${publishers.length - 1}` : ""})`,
];

const part = (title: string, lines: readonly Line[]): readonly Block[] =>
  lines.length === 0 ? [] : [headed(title, lines)];

const headed = (title: string, lines: readonly Line[]): Block =>
  rich(bold(title), ...lines.flatMap((line) => ["\n", ...line]));

/** The cards of what is told. */
function cards({ movers, builders }: Edition, limit: number): readonly Button[] {
  const coins = movers.slice(0, Math.min(limit, 3)).map(({ symbol, name, assetId, projectId }): Button => {
    const label = cleanLine(symbol || name, NAME);
    return projectId === undefined
      ? { label, command: "coin", input: { assets: [assetId] }, answer: "new" }
      : { label, command: "project", input: { name: [projectId] }, answer: "new" };
  });
  const shown = new Set(movers.slice(0, 3).map(({ projectId }) => projectId));
  const projects = builders
    .filter(({ projectId }) => !shown.has(projectId))
    .slice(0, 2)
    .map(({ name, projectId }): Button => ({
      label: cleanLine(name, NAME),
      command: "project",
      input: { name: [projectId] },
      answer: "new",
    }));
  return [...coins, ...projects, { label: "News", command: "news", input: {}, answer: "new" }];
}

/** Sources, when it was composed, and what is missing, in one line. */
function footer({ sector, composedAt, missing, feedsReadAt }: Edition, now: number): string {
  const market = sector ? (sourceLine([sector], now).line ?? "") : "";
  const feeds = feedsReadAt === undefined ? "" : `feeds read ${utcMinute(feedsReadAt)}`;
  const absent = missing.map(({ what, why }) => `${what} (${why})`).join(", ");
  return [market, feeds, `composed ${utcMinute(composedAt)}`, absent === "" ? "" : `missing: ${absent}`]
    .filter((each) => each !== "")
    .join(" · ");
}
