import type { Executor } from "./database.ts";

export interface Lease {
  readonly holder: string;
  /** UTC epoch milliseconds of the holder's last sign of life. */
  readonly beatAt: number;
}

/** Table `lease`: which process works on this file. Every write repeats the holder it expects. */
export class LeaseStore {
  async find(on: Executor, name: string): Promise<Lease | undefined> {
    const row = await on.selectFrom("lease").select(["holder", "beat_at"]).where("name", "=", name).executeTakeFirst();
    return row && { holder: row.holder, beatAt: row.beat_at };
  }

  /** Takes it when it is free or still held as `expected` says. @returns whether it is ours now */
  async take(on: Executor, name: string, holder: string, expected: Lease | undefined, now: number): Promise<boolean> {
    const row = { holder, beat_at: now, started_at: now };
    if (!expected) {
      const { numInsertedOrUpdatedRows } = await on
        .insertInto("lease")
        .values({ name, ...row })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    }
    const { numUpdatedRows } = await on
      .updateTable("lease")
      .set(row)
      .where("name", "=", name)
      .where("holder", "=", expected.holder)
      .where("beat_at", "=", expected.beatAt)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  /** A sign of life. @returns false when somebody else holds it now */
  async beat(on: Executor, name: string, holder: string, now: number): Promise<boolean> {
    const { numUpdatedRows } = await on
      .updateTable("lease")
      .set({ beat_at: now })
      .where("name", "=", name)
      .where("holder", "=", holder)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  async release(on: Executor, name: string, holder: string): Promise<void> {
    await on.deleteFrom("lease").where("name", "=", name).where("holder", "=", holder).execute();
  }
}
