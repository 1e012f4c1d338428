import { type Selectable, sql } from "kysely";
import type { Executor } from "./database.ts";
import type { Feed } from "../news/feed.ts";
import type { FeedKind, ShippedFeed } from "../news/feed-file.ts";
import { known } from "../wire/figure.ts";
import type { Tables } from "./tables.ts";
import type { Validators } from "../news/fetch-feed.ts";

/** A feed that somebody adds. */
export interface AddedFeed {
  readonly address: string;
  readonly publisher: string;
  readonly kind: FeedKind;
  readonly addedBy: string;
}

/** How reading a feed went well. */
export interface FeedRead {
  readonly nextAt: number;
  readonly now: number;
  /** Absent where nothing is new: then the old ones hold. */
  readonly validators?: Validators;
  readonly movedTo?: string;
}

/** Table `feed`: what is read for news, and how that goes. A feed that was removed stays, so that it does not come back by itself. */
export class FeedStore {
  /** Makes the table have the feeds that come with the desk: new ones are read from now on, those that are gone no longer, removed ones stay removed. */
  async sync(on: Executor, shipped: readonly ShippedFeed[], now: number): Promise<void> {
    for (const { id, url, publisher, kind, project } of shipped) {
      // Somebody may have added the same address before it came with the desk.
      const other = await on.selectFrom("feed").select("id").where("address", "=", url).executeTakeFirst();
      if (other && other.id !== id) continue;
      const row = { address: url, publisher, kind, project_id: project ?? null, is_shipped: 1 };
      await on
        .insertInto("feed")
        .values({ ...row, id, state: "on", added_at: now, next_at: now })
        .onConflict((conflict) =>
          conflict.column("id").doUpdateSet({
            ...row,
            state: sql`CASE state WHEN 'gone' THEN 'on' ELSE state END`,
            // An address of ours that changed says more than a move that was seen under the old one.
            moved_to: sql`CASE WHEN feed.address = excluded.address THEN feed.moved_to END`,
            etag: sql`CASE WHEN feed.address = excluded.address THEN feed.etag END`,
            last_modified: sql`CASE WHEN feed.address = excluded.address THEN feed.last_modified END`,
            next_at: sql`CASE WHEN feed.address = excluded.address THEN feed.next_at ELSE excluded.next_at END`,
          }),
        )
        .execute();
    }
    await on
      .updateTable("feed")
      .set({ state: "gone" })
      .where("is_shipped", "=", 1)
      .where("state", "=", "on")
      .where(
        "id",
        "not in",
        shipped.map(({ id }) => id),
      )
      .execute();
  }

  /** Those that are read, by publisher. */
  async all(on: Executor): Promise<readonly Feed[]> {
    const rows = await on.selectFrom("feed").selectAll().where("state", "=", "on").orderBy("publisher").execute();
    return rows.map(toFeed);
  }

  /**
   * Those that are to be read by now, the longest due first.
   * @param longest  the longest that a feed is ever put off; who is put off for more was so by a clock that ran ahead
   */
  async due(on: Executor, now: number, longest: number): Promise<readonly Feed[]> {
    const rows = await on
      .selectFrom("feed")
      .selectAll()
      .where("state", "=", "on")
      .where((is) => is.or([is("next_at", "<=", now), is("next_at", ">", now + longest)]))
      .orderBy("next_at")
      .orderBy("id")
      .execute();
    return rows.map(toFeed);
  }

  /** Adds a feed, or takes one up again that was removed. To be run in a transaction. @returns undefined when it is read already */
  async add(on: Executor, { address, publisher, kind, addedBy }: AddedFeed, now: number): Promise<Feed | undefined> {
    const before = await on
      .selectFrom("feed")
      .select(["id", "state"])
      .where((either) => either.or([either("address", "=", address), either("moved_to", "=", address)]))
      .executeTakeFirst();
    if (before?.state === "on") return undefined;
    const row = {
      publisher,
      kind,
      state: "on",
      added_by: addedBy,
      added_at: now,
      next_at: now,
      failures: 0,
      problem: null,
      // What it said before may be gone by now.
      etag: null,
      last_modified: null,
    };
    const id = before?.id ?? (await this.#freeId(on, publisher));
    await (before
      ? on.updateTable("feed").set(row).where("id", "=", id).execute()
      : on
          .insertInto("feed")
          .values({ ...row, id, address, is_shipped: 0 })
          .execute());
    const stored = await on.selectFrom("feed").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
    return toFeed(stored);
  }

  async #freeId(on: Executor, publisher: string): Promise<string> {
    const base =
      publisher
        .normalize("NFKD")
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^-|-$/g, "")
        .slice(0, 30) || "feed";
    const rows = await on.selectFrom("feed").select("id").where("id", "like", `${base}%`).execute();
    const taken = new Set(rows.map(({ id }) => id));
    let [id, number] = [base, 2];
    while (taken.has(id)) id = `${base}-${number++}`;
    return id;
  }

  /** @returns whether it was read until now */
  async remove(on: Executor, id: string): Promise<boolean> {
    const { numUpdatedRows } = await on
      .updateTable("feed")
      .set({ state: "removed" })
      .where("id", "=", id)
      .where("state", "=", "on")
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** @returns false when it has been removed meanwhile; then nothing of it is to be kept */
  async noteRead(on: Executor, id: string, { nextAt, now, validators, movedTo }: FeedRead): Promise<boolean> {
    const { numUpdatedRows } = await on
      .updateTable("feed")
      .set({
        next_at: nextAt,
        ok_at: now,
        failures: 0,
        problem: null,
        ...(validators === undefined
          ? {}
          : { etag: validators.etag ?? null, last_modified: validators.lastModified ?? null }),
        ...(movedTo === undefined ? {} : { moved_to: movedTo }),
      })
      .where("id", "=", id)
      .where("state", "=", "on")
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** Has every feed tell again all that it has, whether or not it is new. */
  async forgetValidators(on: Executor): Promise<void> {
    await on.updateTable("feed").set({ etag: null, last_modified: null }).execute();
  }

  /** A feed that moved and cannot be read there is looked for where it was. */
  async noteFailure(on: Executor, id: string, problem: string, nextAt: number): Promise<void> {
    await on
      .updateTable("feed")
      .set({
        next_at: nextAt,
        failures: sql`failures + 1`,
        problem,
        etag: sql`CASE WHEN moved_to IS NULL THEN etag END`,
        last_modified: sql`CASE WHEN moved_to IS NULL THEN last_modified END`,
        moved_to: null,
      })
      .where("id", "=", id)
      .where("state", "=", "on")
      .execute();
  }

  /** Removed feeds that somebody had added and nothing is left of. */
  async removeForgotten(on: Executor): Promise<void> {
    await on
      .deleteFrom("feed")
      .where("state", "=", "removed")
      .where("is_shipped", "=", 0)
      .where("id", "not in", (from) => from.selectFrom("news_item").select("feed_id"))
      .execute();
  }
}

const toFeed = (row: Selectable<Tables["feed"]>): Feed => ({
  id: row.id,
  givenAddress: row.address,
  address: row.moved_to ?? row.address,
  publisher: row.publisher,
  kind: row.kind as FeedKind,
  isShipped: row.is_shipped === 1,
  validators: known({ etag: row.etag ?? undefined, lastModified: row.last_modified ?? undefined }),
  nextAt: row.next_at,
  failures: row.failures,
  ...known({ projectId: row.project_id ?? undefined, problem: row.problem ?? undefined, okAt: row.ok_at ?? undefined }),
});
