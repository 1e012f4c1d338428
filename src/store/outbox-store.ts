import { sql } from "kysely";
import type { Place, Platform } from "../core/call.ts";
import { type Delivery, deliveryKey } from "../core/delivery.ts";
import type { Executor } from "./database.ts";
import {
  type Claimed,
  claimedFrom,
  type DueRow,
  replyText,
  type Settled,
  settledColumns,
  type Standing,
  type Waiting,
} from "./outbox-row.ts";

/** So many processes died while one message was being posted: then it is what they die of. */
const DEATHS = 10;

/**
 * Table `outbox`: what the desk sends by itself. waiting → sending → sent, gone or dropped; or later, and sending again.
 * Every change repeats the state that it expects, so that of two who want the same row one gets it. What is said is emptied
 * as soon as it is over.
 */
export class OutboxStore {
  /** Belongs in the transaction that claims what it is sent for. @returns false when it was enqueued before: then nothing happens */
  async enqueue(on: Executor, delivery: Delivery): Promise<boolean> {
    const { kind, sourceId, place, ownerId, reply, manner, dueAt, staleAt } = delivery;
    const { numInsertedOrUpdatedRows } = await on
      .insertInto("outbox")
      .values({
        key: deliveryKey(delivery),
        kind,
        source_id: sourceId,
        platform: place.platform,
        chat_id: place.chatId,
        topic_id: place.topicId ?? null,
        is_public: place.isPublic ? 1 : 0,
        owner_id: ownerId ?? null,
        reply: replyText(reply),
        manner: manner === undefined ? null : JSON.stringify(manner),
        state: "waiting",
        sent_ids: "[]",
        attempts: 0,
        unknowns: 0,
        reason: null,
        due_at: dueAt,
        stale_at: staleAt,
        retry_at: dueAt,
        lease_until: null,
        ended_at: null,
      })
      .onConflict((conflict) => conflict.column("key").doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }

  /**
   * What may be sent now: of each place and kind the first one, unless it has to wait; the others stand behind it. Rows whose
   * sender has died count once their lease has run out.
   * @param limit  of each platform; answers first, then alerts, then digests, the oldest first
   * @param except  platforms that are left alone
   */
  async due(
    on: Executor,
    now: number,
    { limit, except }: { readonly limit: number; readonly except: readonly Platform[] },
  ): Promise<readonly DueRow[]> {
    const excepted = except.length === 0 ? sql`` : sql`AND platform NOT IN (${sql.join(except)})`;
    const { rows } = await sql<DueRow>`
      SELECT id, kind, platform, chatId, attempts FROM (
        SELECT id, kind, platform, chat_id AS chatId, attempts, ROW_NUMBER() OVER (PARTITION BY platform
          ORDER BY CASE kind WHEN 'notice' THEN 0 WHEN 'alert' THEN 1 ELSE 2 END, due_at, id) AS place FROM (
          SELECT id, kind, platform, chat_id, attempts, due_at, retry_at, lease_until,
            ROW_NUMBER() OVER (PARTITION BY platform, chat_id, topic_id, kind ORDER BY due_at, id) AS position
          FROM outbox INDEXED BY outbox_place WHERE ended_at IS NULL AND due_at <= ${now} ${excepted})
        WHERE position = 1 AND retry_at <= ${now} AND COALESCE(lease_until, 0) <= ${now})
      WHERE place <= ${limit} ORDER BY place`.execute(on);
    return rows;
  }

  /** Takes a row to be sent. @returns undefined when it is somebody else's by now, or over */
  async claim(
    on: Executor,
    { id, attempts }: Pick<DueRow, "id" | "attempts">,
    now: number,
    leaseUntil: number,
  ): Promise<Claimed | undefined> {
    const row = await on
      .updateTable("outbox")
      .set({
        state: "sending",
        attempts: attempts + 1,
        lease_until: leaseUntil,
      })
      .where("id", "=", id)
      .where("attempts", "=", attempts)
      .where("ended_at", "is", null)
      .where("stale_at", ">", now)
      .where((either) =>
        either.or([
          either("lease_until", "is", null),
          either.and([either("lease_until", "<=", now), either("begun", "<", DEATHS)]),
        ]),
      )
      .returningAll()
      .executeTakeFirst();
    return row && claimedFrom(row);
  }

  /** Puts off the end of leases: their sender lives. */
  async renew(on: Executor, ids: readonly number[], leaseUntil: number): Promise<void> {
    await on
      .updateTable("outbox")
      .set({ lease_until: leaseUntil })
      .where("id", "in", ids)
      .where("state", "=", "sending")
      .execute();
  }

  /** The next message of it is about to be posted: should this process die, that may be why. @returns false when the claim is no longer ours */
  async noteBegun(on: Executor, { id, attempts }: Claimed): Promise<boolean> {
    const { numUpdatedRows } = await on
      .updateTable("outbox")
      .set({ begun: sql`begun + 1` })
      .where("id", "=", id)
      .where("attempts", "=", attempts)
      .where("state", "=", "sending")
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  /** One message of it is out: it is never sent again. @returns false when the claim is no longer ours */
  async notePart(on: Executor, { id, attempts }: Claimed, messageId: string): Promise<boolean> {
    const { numUpdatedRows } = await on
      .updateTable("outbox")
      .set({ sent_ids: sql`json_insert(sent_ids, '$[#]', ${messageId})`, unknowns: 0, begun: 0 })
      .where("id", "=", id)
      .where("attempts", "=", attempts)
      .where("state", "=", "sending")
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  /** @returns false when the claim is no longer ours: then nothing changes */
  async settle(on: Executor, { id, attempts }: Claimed, settled: Settled, now: number): Promise<boolean> {
    const { numUpdatedRows } = await on
      .updateTable("outbox")
      .set({ state: settled.state, lease_until: null, begun: 0, ...settledColumns(settled, now) })
      .where("id", "=", id)
      .where("attempts", "=", attempts)
      .where("state", "=", "sending")
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  /** Ends all that is left to be sent for one source: it was removed, or its place takes nothing any more. What is being sent goes on. */
  async end(
    on: Executor,
    { kind, sourceId }: Pick<Delivery, "kind" | "sourceId">,
    { state, why }: Settled & { readonly state: "gone" | "dropped" },
    now: number,
  ): Promise<void> {
    await on
      .updateTable("outbox")
      .set({ state, reason: why, reply: "", ended_at: now })
      .where("kind", "=", kind)
      .where("source_id", "=", sourceId)
      .where("ended_at", "is", null)
      .where("lease_until", "is", null)
      .execute();
  }

  /** Drops what has become too old, and what so many processes have died of. @returns how many */
  async dropHopeless(on: Executor, now: number): Promise<number> {
    const { numUpdatedRows } = await on
      .updateTable("outbox")
      .set({
        state: "dropped",
        reason: sql<string>`CASE WHEN stale_at > ${now} THEN 'it is not known whether it arrived'
          WHEN reason IS NULL THEN 'too old' ELSE 'too old: ' || reason END`,
        reply: "",
        lease_until: null,
        ended_at: now,
      })
      .where("ended_at", "is", null)
      .where((either) => either.or([either("lease_until", "is", null), either("lease_until", "<=", now)]))
      .where((either) =>
        either.or([
          either("stale_at", "<=", now),
          either.and([either("state", "=", "sending"), either("begun", ">=", DEATHS)]),
        ]),
      )
      .executeTakeFirst();
    return Number(numUpdatedRows);
  }

  /** Nothing may go to a place before an instant. What is being sent goes on. */
  async putOff(on: Executor, { platform, chatId }: Pick<Place, "platform" | "chatId">, until: number): Promise<void> {
    await on
      .updateTable("outbox")
      .set({ retry_at: until })
      .where("platform", "=", platform)
      .where("chat_id", "=", chatId)
      .where("ended_at", "is", null)
      .where("lease_until", "is", null)
      .where("retry_at", "<", until)
      .execute();
  }

  /** A place can be reached again: what was put off need not wait. */
  async hasten(on: Executor, { platform, chatId }: Pick<Place, "platform" | "chatId">, now: number): Promise<void> {
    await on
      .updateTable("outbox")
      .set({ retry_at: now })
      .where("platform", "=", platform)
      .where("chat_id", "=", chatId)
      .where("ended_at", "is", null)
      .where("retry_at", ">", now)
      .execute();
  }

  /** How a delivery stands. @returns undefined when there is none of that key, or no longer */
  async find(on: Executor, key: string): Promise<Standing | undefined> {
    const row = await on
      .selectFrom("outbox")
      .select(["state", "sent_ids", "reason"])
      .where("key", "=", key)
      .executeTakeFirst();
    return (
      row && {
        state: row.state as Standing["state"],
        messageIds: JSON.parse(row.sent_ids) as readonly string[],
        why: row.reason ?? undefined,
      }
    );
  }

  /** What is due and not over. @param except  a platform that does not count */
  async waiting(on: Executor, now: number, except?: Platform): Promise<Waiting> {
    const row = await on
      .selectFrom("outbox")
      .select(({ fn }) => [fn.countAll<number>().as("count"), fn.min("due_at").as("oldest")])
      .where("ended_at", "is", null)
      .where("due_at", "<=", now)
      .$if(except !== undefined, (query) => query.where("platform", "!=", except ?? ""))
      .executeTakeFirstOrThrow();
    return { count: row.count, oldestDueAt: row.oldest ?? undefined };
  }

  async removeEndedBefore(on: Executor, before: number): Promise<number> {
    const { numDeletedRows } = await on.deleteFrom("outbox").where("ended_at", "<", before).executeTakeFirst();
    return Number(numDeletedRows);
  }
}
