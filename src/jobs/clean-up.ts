import type { ButtonStore } from "../store/button-store.ts";
import type { Database } from "../store/database.ts";
import type { InboxStore } from "../store/inbox-store.ts";
import type { ProposalStore } from "../store/proposal-store.ts";
import type { Step } from "./tick.ts";

/** Telegram keeps an update for a day, so a key is remembered for two. */
const REMEMBERED_MS = 2 * 86_400_000;

export interface CleanUpParts {
  readonly database: Database;
  readonly buttons: ButtonStore;
  readonly proposals: ProposalStore;
  readonly inbox: InboxStore;
}

/** Removes what has run out: buttons, proposals, and the keys of what was answered. */
export const cleanUp = ({ database, buttons, proposals, inbox }: CleanUpParts): Step => ({
  name: "clean up",
  async run(now) {
    await buttons.removeExpired(database, now);
    await proposals.removeExpired(database, now);
    await inbox.removeClosed(database, now - REMEMBERED_MS);
  },
});
