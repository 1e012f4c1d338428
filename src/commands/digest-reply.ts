import { type Block, type Button, italic, type Reply, rich, text } from "../core/reply.ts";
import { charactersOf, lengthOf } from "./digest-length.ts";
import { type Cut, headed, itemBlocks, MODEL_MARK, NAME } from "./digest-item-words.ts";
import { forReader, type ReadersEdition } from "./digest-for-reader.ts";
import { isQuiet, MOVER_FRACTION, SECTOR_FRACTION } from "../digest/thresholds.ts";
import { layerBlocks, sectorLine, sinceLine } from "./digest-sector-words.ts";
import { cleanLine } from "../core/clean.ts";
import type { DigestReader } from "../digest/reader.ts";
import { digestFooter } from "./digest-footer.ts";
import type { Edition, KeptEdition } from "../digest/edition.ts";
import { percent } from "../core/format.ts";
import { treemap } from "./stack-reply.ts";

/** Characters of a digest that fit on a phone's screen, its last line among them. */
export const SCREEN = 1200;
const TITLE = 60;
const YOURS_LINE = 160;
/** Of each, in the full edition. */
const EVERYTHING = 50;

/** What is shown where it fits: first as much as there is, with less of a model's words where they take the room of facts. */
const CUTS: readonly Cut[] = [
  ...([6, 5, 4, 3] as const).map((limit): Cut => ({ limit, isFull: false, words: "all" })),
  ...([4, 3, 2] as const).map((limit): Cut => ({ limit, isFull: false, words: "opening" })),
  ...([3, 2, 1] as const).map((limit): Cut => ({ limit, isFull: false, words: "none" })),
];
const SMALLEST: Cut = { limit: 1, isFull: false, words: "none" };
const FULL: Cut = { limit: EVERYTHING, isFull: true, words: "all" };

/** An edition as one screen and one picture, or in full; three lines where nothing crossed its threshold. Pure. */
export function editionReply(
  whole: KeptEdition,
  reader: DigestReader,
  form: "short" | "full",
  { locale, now }: { readonly locale: string; readonly now: number },
): Reply {
  const edition = forReader(whole, reader);
  const isThreeLines = form === "short" && isQuiet(edition);
  const footer = digestFooter(edition, reader, { now, isThreeLines });
  const foot = { title: titleOf(edition), footer };
  const full: Button = {
    label: "Full edition",
    command: "digest archive",
    input: { edition: whole.id },
    answer: "new",
  };
  const page: readonly Button[] =
    reader.pagesAt === undefined ? [] : [{ label: "On the web", url: `${reader.pagesAt}/editions/${whole.id}` }];
  const room = SCREEN - footer.length;
  if (isThreeLines) {
    const lines = text(`${headline(edition, locale)}\n${quiet(edition, locale)}`);
    return { ...foot, blocks: fitting([lines, ...yoursBlocks(reader, 3)], room), buttons: [full, ...page] };
  }
  const blocksOf = (cut: Cut): readonly Block[] => [
    ...headBlocks(edition, reader, cut, locale),
    ...itemBlocks(edition, cut, locale),
    ...yoursBlocks(reader, cut.isFull ? EVERYTHING : Math.max(3, cut.limit)),
  ];
  const cut = form === "full" ? FULL : (CUTS.find((each) => lengthOf(blocksOf(each)) <= room) ?? SMALLEST);
  const map = reader.sections.includes("layers") && edition.sector && treemap(edition.sector, locale);
  const blocks = form === "full" ? blocksOf(cut) : fitting(blocksOf(cut), room);
  return {
    ...foot,
    blocks: [...blocks, ...(map ? [map] : [])],
    buttons: [...(form === "full" ? [] : [full]), ...page, ...cards(edition, cut.limit)],
  };
}

const titleOf = ({ layerNames = [] }: Edition): string =>
  cleanLine(["Crypto-AI digest", ...(layerNames.length > 0 ? [layerNames.join(", ")] : [])].join(": "), TITLE);

const headline = ({ sector }: Edition, locale: string): string =>
  sector ? sectorLine(sector, locale) : "The market did not answer.";

/** The sector, what became different, what a model makes of it, and the layers. */
function headBlocks(
  edition: ReadersEdition,
  { sections, since }: DigestReader,
  cut: Cut,
  locale: string,
): readonly Block[] {
  const { sector, words } = edition;
  const opening = words?.state === "told" && cut.words !== "none" ? words.opening : [];
  return [
    text([headline(edition, locale), ...(since ? [sinceLine(since, cut, locale)] : [])].join("\n")),
    ...(opening.length > 0 ? [rich(`${MODEL_MARK} `, italic(opening.map((each) => each.text).join(" ")))] : []),
    ...(sector && sections.includes("layers") ? layerBlocks(sector, cut.limit, locale) : []),
  ];
}

/** Says no more than was looked at: what did not answer may have moved, and a reader's filters hide what did. */
function quiet({ sector, missing }: Edition, locale: string): string {
  const bounds = `${bare(SECTOR_FRACTION, locale)} for the sector, ${bare(MOVER_FRACTION, locale)} for a coin`;
  return sector?.sector.change24h === undefined || missing.length > 0
    ? `Nothing that could be looked at crossed its threshold (${bounds}); what is missing is named below.`
    : `A quiet day: nothing in your digest crossed its threshold (${bounds}).`;
}

const bare = (fraction: number, locale: string): string => percent(fraction, locale, 0).replace(/^\+/, "");

function yoursBlocks({ yours, watched }: DigestReader, limit: number): readonly Block[] {
  const lines = [
    ...yours.filter((line) => cleanLine(line, YOURS_LINE) !== ""),
    ...(watched?.assetIds.length === 0 ? ["Your watchlist is empty, and this digest tells of it alone."] : []),
  ];
  if (lines.length === 0) return [];
  const shown = lines.slice(0, limit).map((line) => [cleanLine(line, YOURS_LINE)]);
  return [headed("Yours", [...shown, ...(lines.length > limit ? [[`+${lines.length - limit} more`]] : [])])];
}

/** As many blocks from the first on as there is room for; what is the reader's own goes before what is everybody's. */
function fitting(blocks: readonly Block[], room: number): readonly Block[] {
  if (lengthOf(blocks) <= room) return blocks;
  let left = room;
  const fits = (block: Block): boolean => {
    const size = 1 + charactersOf(block);
    if (size > left) return false;
    left -= size;
    return true;
  };
  const [first, last] = [blocks.slice(0, 1).filter(fits), blocks.slice(1).slice(-1).filter(fits)];
  return [...first, ...blocks.slice(1, -1).filter(fits), ...last];
}

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
