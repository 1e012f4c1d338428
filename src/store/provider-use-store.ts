import { sql } from "kysely";
import type { HourOfUse, UseBook } from "../market/quota.ts";
import type { Database, Executor } from "./database.ts";

/** Table `provider_use`: how many requests each provider answered in each hour, for the two months that a month's end needs. */
export class ProviderUseStore {
  /** Adds to what is there. */
  async add(on: Executor, hours: readonly HourOfUse[]): Promise<void> {
    if (hours.length === 0) return;
    await on
      .insertInto("provider_use")
      .values([...hours])
      .onConflict((conflict) =>
        conflict
          .columns(["provider", "hour"])
          .doUpdateSet({ requests: sql`provider_use.requests + excluded.requests` }),
      )
      .execute();
  }

  async since(on: Executor, hour: number): Promise<readonly HourOfUse[]> {
    return await on.selectFrom("provider_use").selectAll().where("hour", ">=", hour).execute();
  }

  async removeBefore(on: Executor, hour: number): Promise<void> {
    await on.deleteFrom("provider_use").where("hour", "<", hour).execute();
  }
}

/** The store as the market room knows it, outside any transaction. */
export function useBook(database: Database, store = new ProviderUseStore()): UseBook {
  return {
    add: (hours) => store.add(database, hours),
    since: (hour) => store.since(database, hour),
  };
}
