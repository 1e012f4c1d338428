import type { Database } from "../store/database.ts";
import type { FeedStore } from "../store/feed-store.ts";
import type { NewsItemStore } from "../store/news-item-store.ts";
import type { NoteStore } from "../store/note-store.ts";
import type { Tagger } from "../news/tag.ts";
import { tagsOf } from "../news/reader.ts";

export interface RetagNewsParts {
  readonly database: Database;
  readonly feeds: FeedStore;
  readonly items: NewsItemStore;
  readonly notes: NoteStore;
  readonly tag: Tagger;
}

/** The note that says by which map and words the items that are kept were told what they are about. */
const NOTE = "news tags";
/** Told in one go, about 10 ms: people are answered in between. */
const BATCH = 100;

/**
 * Makes the tagger of this version have told what each kept item is about: when the map has changed, all of them are told anew,
 * once. Cut short it begins again.
 */
export async function retagNews({ database, feeds, items, notes, tag }: RetagNewsParts, now: number): Promise<void> {
  if ((await notes.get(database, NOTE)) === tag.version) return;
  let last = 0;
  for (;;) {
    const batch = await items.batch(database, last, BATCH);
    const tagged = batch.map((item) => ({ number: item.number, tags: tagsOf(item, item, tag) }));
    await database.transaction().execute(async (on) => {
      for (const { number, tags } of tagged) await items.retag(on, number, tags);
    });
    last = batch.at(-1)?.number ?? last;
    if (batch.length < BATCH) break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  await database.transaction().execute(async (on) => {
    // What was passed over because nobody on the map was named in it may be news now.
    await feeds.forgetValidators(on);
    await notes.set(on, NOTE, tag.version, now);
  });
}
