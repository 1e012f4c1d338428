import { type Expression, sql, type SqlBool } from "kysely";
import type { Database, Executor } from "./database.ts";
import type { Feed } from "../news/feed.ts";
import type { FeedKind } from "../news/feed-file.ts";
import type { ItemBook, ItemQuery, KeptItem } from "../news/book.ts";
import { itemId } from "../news/feed.ts";
import { known } from "../wire/figure.ts";
import type { NewItem } from "../news/reader.ts";

/** What an item is about. */
type ItemTags = Pick<NewItem, "projects" | "titled" | "isOnTopic">;

/** As much of an item as it takes to tell what it is about. */
export interface TaggableItem {
  readonly number: number;
  readonly title: string;
  readonly summary?: string;
  readonly kind: FeedKind;
  /** The project that speaks of itself in its feed. */
  readonly projectId?: string;
}

/** A guid with a colon is an address or a tag of its own; a bare number is any feed's. */
const isGlobal = (guid: string): boolean => guid.includes(":");

/** Tables `news_item`, `news_item_project` and the index `news_text`: what feeds said, as it was first seen. */
export class NewsItemStore {
  /** Keeps what is not there yet, in this feed or in another one of its publisher. To be run in a transaction. @returns how many were new */
  async add(
    on: Executor,
    feed: Pick<Feed, "id" | "publisher">,
    items: readonly NewItem[],
    now: number,
  ): Promise<number> {
    let count = 0;
    for (const item of items) {
      if (await this.#isThere(on, feed, item)) continue;
      const { guid, title, link, summary, author, publishedAt, isOnTopic } = item;
      const row = await on
        .insertInto("news_item")
        .values({
          feed_id: feed.id,
          guid,
          title,
          link,
          summary: summary ?? null,
          author: author ?? null,
          published_at: publishedAt,
          seen_at: now,
          is_on_topic: isOnTopic ? 1 : 0,
        })
        .returning("id")
        .executeTakeFirstOrThrow();
      await this.#addTags(on, row.id, item);
      count += 1;
    }
    return count;
  }

  async #addTags(on: Executor, itemNumber: number, { projects, titled }: Pick<ItemTags, "projects" | "titled">) {
    const rows = projects.map((id) => ({
      item_id: itemNumber,
      project_id: id,
      is_in_title: titled.includes(id) ? 1 : 0,
    }));
    if (rows.length > 0) await on.insertInto("news_item_project").values(rows).execute();
  }

  /** Items in the order in which they came, from behind `after` on, with what their feed says of what they are about. */
  async batch(on: Executor, after: number, limit: number): Promise<readonly TaggableItem[]> {
    const rows = await on
      .selectFrom("news_item as item")
      .innerJoin("feed", "feed.id", "item.feed_id")
      .select(["item.id", "item.title", "item.summary", "feed.kind", "feed.project_id"])
      .where("item.id", ">", after)
      .orderBy("item.id")
      .limit(limit)
      .execute();
    return rows.map(({ id, title, summary, kind, project_id: projectId }) => ({
      number: id,
      title,
      kind: kind as FeedKind,
      ...known({ summary: summary ?? undefined, projectId: projectId ?? undefined }),
    }));
  }

  /** What an item is about is from now on this. To be run in a transaction. */
  async retag(on: Executor, itemNumber: number, tags: ItemTags): Promise<void> {
    await on.deleteFrom("news_item_project").where("item_id", "=", itemNumber).execute();
    await this.#addTags(on, itemNumber, tags);
    await on
      .updateTable("news_item")
      .set({ is_on_topic: tags.isOnTopic ? 1 : 0 })
      .where("id", "=", itemNumber)
      .execute();
  }

  async #isThere(on: Executor, feed: Pick<Feed, "id" | "publisher">, { guid, link, title }: NewItem): Promise<boolean> {
    const row = await on
      .selectFrom("news_item")
      .innerJoin("feed", "feed.id", "news_item.feed_id")
      .select("news_item.id")
      .where((is) =>
        is.or([
          is.and([is("news_item.feed_id", "=", feed.id), is("news_item.guid", "=", guid)]),
          is.and([
            is("feed.publisher", "=", feed.publisher),
            is("news_item.link", "=", link),
            is("feed.id", "!=", feed.id),
          ]),
          // Changelogs give one link to all entries: within a feed the title has to be the same, too.
          is.and([is("feed.id", "=", feed.id), is("news_item.link", "=", link), is("news_item.title", "=", title)]),
          ...(isGlobal(guid)
            ? [is.and([is("feed.publisher", "=", feed.publisher), is("news_item.guid", "=", guid)])]
            : []),
        ]),
      )
      .executeTakeFirst();
    return row !== undefined;
  }

  /** The newest items of feeds that are read, the newest first. */
  async find(on: Executor, { since, limit, projects, words, kind, onTopic }: ItemQuery): Promise<readonly KeptItem[]> {
    if (projects?.length === 0 || words?.length === 0) return [];
    let query = on
      .selectFrom("news_item as item")
      .innerJoin("feed", "feed.id", "item.feed_id")
      .select([
        "item.id",
        "item.title",
        "item.link",
        "item.summary",
        "item.published_at",
        "item.seen_at",
        "feed.publisher",
        "feed.kind",
      ])
      .where("feed.state", "!=", "removed")
      .where("item.published_at", ">=", since);
    if (kind !== undefined) query = query.where("feed.kind", "=", kind);
    if (onTopic) query = query.where("item.is_on_topic", "=", 1);
    if (words) query = query.where(hasWords(words));
    if (projects)
      query = query.where("item.id", "in", (from) =>
        from.selectFrom("news_item_project").select("item_id").where("project_id", "in", projects),
      );
    const rows = await query.orderBy("item.published_at", "desc").orderBy("item.id", "desc").limit(limit).execute();
    const named = await this.#named(
      on,
      rows.map(({ id }) => id),
    );
    return rows.map((row) => ({
      id: itemId(row.id),
      title: row.title,
      link: row.link,
      ...(row.summary === null ? {} : { summary: row.summary }),
      publisher: row.publisher,
      kind: row.kind as FeedKind,
      publishedAt: row.published_at,
      seenAt: row.seen_at,
      // A feed is asked before it is read, so only what has no date of its own is from after that.
      ...(row.published_at >= row.seen_at && { isUndated: true as const }),
      projects: named.get(row.id)?.projects ?? [],
      titled: named.get(row.id)?.titled ?? [],
    }));
  }

  async #named(on: Executor, ids: readonly number[]) {
    const rows =
      ids.length === 0
        ? []
        : await on.selectFrom("news_item_project").selectAll().where("item_id", "in", ids).execute();
    const named = new Map<number, { projects: string[]; titled: string[] }>();
    for (const { item_id: id, project_id: project, is_in_title: isInTitle } of rows) {
      const of = named.get(id) ?? { projects: [], titled: [] };
      of.projects.push(project);
      if (isInTitle === 1) of.titled.push(project);
      named.set(id, of);
    }
    return named;
  }

  /** Removes what is older than `before`, and what was kept under a clock that ran ahead of `after`: it would stay on top for as long. */
  async removeOutside(on: Executor, before: number, after: number): Promise<void> {
    await on
      .deleteFrom("news_item")
      .where((is) => is.or([is("published_at", "<", before), is("published_at", ">", after)]))
      .execute();
  }

  /** The index only marks what is removed, and keeps its words for months: this writes it anew without them, in some milliseconds. */
  async tidyIndex(on: Executor): Promise<void> {
    await sql`INSERT INTO news_text (news_text) VALUES ('optimize')`.execute(on);
  }

  /** Removes the oldest of a feed that brings more than anybody reads. */
  async removeBeyond(on: Executor, feedId: string, most: number): Promise<void> {
    const { count } = await on
      .selectFrom("news_item")
      .select((all) => all.fn.countAll<number>().as("count"))
      .where("feed_id", "=", feedId)
      .executeTakeFirstOrThrow();
    if (count <= most) return;
    await on
      .deleteFrom("news_item")
      .where("id", "in", (from) =>
        from
          .selectFrom("news_item")
          .select("id")
          .where("feed_id", "=", feedId)
          .orderBy("id")
          .limit(count - most),
      )
      .execute();
  }
}

/** Each word in quotation marks, so that what reads like an operator of the index is a word like any other. */
const hasWords = (words: readonly string[]): Expression<SqlBool> => {
  const match = words.map((word) => `"${word.replaceAll('"', '""')}"`).join(" ");
  return sql<SqlBool>`item.id IN (SELECT rowid FROM news_text WHERE news_text MATCH ${match})`;
};

/** The store as the news room knows it, outside any transaction. */
export function itemBook(database: Database, store = new NewsItemStore()): ItemBook {
  return { find: (query) => store.find(database, query) };
}
