import type { Database, Executor } from "./database.ts";
import type { ExchangeRates } from "../market/source.ts";
import type { RateBook } from "../market/rates.ts";

const NAME = "exchange-rates";

/** The note `exchange-rates`: the last known rates of all currencies, which are only ever used together. */
class RateStore {
  async keep(on: Executor, { perBitcoin, source, asOf }: ExchangeRates): Promise<void> {
    const value = JSON.stringify({ source, asOf, perBitcoin: [...perBitcoin] });
    await on
      .insertInto("note")
      .values({ name: NAME, value, changed_at: asOf })
      .onConflict((conflict) => conflict.column("name").doUpdateSet({ value, changed_at: asOf }))
      .execute();
  }

  async last(on: Executor): Promise<ExchangeRates | undefined> {
    const row = await on.selectFrom("note").select("value").where("name", "=", NAME).executeTakeFirst();
    if (!row) return undefined;
    const kept = JSON.parse(row.value) as Omit<ExchangeRates, "perBitcoin"> & {
      perBitcoin: [string, { kind: "fiat" | "commodity" | "crypto"; value: number }][];
    };
    return { ...kept, perBitcoin: new Map(kept.perBitcoin) };
  }
}

/** The store as the market room knows it, outside any transaction. */
export function rateBook(database: Database, store = new RateStore()): RateBook {
  return {
    keep: (rates) => store.keep(database, rates),
    last: () => store.last(database),
  };
}
