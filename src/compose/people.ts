import type { DoneBefore } from "../core/dispatch.ts";
import type { Log } from "../core/log.ts";
import type { UsualAssets } from "../commands/usual-assets.ts";
import { WATCHLIST_LIMIT, type Watchlist } from "../commands/watchlist-facts.ts";
import type { Database } from "../store/database.ts";
import { DoneKeyStore, type Once } from "../store/done-key-store.ts";
import { RecentAssetStore } from "../store/recent-asset-store.ts";
import { WALLET_LIMIT, type WalletBook } from "../commands/wallet-book.ts";
import { WalletStore } from "../store/wallet-store.ts";
import { WatchlistStore } from "../store/watchlist-store.ts";

/** What people keep, as commands know it. */
interface People {
  readonly once: Once;
  readonly doneBefore: DoneBefore;
  readonly watchlist: Watchlist;
  readonly walletBook: WalletBook;
  readonly usual: UsualAssets;
}

/** What people keep, in the database. */
export function openPeople(database: Database, log: Log): People {
  const doneKeys = new DoneKeyStore();
  const watchlists = new WatchlistStore();
  const followed = new WalletStore();
  const recent = new RecentAssetStore();
  const once: Once = (command, call, write) => doneKeys.once(database, command, call, write);

  return {
    once,
    doneBefore: (command, call) => doneKeys.find(database, command, call),

    watchlist: {
      of: ({ caller }) => watchlists.of(database, caller.userId),
      add: (assetIds, call, factsOf) =>
        once("watchlist add", call, async (on) => {
          const room = { limit: WATCHLIST_LIMIT, now: call.now };
          const { userId } = call.caller;
          const change = await watchlists.add(on, userId, assetIds, room);
          return factsOf({ ...change, count: (await watchlists.of(on, userId)).length });
        }),
      remove: (assetIds, call, factsOf) =>
        once("watchlist remove", call, async (on) => {
          const { userId } = call.caller;
          const removed = await watchlists.remove(on, userId, assetIds);
          return factsOf({ removed, count: (await watchlists.of(on, userId)).length });
        }),
    },

    walletBook: {
      of: ({ caller }) => followed.of(database, caller.userId),
      add: (wallet, call, factsOf) =>
        once("wallet add", call, async (on) => {
          const { userId } = call.caller;
          const before = await followed.of(on, userId);
          const known = before.find(({ address }) => address === wallet.address);
          if (known && (wallet.label === undefined || wallet.label === known.label))
            return factsOf("there", before.length, known);
          if (!known && before.length >= WALLET_LIMIT) return factsOf("full", before.length, wallet);
          await followed.put(on, userId, wallet, call.now);
          return known ? factsOf("renamed", before.length, wallet) : factsOf("added", before.length + 1, wallet);
        }),
      remove: (address, call, factsOf) =>
        once("wallet remove", call, async (on) => {
          const { userId } = call.caller;
          const known = (await followed.of(on, userId)).find((each) => each.address === address);
          if (known) await followed.remove(on, userId, address);
          return factsOf(known);
        }),
    },

    usual: {
      watched: ({ caller }) => watchlists.of(database, caller.userId),
      recent: ({ caller }) => recent.of(database, caller.userId),
      async note(assetId, { caller, place, now }) {
        try {
          await recent.note(database, caller.userId, assetId, place, now);
        } catch (error) {
          // The answer itself does not depend on it.
          log.warn({ error: String(error) }, "last asset not remembered");
        }
      },
    },
  };
}
