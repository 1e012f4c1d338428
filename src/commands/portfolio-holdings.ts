import type { Assets } from "../market/assets.ts";
import type { Call } from "../core/call.ts";
import { defineCommand } from "../core/command.ts";
import { heldIn, quotesNow, standingAt, valueFigures, type ValueFigures, type ValueParts } from "./portfolio-value.ts";
import { type HoldingHistory, holdingHistory } from "./portfolio-holding-facts.ts";
import { holdingsReply } from "./portfolio-holdings-reply.ts";
import type { Ledger } from "../portfolio/ledger.ts";
import type { PortfolioBook, PortfolioSettings } from "./portfolio-book.ts";
import { unknownFigures, type UnknownFigures } from "./portfolio-facts.ts";
import { UserError } from "../core/errors.ts";
import { watchedAsset, type WatchedAsset } from "./watchlist-facts.ts";
import { z } from "zod";

/** What is held, or all of one coin. */
export interface HoldingsFacts {
  readonly settings: PortfolioSettings;
  readonly entryCount: number;
  /** One page of what is held, or the coin asked for. */
  readonly value: ValueFigures;
  /** Coins held altogether. */
  readonly holdingCount: number;
  readonly page: number;
  readonly pageCount: number;
  readonly unknown: UnknownFigures;
  /** Set where one coin was asked for; it may be held no more. */
  readonly coin?: WatchedAsset & HoldingHistory;
}

export interface HoldingsParts extends ValueParts {
  readonly portfolio: Pick<PortfolioBook, "open">;
  readonly assets: Pick<Assets, "byId" | "one">;
}

const A_PAGE = 8;

const input = z.object({
  coin: z.string().trim().min(1).max(60).optional().describe("A coin of yours, for its lots and gains"),
  page: z.number().int().min(1).max(10_000).default(1).describe("Which page"),
});

/** `/portfolio holdings [coin]`: each coin held, or the lots and gains of one; for the caller alone. */
export const portfolioHoldings = (parts: HoldingsParts) =>
  defineCommand({
    name: "portfolio holdings",
    summary: "Each coin you hold, or the lots and gains of one.",
    examples: ["portfolio holdings", "portfolio holdings TAO", "portfolio holdings TAO 2"],
    input,
    access: "member",
    effect: "read",
    visibility: "private",
    surfaces: ["chat", "agent"],
    suggest: {
      coin: async (typed, call) => {
        const { ledger } = await parts.portfolio.open(call);
        const word = typed.trim().toLowerCase();
        return [...ledger.holdings.keys()]
          .map((id) => watchedAsset(id, parts.assets))
          .filter(({ symbol, name }) => symbol.toLowerCase().startsWith(word) || name.toLowerCase().includes(word))
          .slice(0, 25)
          .map(({ assetId, symbol, name }) => ({ label: `${symbol} · ${name}`, value: `=${assetId}` }));
      },
    },

    async run(asked, call): Promise<HoldingsFacts> {
      const { settings, entries, ledger, unconverted } = await parts.portfolio.open(call);
      // "holdings 2" is its second page, unless a coin of theirs is called so.
      const isPage = /^\d{1,4}$/.test(asked.coin ?? "") && ownCalled(asked.coin ?? "", ledger, parts).length === 0;
      const page = isPage ? Math.max(1, Number(asked.coin)) : asked.page;
      const id = asked.coin === undefined || isPage ? undefined : await ownCoin(asked.coin, ledger, parts, call);
      const { currency } = settings;
      const { quotes, ...answered } = await quotesNow(heldIn(ledger), currency, parts, "person");
      const standing = standingAt(ledger, quotes);
      const figures = valueFigures(standing, quotes, { currency, assets: parts.assets });
      const unknown = unknownFigures({ ledger, unconverted }, parts.assets);
      const common = { settings, entryCount: entries.length, holdingCount: figures.holdings.length };
      const holding = id === undefined ? undefined : ledger.holdings.get(id);
      if (id !== undefined && holding) {
        const coin = { ...watchedAsset(id, parts.assets), ...holdingHistory(holding, ledger, page) };
        const holdings = figures.holdings.filter(({ assetId }) => assetId === id);
        const missing = unknown.missing.filter(({ assetId }) => assetId === id);
        const value = { ...figures, ...answered, holdings };
        const { pageCount } = coin;
        return { ...common, value, page: coin.page, pageCount, unknown: { ...unknown, missing }, coin };
      }
      const pageCount = Math.max(1, Math.ceil(figures.holdings.length / A_PAGE));
      const shown = Math.min(page, pageCount);
      const holdings = figures.holdings.slice((shown - 1) * A_PAGE, shown * A_PAGE);
      return { ...common, value: { ...figures, ...answered, holdings }, page: shown, pageCount, unknown };
    },

    show: holdingsReply,
  });

/** Ids of coins that were ever in it and are called so. */
function ownCalled(word: string, { holdings }: Ledger, { assets }: Pick<HoldingsParts, "assets">): readonly string[] {
  const called = word.toLowerCase().replace(/^[$]/, "");
  return [...holdings.keys()].filter((id) => {
    const { symbol, name } = watchedAsset(id, assets);
    return [`=${id}`, id, symbol, name].some((each) => each.toLowerCase() === called);
  });
}

/** @throws UserError for a coin that was never in it, and for a name that several of it have */
async function ownCoin(word: string, ledger: Ledger, parts: HoldingsParts, call: Call): Promise<string> {
  const own = ownCalled(word, ledger, parts);
  const [id, another] = own;
  if (id !== undefined && another === undefined) return id;
  if (another !== undefined)
    throw new UserError(`You have had several coins called ${word}.`, {
      alternatives: {
        word,
        choices: own.map((each) => ({ label: watchedAsset(each, parts.assets).name, value: `=${each}` })),
      },
    });
  const { asset } = await parts.assets.one(word, call);
  if (ledger.holdings.has(asset.id)) return asset.id;
  throw new UserError(`${asset.name} (${asset.symbol}) was never in your portfolio.`, {
    hint: `For example: /portfolio add buy 2.5 ${asset.symbol}`,
  });
}
