import { type Block, type Button, type Reply, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import { money, percent } from "../core/format.ts";
import { sourceLine } from "./source-line.ts";
import {
  WATCHLIST_LIMIT,
  type WatchedAsset,
  type WatchlistAddedFacts,
  type WatchlistFacts,
  type WatchlistRemovedFacts,
} from "./watchlist-facts.ts";
import { whichCoin } from "./which-coin.ts";

/** What a select of every platform holds. */
const OPTIONS = 25;

const EMPTY = "Your watchlist is empty. /watchlist add TAO, NEAR begins it.";

/** The caller's own list. */
export function watchlistReply(facts: WatchlistFacts, call: Call): Reply {
  const { assets, currency } = facts;
  if (assets.length === 0) return { blocks: [text(EMPTY)] };
  return {
    title: "Your watchlist",
    ...prices(facts, call),
    buttons: [
      { label: "Refresh", command: "watchlist", input: { currency } },
      { label: "Chart", command: "watchlist chart", input: {}, answer: "new" },
      { label: "Remove", command: "watchlist remove", input: {}, answer: "new" },
    ],
  };
}

/** The list as its owner shows it to others: nothing in it changes anything of anybody's. */
export function sharedReply(facts: WatchlistFacts, call: Call): Reply {
  if (facts.assets.length === 0) return { blocks: [text(EMPTY)], audience: "caller-if-possible" };
  const { name } = call.caller;
  return { title: name === undefined ? "A watchlist" : `Watchlist of ${name}`, ...prices(facts, call) };
}

function prices({ assets, currency }: WatchlistFacts, { locale, now }: Call): Pick<Reply, "blocks" | "footer"> {
  const { line, markOf } = sourceLine(
    assets.flatMap(({ quote }) => quote ?? []),
    now,
  );
  const change = (fraction: number | undefined): string => (fraction === undefined ? "" : percent(fraction, locale));
  const columns = ["Coin", `Price, ${currency}`, "24 h", "7 d"];
  return {
    blocks: [
      {
        kind: "table",
        columns: columns.map((label, index) => ({ label, align: index === 0 ? "left" : "right" })),
        rows: assets.map(({ symbol, quote }) =>
          quote
            ? [
                symbol,
                money(quote.price, currency, locale) + markOf(quote),
                change(quote.change24hFraction),
                change(quote.change7dFraction),
              ]
            : [symbol, "no price", "", ""],
        ),
      },
    ],
    ...(line === undefined ? {} : { footer: line }),
  };
}

/** What came onto the list and what did not, and the first word that may mean several coins as a question. */
export function addedReply({ added, alreadyThere, leftOut, notFound, unclear, count }: WatchlistAddedFacts): Reply {
  const undo: Button = {
    label: "Undo",
    command: "watchlist remove",
    input: { assets: added.map(({ assetId }) => `=${assetId}`) },
  };
  return {
    blocks: said(
      added.length > 0 && `Added ${named(added)}. ${counted(count)}`,
      alreadyThere.length > 0 && `Already there: ${named(alreadyThere)}.`,
      leftOut.length > 0 && `No room for ${named(leftOut)}: a watchlist holds ${WATCHLIST_LIMIT}.`,
      ...notFound.map(({ why }) => why),
      ...unclear.slice(1).map(({ why }) => why),
    ),
    buttons: [...(added.length > 0 ? [undo] : []), SHOW],
    ...whichCoin("watchlist add", {}, [], unclear),
  };
}

/** What went from the list, or what there is to choose from. */
export function removedReply({ removed, notThere, toChoose, count }: WatchlistRemovedFacts): Reply {
  if (removed.length === 0 && notThere.length === 0 && toChoose.length === 0) return { blocks: [text(EMPTY)] };
  return {
    blocks: said(
      removed.length > 0 && `Removed ${named(removed)}. ${counted(count)}`,
      notThere.length > 0 && `Not on your watchlist: ${notThere.join(", ")}.`,
      toChoose.length > OPTIONS && `These are the first ${OPTIONS}; others go by /watchlist remove and their name.`,
    ),
    buttons: [SHOW],
    ...(toChoose.length === 0
      ? {}
      : {
          choices: {
            prompt: "Which one goes?",
            options: toChoose.slice(0, OPTIONS).map((asset) => ({
              label: nameOf(asset),
              command: "watchlist remove",
              input: { assets: [`=${asset.assetId}`] },
            })),
          },
        }),
  };
}

const SHOW: Button = { label: "Show", command: "watchlist", input: {} };

const nameOf = ({ name, symbol }: WatchedAsset): string => (name === symbol ? name : `${name} (${symbol})`);

const named = (assets: readonly WatchedAsset[]): string => assets.map(nameOf).join(", ");

const counted = (count: number): string =>
  count === 0 ? "Your watchlist is empty now." : `${count === 1 ? "One coin is" : `${count} coins are`} on it now.`;

/** One text block of the sentences that there are; none without any. */
function said(...sentences: readonly (string | false)[]): Block[] {
  const lines = sentences.filter((line) => line !== false);
  return lines.length === 0 ? [] : [text(lines.join("\n"))];
}
