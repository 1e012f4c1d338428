import type { Assets } from "../market/assets.ts";
import { cleanLine } from "../core/clean.ts";
import { defineCommand } from "../core/command.ts";
import { type EntryFacts, entryFacts } from "./portfolio-entry-facts.ts";
import { type Button, type Reply, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import { assetsIn } from "../portfolio/related.ts";
import { coinsShown, entryLine, entryMark } from "./portfolio-entry-words.ts";
import { entryNumberOf } from "../portfolio/activities-of.ts";
import type { KeptEntry } from "../portfolio/entry.ts";
import { type NamedCoin, namedCoin } from "./portfolio-coins.ts";
import type { OpenPortfolio, PortfolioBook } from "./portfolio-book.ts";
import { quantityText } from "../portfolio/amount.ts";
import { readTokenMigrations } from "../market/token-migrations.ts";
import { UserError } from "../core/errors.ts";
import { WORD_LIMIT } from "../market/asset-words.ts";
import { z } from "zod";

/** As many as a phone shows without losing the thread. */
const PAGE = 8;

export interface PortfolioActivitiesParts {
  readonly assets: Pick<Assets, "byId" | "suggest">;
  readonly portfolio: PortfolioBook;
}

/** One entry with what the computing of it showed. */
export interface ActivityFacts extends EntryFacts {
  /** So many of its coins were not there: decimal text. */
  readonly missing?: string;
  /** Its money has no rate of that day, and counts as unknown. */
  readonly isUnconverted: boolean;
  /** The other half of the move is there, too. */
  readonly isWholeMove: boolean;
}

export interface PortfolioActivitiesFacts {
  /** The newest first. */
  readonly entries: readonly ActivityFacts[];
  readonly page: number;
  readonly pages: number;
  readonly count: number;
  /** The only coin that is shown, where one was named. */
  readonly coin?: NamedCoin;
  readonly zone: string;
}

/** `/portfolio activities`: what was entered, the newest first, with its numbers. */
export function portfolioActivities(services: PortfolioActivitiesParts) {
  const parts = { ...services, migrations: readTokenMigrations() };
  return defineCommand({
    name: "portfolio activities",
    summary: "What you entered in your portfolio, the newest first, with numbers.",
    examples: ["portfolio activities", "portfolio activities 2", "portfolio activities TAO"],
    input: z.object({
      page: z.number().int().min(1).max(100_000).default(1).describe("Which page; the first unless said otherwise"),
      coin: z.string().trim().min(1).max(WORD_LIMIT).optional().describe("Only what is about this coin"),
    }),
    readLine: readActivitiesLine,
    access: "member",
    effect: "read",
    visibility: "private",
    surfaces: ["chat"],
    suggest: { coin: async (typed, call) => await suggestHeld(typed, call, parts) },

    async run({ page, coin: word }, call): Promise<PortfolioActivitiesFacts> {
      const open = await parts.portfolio.open(call);
      const nameOf = (id: string): NamedCoin => namedCoin(id, parts);
      const coin = word === undefined ? undefined : coinIn(open.entries, word, nameOf);
      const entries = open.entries.filter((entry) => coin === undefined || assetsIn(entry).includes(coin.assetId));
      const pages = Math.max(1, Math.ceil(entries.length / PAGE));
      const at = Math.min(page, pages);
      const shown = entries.toReversed().slice((at - 1) * PAGE, at * PAGE);
      return {
        entries: factsOf(shown, open, nameOf),
        page: at,
        pages,
        count: entries.length,
        ...(coin === undefined ? {} : { coin }),
        zone: open.settings.zone,
      };
    },

    show: activitiesReply,
  });
}

/** "2", "TAO", "TAO 2": a number is the page. Fields by name are left to the usual reading. */
function readActivitiesLine(line: string): Readonly<Record<string, string | number>> | undefined {
  if (/\b(?:page|coin):/i.test(line)) return undefined;
  const words = line.split(/\s+/).filter((word) => word !== "");
  const page = words.find((word) => /^\d{1,6}$/.test(word));
  const coin = words.filter((word) => word !== page).join(" ");
  return { ...(page === undefined ? {} : { page: Number(page) }), ...(coin === "" ? {} : { coin }) };
}

/**
 * The coin of the portfolio that a word means.
 * @throws UserError when nothing of it is there
 */
function coinIn(entries: readonly KeptEntry[], word: string, nameOf: (id: string) => NamedCoin): NamedCoin {
  const typed = word.toLowerCase();
  const coins = [...new Set(entries.flatMap(assetsIn))].map(nameOf);
  const found = coins.find((coin) => `=${coin.assetId}` === typed) ?? coins.find((coin) => isCalled(coin, typed));
  if (found) return found;
  throw new UserError(`There is no "${cleanLine(word, 40)}" in your portfolio.`, {
    hint: "/portfolio activities lists all.",
  });
}

const isCalled = ({ assetId, symbol, name }: NamedCoin, typed: string): boolean =>
  [symbol, name, assetId].some((each) => each.toLowerCase() === typed);

async function suggestHeld(
  typed: string,
  call: Call,
  parts: PortfolioActivitiesParts & Pick<Parameters<typeof namedCoin>[1], "migrations">,
) {
  const { entries } = await parts.portfolio.open(call);
  const begin = typed.trim().toLowerCase();
  return [...new Set(entries.flatMap(assetsIn))]
    .map((id) => namedCoin(id, parts))
    .filter(({ symbol, name }) => [symbol, name].some((each) => each.toLowerCase().startsWith(begin)))
    .slice(0, 25)
    .map(({ assetId, symbol, name }) => ({ label: `${name} (${symbol})`, value: `=${assetId}` }));
}

function factsOf(
  shown: readonly KeptEntry[],
  { entries, ledger, unconverted }: OpenPortfolio,
  nameOf: (id: string) => NamedCoin,
): readonly ActivityFacts[] {
  const halves = new Map<string, number>();
  for (const entry of entries)
    if ("transferId" in entry && entry.transferId !== undefined)
      halves.set(entry.transferId, (halves.get(entry.transferId) ?? 0) + 1);
  return shown.map((entry) => {
    const lack = ledger.missing.reduce(
      (sum, { id, missing }) => (entryNumberOf(id) === entry.number ? sum + missing : sum),
      0n,
    );
    const facts = entryFacts(entry, nameOf);
    return {
      ...facts,
      ...(lack === 0n ? {} : { missing: quantityText(lack) }),
      isUnconverted: unconverted.includes(entry.number),
      isWholeMove: facts.transferId !== undefined && (halves.get(facts.transferId) ?? 0) > 1,
    };
  });
}

function activitiesReply(
  { entries, page, pages, count, coin, zone }: PortfolioActivitiesFacts,
  { locale }: Call,
): Reply {
  if (count === 0)
    return { blocks: [text("Your portfolio is empty. /portfolio add buy 2.5 TAO at 310 usd begins it.")] };
  const turn = (label: string, to: number): Button => ({
    label,
    command: "portfolio activities",
    input: { page: to, ...(coin === undefined ? {} : { coin: `=${coin.assetId}` }) },
  });
  return {
    title: coin === undefined ? "Your activities" : `Your activities: ${coin.symbol}`,
    blocks: [text(entries.map((entry) => lineOf(entry, zone, locale)).join("\n"))],
    footer: `${count.toLocaleString(locale)} ${count === 1 ? "entry" : "entries"} · page ${page} of ${pages} · times in ${zone}`,
    buttons: [
      ...(page > 1 ? [turn("Newer", page - 1)] : []),
      ...(page < pages ? [turn("Older", page + 1)] : []),
      { label: "Undo", command: "portfolio undo", input: {}, answer: "new" },
    ],
  };
}

function lineOf(entry: ActivityFacts, zone: string, locale: string): string {
  const { missing, isUnconverted, isWholeMove, number, coins, note } = entry;
  const marks = [
    entryMark(entry, isWholeMove),
    missing !== undefined &&
      `${coinsShown({ assetId: "", name: "", symbol: coins?.symbol ?? "", quantity: missing }, locale)} of it missing`,
    isUnconverted && "no exchange rate of that day",
    note !== undefined && `“${cleanLine(note, 60)}”`,
  ].filter((mark) => typeof mark === "string");
  return `#${number} ${entryLine(entry, zone, locale)}${marks.length === 0 ? "" : ` (${marks.join("; ")})`}`;
}
