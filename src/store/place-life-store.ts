import { sql } from "kysely";
import type { Executor } from "./database.ts";
import type { Place, Platform } from "../core/call.ts";
import { PlaceStore } from "./place-store.ts";

type PlaceId = Pick<Place, "platform" | "chatId">;

/** The line by which the desk has shown itself in a place. */
export interface Greeting extends PlaceId {
  /** Of its delivery. */
  readonly deliveryKey: string;
}

const PER_PASS = 20;

/** Tables with something of a place that does not go with its row in `place`. A person's own of the kind stays theirs. */
const OF_PLACES = [
  "outbox",
  "incoming_request",
  "proposal",
  "recent_asset",
  "exchange",
  "last_post",
  "passing_answer",
  "audit",
  "model_spend",
  "model_told",
] as const;

/** Table `place`, as far as it says when the desk came and went, and table `greeting`. */
export class PlaceLifeStore {
  readonly #places = new PlaceStore();

  /** @returns false where it was there already */
  async join(on: Executor, place: Place, now: number): Promise<boolean> {
    const before = await on
      .selectFrom("place")
      .select(["joined_at", "left_at"])
      .where("platform", "=", place.platform)
      .where("chat_id", "=", place.chatId)
      .executeTakeFirst();
    if (before && before.joined_at !== null && before.left_at === null) return false;
    await this.#places.see(on, place, now);
    await this.#set(on, place, { joined_at: now, looked_at: now });
    return true;
  }

  /** What is kept stays for a while: whoever threw it out may think better of it. */
  async leave(on: Executor, place: PlaceId, now: number): Promise<void> {
    await on
      .updateTable("place")
      .set({ left_at: now })
      .where("platform", "=", place.platform)
      .where("chat_id", "=", place.chatId)
      .where("left_at", "is", null)
      .execute();
  }

  /** The platform was asked just now whether the desk is there. */
  async looked(on: Executor, place: PlaceId, now: number): Promise<void> {
    await this.#set(on, place, { looked_at: now });
  }

  /** Groups of which nothing was seen or asked since an instant, those that were left alone longest first; some of them. */
  async unseen(on: Executor, since: number): Promise<readonly Place[]> {
    const rows = await on
      .selectFrom("place")
      .select(["platform", "chat_id"])
      .where("is_public", "=", 1)
      .where("left_at", "is", null)
      .where("seen_at", "<", since)
      .where((either) => either.or([either("looked_at", "is", null), either("looked_at", "<", since)]))
      .orderBy(sql`COALESCE(looked_at, 0)`)
      .limit(PER_PASS)
      .execute();
    return rows.map(({ platform, chat_id }) => ({ platform: platform as Platform, chatId: chat_id, isPublic: true }));
  }

  /** Removes all that is kept of places which were left before an instant. @returns how many places those were */
  async forgetLeftBefore(on: Executor, before: number): Promise<number> {
    const gone = await on
      .selectFrom("place")
      .select(["platform", "chat_id"])
      .where("left_at", "<", before)
      .limit(PER_PASS)
      .execute();
    for (const { platform, chat_id } of gone) {
      for (const table of OF_PLACES)
        await on.deleteFrom(table).where("platform", "=", platform).where("chat_id", "=", chat_id).execute();
      await on.deleteFrom("place").where("platform", "=", platform).where("chat_id", "=", chat_id).execute();
    }
    return gone.length;
  }

  async greet(on: Executor, { platform, chatId, deliveryKey }: Greeting, removeAt: number): Promise<void> {
    const row = { delivery_key: deliveryKey, remove_at: removeAt };
    await on
      .insertInto("greeting")
      .values({ platform, chat_id: chatId, ...row })
      .onConflict((conflict) => conflict.columns(["platform", "chat_id"]).doUpdateSet(row))
      .execute();
  }

  /** The line has done its work. */
  async endGreeting(on: Executor, { platform, chatId }: PlaceId, removeAt: number): Promise<void> {
    await on
      .updateTable("greeting")
      .set({ remove_at: removeAt })
      .where("platform", "=", platform)
      .where("chat_id", "=", chatId)
      .where("remove_at", ">", removeAt)
      .execute();
  }

  /** Those that are to be removed by now. */
  async greetingsOver(on: Executor, now: number): Promise<readonly Greeting[]> {
    const rows = await on.selectFrom("greeting").selectAll().where("remove_at", "<=", now).limit(PER_PASS).execute();
    return rows.map(({ platform, chat_id, delivery_key }) => ({
      platform: platform as Platform,
      chatId: chat_id,
      deliveryKey: delivery_key,
    }));
  }

  async forgetGreeting(on: Executor, { platform, chatId }: PlaceId): Promise<void> {
    await on.deleteFrom("greeting").where("platform", "=", platform).where("chat_id", "=", chatId).execute();
  }

  async #set(
    on: Executor,
    { platform, chatId }: PlaceId,
    to: { readonly joined_at?: number; readonly looked_at?: number },
  ): Promise<void> {
    await on.updateTable("place").set(to).where("platform", "=", platform).where("chat_id", "=", chatId).execute();
  }
}
