import { sql } from "kysely";
import { readTrace, readTraceTexts, type Trace, type TraceTexts, writeTrace } from "../core/trace.ts";
import type { Executor } from "./database.ts";

/** How one answer came about. */
export interface KeptTrace {
  /** UTC epoch milliseconds. */
  readonly answeredAt: number;
  readonly trace: Trace;
  /** Only of people who agreed. */
  readonly texts?: TraceTexts;
}

/** Table `trace`. */
export class TraceStore {
  /** Of a person who was deleted meanwhile nothing is kept. */
  async add(on: Executor, userId: string, { answeredAt, trace, texts }: KeptTrace): Promise<void> {
    await sql`
      INSERT INTO trace (user_id, answered_at, body, texts)
      SELECT id, ${answeredAt}, ${writeTrace(trace)}, ${texts === undefined ? null : JSON.stringify(texts)}
      FROM user WHERE id = ${userId}`.execute(on);
  }

  /** The last one that is younger than `after`. */
  async last(on: Executor, userId: string, after: number): Promise<KeptTrace | undefined> {
    const row = await on
      .selectFrom("trace")
      .select(["answered_at", "body", "texts"])
      .where("user_id", "=", userId)
      .where("answered_at", ">", after)
      .orderBy("id", "desc")
      .limit(1)
      .executeTakeFirst();
    if (!row) return undefined;
    const { answered_at: answeredAt, body, texts } = row;
    return { answeredAt, trace: readTrace(body), ...(texts !== null && { texts: readTraceTexts(texts) }) };
  }

  /** Removes one person's words; the steps stay. */
  async removeTexts(on: Executor, userId: string): Promise<void> {
    await on
      .updateTable("trace")
      .set({ texts: null })
      .where("user_id", "=", userId)
      .where("texts", "is not", null)
      .execute();
  }

  async removeBefore(on: Executor, before: number): Promise<void> {
    await on.deleteFrom("trace").where("answered_at", "<=", before).execute();
  }
}
