import { addedReply, removedReply } from "./watchlist-reply.ts";
import type { Assets } from "../market/assets.ts";
import { assetsField } from "./asset-fields.ts";
import type { Call } from "../core/call.ts";
import { defineCommand } from "../core/command.ts";
import { resolveEach } from "./resolve-each.ts";
import { suggestAssets } from "./suggest-market.ts";
import {
  type WatchedAsset,
  watchedAsset,
  type Watchlist,
  WATCHLIST_LIMIT,
  type WatchlistAddedFacts,
  type WatchlistRemovedFacts,
} from "./watchlist-facts.ts";
import { z } from "zod";

export interface WatchlistChangeParts {
  readonly assets: Pick<Assets, "one" | "phrases" | "suggest" | "byId">;
  readonly watchlist: Watchlist;
}

/** `/watchlist add`: several at once; what is not clear is asked about, and does not keep the rest from being added. */
export const watchlistAdd = ({ assets, watchlist }: WatchlistChangeParts) =>
  defineCommand({
    name: "watchlist add",
    summary: "Puts coins on your watchlist.",
    examples: ["watchlist add TAO, NEAR"],
    input: z.object({ assets: assetsField(WATCHLIST_LIMIT, "Coins: symbols, names, ids or contract addresses") }),
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    suggest: { assets: async (typed) => suggestAssets(assets, typed) },

    async run(asked, call): Promise<WatchlistAddedFacts> {
      const words = [...new Set(assets.phrases(asked.assets))];
      const { found, notFound, unclear } = await resolveEach(assets, words, call, { assets: words });
      const all = (ids: readonly string[]): readonly WatchedAsset[] => ids.map((id) => watchedAsset(id, assets));
      return await watchlist.add(
        found.map(({ asset }) => asset.id),
        call,
        ({ added, alreadyThere, leftOut, count }) => ({
          added: all(added),
          alreadyThere: all(alreadyThere),
          leftOut: all(leftOut),
          notFound,
          unclear,
          count,
        }),
      );
    },

    show: addedReply,
  });

/** `/watchlist remove`: by what the list itself holds, so that a coin that is listed nowhere any more goes, too. */
export const watchlistRemove = (parts: WatchlistChangeParts) =>
  defineCommand({
    name: "watchlist remove",
    summary: "Takes coins off your watchlist.",
    examples: ["watchlist remove TAO", "watchlist remove"],
    input: z.object({
      assets: assetsField(WATCHLIST_LIMIT, "Coins of your watchlist; without any you choose one").optional(),
    }),
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    suggest: {
      async assets(typed, call) {
        const listed = await read(parts, call);
        const begin = typed.trim().toLowerCase();
        return listed
          .filter(({ symbol, name }) => [symbol, name].some((each) => each.toLowerCase().startsWith(begin)))
          .map(({ assetId, symbol, name }) => ({ label: `${name} (${symbol})`, value: `=${assetId}` }));
      },
    },

    async run(asked, call): Promise<WatchlistRemovedFacts> {
      const listed = await read(parts, call);
      if (asked.assets === undefined) return { removed: [], notThere: [], toChoose: listed, count: listed.length };
      const words = [...new Set(parts.assets.phrases(asked.assets))];
      const meant = words.map((word) => ({ word, of: listed.filter((asset) => isCalled(asset, word)) }));
      const clear = meant.flatMap(({ of }) => (of.length === 1 ? of : []));
      const toChoose = meant.find(({ of }) => of.length > 1)?.of ?? [];
      const notThere = meant.flatMap(({ word, of }) => (of.length === 0 ? [word.slice(0, 40)] : []));
      return await parts.watchlist.remove(
        clear.map(({ assetId }) => assetId),
        call,
        ({ removed, count }) => ({
          removed: clear.filter(({ assetId }) => removed.includes(assetId)),
          notThere,
          toChoose,
          count,
        }),
      );
    },

    show: removedReply,
  });

async function read({ assets, watchlist }: WatchlistChangeParts, call: Call): Promise<readonly WatchedAsset[]> {
  return (await watchlist.of(call)).map((id) => watchedAsset(id, assets));
}

function isCalled({ assetId, symbol, name }: WatchedAsset, word: string): boolean {
  const typed = word.trim().toLowerCase();
  return [`=${assetId}`, assetId, symbol, name].some((each) => each.toLowerCase() === typed);
}
