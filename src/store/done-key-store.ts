import type { Call } from "../core/call.ts";
import type { Database, Executor } from "./database.ts";

/** Carries out a command's database writes once for each call; see `DoneKeyStore.once`. */
export type Once = <Facts>(command: string, call: Call, write: (on: Executor) => Promise<Facts>) => Promise<Facts>;

/** Which write of whose call. */
type Done = Pick<Call, "caller" | "key" | "now">;

/**
 * Table `done_key`: the writes that were carried out, by the key of the call that asked for them. A key counts for its user and
 * command alone, so nobody gets at another's answer by sending the same key; it goes with its user.
 */
export class DoneKeyStore {
  /**
   * Carries out a command's database writes and notes their key in one transaction: both are there or neither is, wherever the
   * process dies. A second time, also at the same moment, nothing is written. A call without a key is always a new one.
   * @param write  awaits nothing but the database; its result is JSON-safe, and is the facts of the command
   * @returns what `write` returned the first time
   */
  async once<Facts>(
    database: Database,
    command: string,
    call: Done,
    write: (on: Executor) => Promise<Facts>,
  ): Promise<Facts> {
    return await database.transaction().execute(async (on) => {
      const before = await this.find(on, command, call);
      if (before) return before.facts as Facts;
      const facts = await write(on);
      if (call.key !== undefined)
        await on
          .insertInto("done_key")
          .values({
            user_id: call.caller.userId,
            key: call.key,
            command,
            facts: JSON.stringify(facts),
            done_at: call.now,
          })
          .execute();
      return facts;
    });
  }

  /** @returns the facts of the first time; undefined when it was not done */
  async find(on: Executor, command: string, call: Done): Promise<{ readonly facts: unknown } | undefined> {
    if (call.key === undefined) return undefined;
    const row = await on
      .selectFrom("done_key")
      .select("facts")
      .where("user_id", "=", call.caller.userId)
      .where("key", "=", call.key)
      .where("command", "=", command)
      .executeTakeFirst();
    return row && { facts: JSON.parse(row.facts) as unknown };
  }

  async removeDoneBefore(on: Executor, before: number): Promise<number> {
    const { numDeletedRows } = await on.deleteFrom("done_key").where("done_at", "<", before).executeTakeFirst();
    return Number(numDeletedRows);
  }
}
