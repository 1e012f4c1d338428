import type { Database, Executor } from "./database.ts";
import { NoteStore } from "./note-store.ts";
import type { ExchangeRates } from "../market/source.ts";
import type { RateBook } from "../market/rates.ts";

const NAME = "exchange-rates";

/** The note `exchange-rates`: the last known rates of all currencies, which are only ever used together. */
class RateStore {
  readonly #notes = new NoteStore();

  async keep(on: Executor, { perBitcoin, source, asOf }: ExchangeRates): Promise<void> {
    await this.#notes.set(on, NAME, JSON.stringify({ source, asOf, perBitcoin: [...perBitcoin] }), asOf);
  }

  async last(on: Executor): Promise<ExchangeRates | undefined> {
    const value = await this.#notes.get(on, NAME);
    if (value === undefined) return undefined;
    const kept = JSON.parse(value) as Omit<ExchangeRates, "perBitcoin"> & {
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
