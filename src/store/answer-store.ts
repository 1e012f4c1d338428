import type { AnswerBook } from "../market/memory.ts";
import type { Database, Executor } from "./database.ts";
import type { Log } from "../core/log.ts";

/** A longer body is not kept: charts of a month have about 50 kB, and of longer ones there are daily closes. */
const LONGEST_BODY = 64 * 1024;
/** With it the table stays under some thirty megabytes, whatever is asked. */
const MOST_ANSWERS = 500;

/** Table `answer`: what providers said last, as JSON, by the name of the memory and its key. */
export class AnswerStore {
  async keep(on: Executor, name: string, key: string, answer: object, now: number): Promise<void> {
    const body = JSON.stringify(answer);
    if (body.length > LONGEST_BODY) return;
    const row = { body, kept_at: now };
    await on
      .insertInto("answer")
      .values({ name, key, ...row })
      .onConflict((conflict) => conflict.columns(["name", "key"]).doUpdateSet(row))
      .execute();
  }

  /** @param since  UTC epoch milliseconds at which it was kept; an older answer is none */
  async lastKnown(on: Executor, name: string, key: string, since: number): Promise<unknown> {
    const row = await on
      .selectFrom("answer")
      .select("body")
      .where("name", "=", name)
      .where("key", "=", key)
      .where("kept_at", ">", since)
      .executeTakeFirst();
    return row && (JSON.parse(row.body) as unknown);
  }

  /** Removes what was kept before, and of the rest all but the newest five hundred. */
  async removeOld(on: Executor, before: number): Promise<void> {
    await on.deleteFrom("answer").where("kept_at", "<", before).execute();
    const oldest = await on
      .selectFrom("answer")
      .select("kept_at")
      .orderBy("kept_at", "desc")
      .offset(MOST_ANSWERS)
      .limit(1)
      .executeTakeFirst();
    if (oldest) await on.deleteFrom("answer").where("kept_at", "<=", oldest.kept_at).execute();
  }
}

/** The store as the market room knows it. It never rejects: a full disk is logged and must not cost the answer. */
export function answerBook(database: Database, log: Log, store = new AnswerStore()): AnswerBook {
  return {
    async keep(name, key, answer, now) {
      try {
        await store.keep(database, name, key, answer, now);
      } catch (error) {
        log.error({ error, name }, "answer not kept");
      }
    },
    async lastKnown(name, key, since) {
      try {
        return await store.lastKnown(database, name, key, since);
      } catch (error) {
        log.error({ error, name }, "answer not recalled");
        return undefined;
      }
    },
  };
}
