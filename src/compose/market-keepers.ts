import type { AssetChoiceKeeper } from "../market/asset-resolver.ts";
import type { AssetKeeper } from "../market/asset-list.ts";
import { AssetChoiceStore } from "../store/asset-choice-store.ts";
import { AssetStore } from "../store/asset-store.ts";
import type { Database } from "../store/database.ts";

/** The list of assets in the database. */
export function assetKeeper(database: Database, store = new AssetStore()): AssetKeeper {
  return {
    all: () => store.all(database),
    put: (assets) => store.put(database, assets),
    remove: (ids) => store.remove(database, ids),
    refreshedAt: () => store.refreshedAt(database),
    noteRefresh: (at) => store.noteRefresh(database, at),
  };
}

/** What each user means by a word, in the database. */
export function assetChoices(database: Database, store = new AssetChoiceStore()): AssetChoiceKeeper {
  return {
    find: (userId, word) => store.find(database, userId, word),
    remember: (userId, word, assetId, now) => store.remember(database, userId, word, assetId, now),
  };
}
