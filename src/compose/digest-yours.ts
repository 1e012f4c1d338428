import type { AnyCommand } from "../core/command.ts";
import { dispatch } from "../core/dispatch.ts";
import { percent } from "../core/format.ts";
import type { Subscription } from "../digest/subscription.ts";
import type { WatchlistFacts } from "../commands/watchlist-facts.ts";

/** Coins of a watchlist that a digest has room for. */
const SHOWN = 5;

/** What moved most on a subscriber's watchlist in 24 hours, in one line; none where it is empty. */
export async function watchlistLines(
  commands: ReadonlyMap<string, AnyCommand>,
  { ownerId, place, settings: { locale } }: Subscription,
  now: number,
): Promise<readonly string[]> {
  if (ownerId === undefined) return [];
  const caller = { userId: ownerId, accountId: ownerId, role: "member" } as const;
  const call = { caller, place, surface: "chat", locale, now } as const;
  const { facts } = await dispatch(commands, "watchlist", {}, call, () => undefined);
  const moved = (facts as WatchlistFacts).assets
    .flatMap(({ symbol, quote }) =>
      quote?.change24hFraction === undefined ? [] : [{ symbol, change: quote.change24hFraction }],
    )
    .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change))
    .slice(0, SHOWN)
    .map(({ symbol, change }) => `${symbol} ${percent(change, locale, 1)}`);
  return moved.length === 0 ? [] : [`Watchlist, 24 h: ${moved.join(", ")}`];
}
