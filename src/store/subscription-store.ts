import { sql } from "kysely";
import type { Call, Place, Platform } from "../core/call.ts";
import { deliveryKey } from "../core/delivery.ts";
import type { DigestSettings, Run, Subscription } from "../digest/subscription.ts";
import type { Executor } from "./database.ts";
import { keptQuery } from "./kept-query.ts";
import { PlaceStore } from "./place-store.ts";
import { settingsText, subscriptionFrom } from "./subscription-row.ts";

const findUnreachable = keptQuery((on, given: { readonly userId: string; readonly platform: Platform }) =>
  on
    .selectFrom("subscription")
    .selectAll()
    .where("owner_id", "=", given.userId)
    .where("platform", "=", given.platform)
    .where("state", "=", "unreachable"),
);

/** Whose subscription: a person's own, or a place's. */
export type Holder =
  | { readonly kind: "owner"; readonly userId: string }
  | { readonly kind: "place"; readonly place: Place };

/** What a claim changes. */
interface Claim {
  readonly nextAt: number;
  readonly coveredTo: number;
}

/** Something that was due, as it is kept. */
export interface NewRun extends Pick<Run, "slot" | "dueAt" | "at" | "isLate" | "reason"> {
  readonly state: "enqueued" | "folded";
  readonly editionId?: number;
}

/** How digests stand, for whoever runs the desk. */
export interface DigestCounts {
  readonly due: number;
  readonly waiting: number;
  readonly sent: number;
  readonly late: number;
  readonly failed: Readonly<Record<string, number>>;
  readonly secondsBehind: number;
}

/** Tables `subscription` and `subscription_run`. Every change counts `version` up. */
export class SubscriptionStore {
  readonly #places = new PlaceStore();

  async of(on: Executor, holder: Holder): Promise<Subscription | undefined> {
    let query = on.selectFrom("subscription").selectAll();
    if (holder.kind === "owner") query = query.where("owner_id", "=", holder.userId);
    else
      query = query
        .where("of_platform", "=", holder.place.platform)
        .where("of_chat_id", "=", holder.place.chatId)
        .where("topic_id", "is", holder.place.topicId ?? null);
    const row = await query.executeTakeFirst();
    return row && subscriptionFrom(row);
  }

  /** Makes it, or changes the one that is there; it is active afterwards. A new one has told of nothing older than a day. */
  async put(
    on: Executor,
    holder: Holder,
    place: Place,
    settings: DigestSettings,
    { nextAt, now, madeBy }: { readonly nextAt: number; readonly now: number; readonly madeBy?: string },
  ): Promise<void> {
    const known = await this.of(on, holder);
    const row = {
      platform: place.platform,
      chat_id: place.chatId,
      topic_id: place.topicId ?? null,
      is_public: place.isPublic ? 1 : 0,
      settings: settingsText(settings),
      state: "active",
      reason: null,
      next_at: nextAt,
      made_by: madeBy ?? null,
    };
    if (known) {
      await on
        .updateTable("subscription")
        .set({ ...row, version: sql`version + 1` })
        .where("number", "=", known.number)
        .execute();
      return;
    }
    const isPlaces = holder.kind === "place";
    if (isPlaces) await this.#places.see(on, place, now);
    await on
      .insertInto("subscription")
      .values({
        ...row,
        owner_id: isPlaces ? null : holder.userId,
        of_platform: isPlaces ? place.platform : null,
        of_chat_id: isPlaces ? place.chatId : null,
        covered_to: now - 86_400_000,
        created_at: now,
      })
      .execute();
  }

  /** @param nextAt  absent of one that is not active */
  async changeSettings(on: Executor, number: number, settings: DigestSettings, nextAt?: number): Promise<void> {
    await on
      .updateTable("subscription")
      .set({
        settings: settingsText(settings),
        next_at: nextAt ?? null,
        version: sql`version + 1`,
      })
      .where("number", "=", number)
      .execute();
  }

  async resume(on: Executor, number: number, nextAt: number): Promise<void> {
    await on
      .updateTable("subscription")
      .set({ state: "active", reason: null, next_at: nextAt, version: sql`version + 1` })
      .where("number", "=", number)
      .execute();
  }

  /** @param reason  where it is paused by the desk */
  async pause(on: Executor, number: number, reason?: string): Promise<void> {
    await on
      .updateTable("subscription")
      .set({ state: "paused", reason: reason ?? null, next_at: null, version: sql`version + 1` })
      .where("number", "=", number)
      .execute();
  }

  /** Its place takes nothing any more. */
  async close(on: Executor, number: number, reason: string): Promise<void> {
    await on
      .updateTable("subscription")
      .set({ state: "unreachable", reason, next_at: null, version: sql`version + 1` })
      .where("number", "=", number)
      .execute();
  }

  /** What a person could not be written to for on a platform. */
  async unreachableOf(on: Executor, userId: string, platform: Platform): Promise<readonly Subscription[]> {
    return (await findUnreachable(on, { userId, platform })).rows.map(subscriptionFrom);
  }

  async remove(on: Executor, number: number): Promise<void> {
    await on.deleteFrom("subscription").where("number", "=", number).execute();
  }

  /** Those due, the one that waits longest first. @param except  numbers that are left for another time */
  async due(on: Executor, now: number, limit: number, except: readonly number[]): Promise<readonly Subscription[]> {
    const rows = await on
      .selectFrom("subscription")
      .selectAll()
      .where("next_at", "<=", now)
      .$if(except.length > 0, (query) => query.where("number", "not in", except))
      .orderBy("next_at")
      .orderBy("number")
      .limit(limit)
      .execute();
    return rows.map(subscriptionFrom);
  }

  /** Takes the slot that was read. @returns false when somebody else took or changed it meanwhile */
  async claim(on: Executor, { number, version }: Subscription, { nextAt, coveredTo }: Claim): Promise<boolean> {
    const { numUpdatedRows } = await on
      .updateTable("subscription")
      .set({ next_at: nextAt, covered_to: coveredTo, version: version + 1 })
      .where("number", "=", number)
      .where("version", "=", version)
      .where("state", "=", "active")
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  async noteRun(on: Executor, number: number, run: NewRun): Promise<void> {
    await on
      .insertInto("subscription_run")
      .values({
        subscription_number: number,
        slot: run.slot,
        edition_id: run.editionId ?? null,
        due_at: run.dueAt,
        at: run.at,
        state: run.state,
        is_late: run.isLate ? 1 : 0,
        reason: run.reason ?? null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /** The last ones, the newest first, each as its delivery stands. */
  async runs(on: Executor, number: number, limit: number): Promise<readonly Run[]> {
    const prefix = deliveryKey({ kind: "digest", sourceId: String(number), occurrence: "" });
    const rows = await on
      .selectFrom("subscription_run as run")
      .leftJoin("outbox", (join) => join.on("outbox.key", "=", sql<string>`${prefix} || run.slot`))
      .select(["run.slot", "run.due_at", "run.at", "run.state", "run.is_late", "run.reason"])
      .select(["outbox.state as delivery", "outbox.reason as why"])
      .where("run.subscription_number", "=", number)
      .orderBy("run.at", "desc")
      .orderBy("run.due_at", "desc")
      .limit(limit)
      .execute();
    return rows.map((row) => {
      const reason = row.reason ?? row.why;
      return {
        slot: row.slot,
        dueAt: row.due_at,
        at: row.at,
        state: row.state === "folded" ? "folded" : ((row.delivery ?? "unknown") as Run["state"]),
        isLate: row.is_late === 1,
        ...(reason === null ? {} : { reason }),
      };
    });
  }

  /** Of the last day. */
  async counts(on: Executor, now: number): Promise<DigestCounts> {
    const since = now - 86_400_000;
    const due = await on
      .selectFrom("subscription")
      .select(({ fn }) => [fn.countAll<number>().as("count"), fn.min("next_at").as("oldest")])
      .where("next_at", "<=", now)
      .executeTakeFirstOrThrow();
    const late = await on
      .selectFrom("subscription_run")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .where("at", ">=", since)
      .where("is_late", "=", 1)
      .executeTakeFirstOrThrow();
    const standing = await on
      .selectFrom("outbox")
      .select(({ fn }) => ["state", "reason", fn.countAll<number>().as("count"), fn.min("due_at").as("oldest")])
      .where("kind", "=", "digest")
      .where((either) => either.or([either("ended_at", "is", null), either("ended_at", ">=", since)]))
      .where("due_at", "<=", now)
      .groupBy(["state", "reason"])
      .execute();
    const isOpen = (state: string): boolean => ["waiting", "sending", "later"].includes(state);
    const failed: Record<string, number> = {};
    for (const { state, reason, count } of standing)
      if (state === "gone" || state === "dropped") failed[reason ?? state] = (failed[reason ?? state] ?? 0) + count;
    const sum = (which: (state: string) => boolean): number =>
      standing.reduce((total, { state, count }) => total + (which(state) ? count : 0), 0);
    const oldest = Math.min(
      due.oldest ?? now,
      ...standing.flatMap((row) => (isOpen(row.state) && row.oldest !== null ? [row.oldest] : [])),
    );
    return {
      due: due.count,
      waiting: sum(isOpen),
      sent: sum((state) => state === "sent"),
      late: late.count,
      failed,
      secondsBehind: Math.max(0, Math.round((now - oldest) / 1000)),
    };
  }

  async removeRunsBefore(on: Executor, before: number): Promise<void> {
    await on.deleteFrom("subscription_run").where("at", "<", before).execute();
  }
}

/** A person's own from wherever they speak, or that of the place where they do. */
export const holderOf = (where: "me" | "here", { caller, place }: Call): Holder =>
  where === "me" ? { kind: "owner", userId: caller.userId } : { kind: "place", place };
