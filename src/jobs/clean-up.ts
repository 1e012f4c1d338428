import type { ButtonStore } from "../store/button-store.ts";
import type { Database } from "../store/database.ts";
import type { InboxStore } from "../store/inbox-store.ts";
import type { ProposalStore } from "../store/proposal-store.ts";
import type { QuoteStore } from "../store/quote-store.ts";
import type { Step } from "./tick.ts";

/** Telegram keeps an update for a day, so a key is remembered for two. A quote is shown for a day at most, and kept for two. */
const REMEMBERED_MS = 2 * 86_400_000;

export interface CleanUpParts {
  readonly database: Database;
  readonly buttons: ButtonStore;
  readonly proposals: ProposalStore;
  readonly inbox: InboxStore;
  readonly quotes: QuoteStore;
}

/** Removes what has run out: buttons, proposals, the keys of what was answered, and quotes too old to be shown. */
export const cleanUp = ({ database, buttons, proposals, inbox, quotes }: CleanUpParts): Step => ({
  name: "clean up",
  async run(now) {
    await buttons.removeExpired(database, now);
    await proposals.removeExpired(database, now);
    await inbox.removeClosed(database, now - REMEMBERED_MS);
    await quotes.removeKeptBefore(database, now - REMEMBERED_MS);
  },
});
