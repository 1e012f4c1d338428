import { AnswerStore } from "../../src/store/answer-store.ts";
import { ButtonStore } from "../../src/store/button-store.ts";
import { DoneKeyStore } from "../../src/store/done-key-store.ts";
import { FeedStore } from "../../src/store/feed-store.ts";
import { InboxStore } from "../../src/store/inbox-store.ts";
import { NewsItemStore } from "../../src/store/news-item-store.ts";
import { NoteStore } from "../../src/store/note-store.ts";
import { OutboxStore } from "../../src/store/outbox-store.ts";
import { ProposalStore } from "../../src/store/proposal-store.ts";
import { ProviderUseStore } from "../../src/store/provider-use-store.ts";
import { QuoteStore } from "../../src/store/quote-store.ts";
import { UserStore } from "../../src/store/user-store.ts";

/** What the clean-up goes over, one store of each. */
export const cleanedStores = () => ({
  answers: new AnswerStore(),
  buttons: new ButtonStore(),
  doneKeys: new DoneKeyStore(),
  feeds: new FeedStore(),
  inbox: new InboxStore(),
  newsItems: new NewsItemStore(),
  notes: new NoteStore(),
  outbox: new OutboxStore(),
  proposals: new ProposalStore(),
  use: new ProviderUseStore(),
  quotes: new QuoteStore(),
  users: new UserStore(),
});
