import { sql } from "kysely";
import type { Executor } from "./database.ts";

/** Table `command_use`: how often commands were used, by the week; by whom is not kept. */
export class CommandUseStore {
  /** @param week  counted since 1970 */
  async add(on: Executor, uses: ReadonlyMap<string, number>, week: number): Promise<void> {
    if (uses.size === 0) return;
    await on
      .insertInto("command_use")
      .values([...uses].map(([command, count]) => ({ command, week, uses: count })))
      .onConflict((conflict) =>
        conflict.columns(["week", "command"]).doUpdateSet({ uses: sql`command_use.uses + excluded.uses` }),
      )
      .execute();
  }

  /** What was used most in a week. */
  async most(
    on: Executor,
    week: number,
    limit: number,
  ): Promise<readonly { readonly command: string; readonly uses: number }[]> {
    return await on
      .selectFrom("command_use")
      .select(["command", "uses"])
      .where("week", "=", week)
      .orderBy("uses", "desc")
      .orderBy("command")
      .limit(limit)
      .execute();
  }

  async removeBefore(on: Executor, week: number): Promise<void> {
    await on.deleteFrom("command_use").where("week", "<", week).execute();
  }
}
