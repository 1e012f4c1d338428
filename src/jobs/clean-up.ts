import type { AnswerStore } from "../store/answer-store.ts";
import type { ButtonStore } from "../store/button-store.ts";
import type { Database } from "../store/database.ts";
import type { DoneKeyStore } from "../store/done-key-store.ts";
import type { FeedStore } from "../store/feed-store.ts";
import type { InboxStore } from "../store/inbox-store.ts";
import { KEPT_MS as NEWS_MS } from "../news/reader.ts";
import type { NewsItemStore } from "../store/news-item-store.ts";
import type { NoteStore } from "../store/note-store.ts";
import type { OutboxStore } from "../store/outbox-store.ts";
import type { ProposalStore } from "../store/proposal-store.ts";
import type { ProviderUseStore } from "../store/provider-use-store.ts";
import type { QuoteStore } from "../store/quote-store.ts";
import type { Step } from "./tick.ts";
import type { UserStore } from "../store/user-store.ts";

/** Telegram keeps an update for a day, so a key is remembered for two. A quote and an answer are shown for a day at most, and kept for two. */
const REMEMBERED_MS = 2 * 86_400_000;
const DAY_MS = 86_400_000;
/** From then on a browser that nobody comes back with, and that keeps nothing of its own, is forgotten. */
const VISITOR_LIFE_MS = 90 * 86_400_000;
/** How long it is known how a delivery went; what it said is emptied as soon as it is over. */
const DELIVERY_LIFE_MS = 30 * DAY_MS;
/** When the index of the news was last written anew. */
const TIDIED = "news index tidied";
/** Two months of use: this one, and the one before it for whoever wants to compare. */
const USE_HOURS = 62 * 24;

export interface CleanUpParts {
  readonly database: Database;
  readonly buttons: ButtonStore;
  readonly proposals: ProposalStore;
  readonly inbox: InboxStore;
  readonly quotes: QuoteStore;
  readonly doneKeys: DoneKeyStore;
  readonly users: UserStore;
  readonly answers: AnswerStore;
  readonly use: ProviderUseStore;
  readonly feeds: FeedStore;
  readonly newsItems: NewsItemStore;
  readonly outbox: OutboxStore;
  readonly notes: NoteStore;
}

/** Removes what has run out: buttons, proposals, the keys of what was answered, quotes and answers too old to be shown, old counts, old news. */
export const cleanUp = ({
  database,
  buttons,
  proposals,
  inbox,
  quotes,
  doneKeys,
  users,
  answers,
  use,
  feeds,
  newsItems,
  outbox,
  notes,
}: CleanUpParts): Step => ({
  name: "clean up",
  async run(now) {
    await buttons.removeExpired(database, now);
    await proposals.removeExpired(database, now);
    await inbox.removeClosed(database, now - REMEMBERED_MS);
    await quotes.removeKeptBefore(database, now - REMEMBERED_MS);
    await doneKeys.removeDoneBefore(database, now - REMEMBERED_MS);
    await users.removeVisitorsSeenBefore(database, now - VISITOR_LIFE_MS);
    await answers.removeOld(database, now - REMEMBERED_MS);
    await use.removeBefore(database, Math.floor(now / 3_600_000) - USE_HOURS);
    await newsItems.removeOutside(database, now - NEWS_MS, now + DAY_MS);
    await feeds.removeForgotten(database);
    await outbox.removeEndedBefore(database, now - DELIVERY_LIFE_MS);
    const tidiedAt = Number((await notes.get(database, TIDIED)) ?? 0);
    // A time that is yet to come was written by a clock that was wrong.
    if (tidiedAt <= now && now - tidiedAt < DAY_MS) return;
    await newsItems.tidyIndex(database);
    await notes.set(database, TIDIED, String(now), now);
  },
});
