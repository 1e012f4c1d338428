import type { Assets } from "../market/assets.ts";
import type { Call } from "../core/call.ts";
import { chart, type ChartParts } from "./chart.ts";
import { currencyField } from "./asset-fields.ts";
import { defineCommand } from "../core/command.ts";
import { priceFigures } from "./price-facts.ts";
import { quoteCurrency } from "../market/currency-words.ts";
import { RANGES } from "./chart-input.ts";
import { readShowLine } from "./show-line.ts";
import { sharedReply, watchlistReply } from "./watchlist-reply.ts";
import type { Quotes } from "../market/quotes.ts";
import { suggestCurrencies } from "./suggest-market.ts";
import { UserError } from "../core/errors.ts";
import { inUsualMoney } from "./usual-assets.ts";
import { watchedAsset, type Watchlist, type WatchlistFacts } from "./watchlist-facts.ts";
import { z } from "zod";

/** As many lines as can be told apart on a phone. */
const CHART_LIMIT = 5;

export interface WatchlistParts extends ChartParts {
  readonly assets: Pick<Assets, "one" | "phrases" | "isKnown" | "suggest" | "byId">;
  readonly quotes: Pick<Quotes, "of">;
  readonly watchlist: Watchlist;
}

const input = z.object({ currency: currencyField });

async function readWatchlist(
  parts: WatchlistParts,
  asked: { readonly currency?: string | undefined },
  call: Call,
): Promise<WatchlistFacts> {
  const currency =
    asked.currency === undefined ? inUsualMoney(parts, call).currency : quoteCurrency(asked.currency, parts.rates);
  const ids = await parts.watchlist.of(call);
  const listed = ids.flatMap((id) => parts.assets.byId(id) ?? []);
  const quotes = listed.length === 0 ? undefined : await parts.quotes.of(listed, currency, "person");
  return {
    currency,
    assets: ids.map((id) => {
      const quote = quotes?.get(id);
      return { ...watchedAsset(id, parts.assets), ...(quote === undefined ? {} : { quote: priceFigures(quote) }) };
    }),
  };
}

/** `/watchlist`: what the caller follows, with prices; for the caller alone. */
export const watchlist = (parts: WatchlistParts) =>
  defineCommand({
    name: "watchlist",
    aliases: ["wl"],
    summary: "The coins you follow, with their prices.",
    examples: ["watchlist", "watchlist eur"],
    input,
    readLine: readShowLine,
    access: "member",
    effect: "read",
    visibility: "private",
    surfaces: ["chat"],
    suggest: { currency: async (typed) => suggestCurrencies(parts.rates, typed) },
    run: (asked, call) => readWatchlist(parts, asked, call),
    show: watchlistReply,
  });

/** `/watchlist share`: shows the caller's list to everybody in the place, because the caller says so. */
export const watchlistShare = (parts: WatchlistParts) =>
  defineCommand({
    name: "watchlist share",
    summary: "Shows your watchlist to everybody here.",
    examples: ["watchlist share"],
    input,
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat"],
    suggest: { currency: async (typed) => suggestCurrencies(parts.rates, typed) },
    run: (asked, call) => readWatchlist(parts, asked, call),
    show: sharedReply,
  });

/** `/watchlist chart`: how the first of the list did beside each other. A command of its own, since `/chart` answers in public. */
export function watchlistChart(parts: WatchlistParts) {
  const picture = chart(parts);
  return defineCommand({
    name: "watchlist chart",
    summary: "How the first five coins of your watchlist did beside each other.",
    examples: ["watchlist chart", "watchlist chart 1Y"],
    input: z.object({ range: z.enum(RANGES).default("30D").describe("How far back; 30D unless said otherwise") }),
    access: "member",
    effect: "read",
    visibility: "private",
    surfaces: ["chat"],
    async run({ range }, call, progress) {
      const ids = (await parts.watchlist.of(call)).filter((id) => parts.assets.byId(id) !== undefined);
      if (ids.length === 0)
        throw new UserError("There is nothing to draw: your watchlist is empty.", { hint: "/watchlist add TAO, NEAR" });
      const assets = ids.slice(0, CHART_LIMIT).map((id) => `=${id}`);
      return { shown: range, drawn: await picture.run({ assets, range }, call, progress) };
    },
    show: ({ shown, drawn }, call) => ({
      ...picture.show(drawn, call),
      buttons: RANGES.map((range) => ({
        label: range === shown ? `· ${range} ·` : range,
        command: "watchlist chart",
        input: { range },
      })),
    }),
  });
}
