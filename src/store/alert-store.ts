import { alertOf, alertRows, type KeptAlert, watchColumns } from "./alert-row.ts";
import type { Alert, NewAlert } from "../alerts/alert.ts";
import type { Executor } from "./database.ts";
import { keptQuery } from "./kept-query.ts";
import type { Place, Platform } from "../core/call.ts";
import { PlaceStore } from "./place-store.ts";
import { type Subject, subjectKey } from "../alerts/subject.ts";
import type { Watch } from "../alerts/watch.ts";

/** What a person may have changed of an alert. */
export type AlertChange = Pick<
  Alert,
  "condition" | "repetition" | "note" | "expiresAt" | "snoozedUntil" | "state" | "reason"
>;

const findStopped = keptQuery((on, given: { readonly userId: string; readonly platform: Platform }) =>
  alertRows(on)
    .where("made_by", "=", given.userId)
    .where("platform", "=", given.platform)
    .where("is_public", "=", 0)
    .where("state", "=", "unreachable")
    .orderBy("number"),
);

/** Table `alert`, as people make, read and change it. */
export class AlertStore {
  readonly #places = new PlaceStore();

  /** The user has to exist. To be run in a transaction. @returns the alert with its number */
  async add(
    on: Executor,
    alert: Omit<Alert, "number" | "state"> & Pick<NewAlert, "webhookSecret">,
    { subject, watch }: { readonly subject: Subject; readonly watch: Watch },
  ): Promise<KeptAlert> {
    const { place, target, ownerId, repetition, webhookSecret } = alert;
    if ((target.kind === "webhook") !== (webhookSecret !== undefined))
      throw new TypeError("a webhook, and nothing else, has a secret");
    const isPlaces = target.kind === "place";
    if (isPlaces) await this.#places.see(on, place, alert.createdAt);
    const row = await on
      .insertInto("alert")
      .values({
        owner_id: isPlaces ? null : ownerId,
        made_by: ownerId,
        of_platform: isPlaces ? place.platform : null,
        of_chat_id: isPlaces ? place.chatId : null,
        platform: place.platform,
        chat_id: place.chatId,
        topic_id: place.topicId ?? null,
        is_public: place.isPublic ? 1 : 0,
        target: isPlaces ? "place" : "owner",
        subject_id: await this.subjectId(on, subject),
        condition: JSON.stringify(alert.condition),
        cool_down_ms: repetition.kind === "once" ? null : repetition.coolDownMs,
        note: alert.note ?? null,
        expires_at: alert.expiresAt ?? null,
        state: "armed",
        created_at: alert.createdAt,
        ...watchColumns(watch),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    if (target.kind !== "webhook" || webhookSecret === undefined) return alertOf({ ...row, webhook_url: null });
    const { number } = row;
    await on
      .insertInto("alert_webhook")
      .values({ alert_number: number, url: target.url, secret: webhookSecret })
      .execute();
    // Each is a chat of its own, so that a slow one keeps nobody else waiting.
    const chat = { chat_id: String(number) };
    await on.updateTable("alert").set(chat).where("number", "=", number).execute();
    return alertOf({ ...row, ...chat, webhook_url: target.url });
  }

  /** Where the alert of this number is posted, and the secret that its posts are signed by; undefined where it is none or no more. */
  async webhook(on: Executor, number: number): Promise<{ readonly url: string; readonly secret: string } | undefined> {
    return await on
      .selectFrom("alert_webhook")
      .select(["url", "secret"])
      .where("alert_number", "=", number)
      .executeTakeFirst();
  }

  /** The row of a subject, made at first sight; a new one is looked at in the next tick. */
  async subjectId(on: Executor, subject: Subject): Promise<number> {
    const key = subjectKey(subject);
    const values = { subject: key, user_id: "userId" in subject ? subject.userId : null, next_at: 0 };
    await on
      .insertInto("alert_subject")
      .values(values)
      .onConflict((conflict) => conflict.column("subject").doNothing())
      .execute();
    const row = await on.selectFrom("alert_subject").select("id").where("subject", "=", key).executeTakeFirstOrThrow();
    return row.id;
  }

  async one(on: Executor, number: number): Promise<KeptAlert | undefined> {
    const row = await alertRows(on).where("number", "=", number).executeTakeFirst();
    return row && alertOf(row);
  }

  /** In order of their numbers. */
  async ofOwner(on: Executor, userId: string): Promise<readonly KeptAlert[]> {
    const rows = await alertRows(on).where("owner_id", "=", userId).orderBy("number").execute();
    return rows.map(alertOf);
  }

  /** Those that belong to a place, in any of its topics. */
  async ofPlace(on: Executor, { platform, chatId }: Place): Promise<readonly KeptAlert[]> {
    const rows = await alertRows(on)
      .where("of_platform", "=", platform)
      .where("of_chat_id", "=", chatId)
      .orderBy("number")
      .execute();
    return rows.map(alertOf);
  }

  /** Writes what was changed, and what it waits for now. */
  async change(
    on: Executor,
    number: number,
    { condition, repetition, ...to }: AlertChange,
    { subject, watch, now }: { readonly subject: Subject; readonly watch: Watch | undefined; readonly now: number },
  ): Promise<KeptAlert> {
    const isOver = to.state === "expired" || (to.state === "fired" && watch === undefined);
    await on
      .updateTable("alert")
      .set((is) => ({
        condition: JSON.stringify(condition),
        cool_down_ms: repetition.kind === "once" ? null : repetition.coolDownMs,
        note: to.note ?? null,
        expires_at: to.expiresAt ?? null,
        snoozed_until: to.snoozedUntil ?? null,
        state: to.state,
        reason: to.reason ?? null,
        over_at: isOver ? now : null,
        ...watchColumns(watch),
        version: is("version", "+", 1),
      }))
      .set({ subject_id: await this.subjectId(on, subject) })
      .where("number", "=", number)
      .execute();
    return alertOf(await alertRows(on).where("number", "=", number).executeTakeFirstOrThrow());
  }

  async remove(on: Executor, numbers: readonly number[]): Promise<void> {
    await on
      .deleteFrom("alert")
      .where("number", "in", [...numbers])
      .execute();
  }

  /** Those that a person has made and that tell them alone on a platform, and were stopped because they could not be written to. */
  async stoppedOf(on: Executor, userId: string, platform: Platform): Promise<readonly KeptAlert[]> {
    return (await findStopped(on, { userId, platform })).rows.map(alertOf);
  }

  /** Stops those whose place is closed to us. @returns how many */
  async close(on: Executor, numbers: readonly number[], reason: string): Promise<number> {
    const { numUpdatedRows } = await on
      .updateTable("alert")
      .set((is) => ({ state: "unreachable", reason, ...watchColumns(undefined), version: is("version", "+", 1) }))
      .where("number", "in", [...numbers])
      // What somebody has paused stays so.
      .where("state", "not in", ["expired", "paused"])
      .executeTakeFirst();
    return Number(numUpdatedRows);
  }

  /** The number of the newest item of news that is known; 0 when there is none. */
  async newestItem(on: Executor): Promise<number> {
    const row = await on
      .selectFrom("news_item")
      .select((select) => select.fn.max("id").as("id"))
      .executeTakeFirst();
    return row?.id ?? 0;
  }
}
