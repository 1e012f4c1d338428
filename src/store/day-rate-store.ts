import type { DayRate, DayRateBook } from "../market/day-rates.ts";
import type { Database, Executor } from "./database.ts";

/** Table `day_rate`: kept for good, since a day that is over can only be asked for again at a cost. */
class DayRateStore {
  async of(on: Executor, currency: string, fromDay: number, toDay: number): Promise<readonly DayRate[]> {
    const rows = await on
      .selectFrom("day_rate")
      .select(["day", "per_usd", "source"])
      .where("currency", "=", currency)
      .where("day", ">=", fromDay)
      .where("day", "<=", toDay)
      .execute();
    return rows.map(({ day, per_usd, source }) => ({ currency, day, perUsd: per_usd, source }));
  }

  /** A rate that is there stays: what was computed with it must not change by itself. */
  async keep(on: Executor, rates: readonly DayRate[], now: number): Promise<void> {
    if (rates.length === 0) return;
    const rows = rates.map(({ currency, day, perUsd, source }) => ({
      currency,
      day,
      per_usd: perUsd,
      source,
      kept_at: now,
    }));
    for (let start = 0; start < rows.length; start += 1_000)
      await on
        .insertInto("day_rate")
        .values(rows.slice(start, start + 1_000))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
  }
}

/** The store as the market room knows it, outside any transaction. */
export const dayRateBook = (database: Database, clock: () => number, store = new DayRateStore()): DayRateBook => ({
  of: (currency, fromDay, toDay) => store.of(database, currency, fromDay, toDay),
  keep: (rates) => store.keep(database, rates, clock()),
});
