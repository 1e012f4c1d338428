import type { Database, Executor } from "./database.ts";
import type { Asset } from "../market/asset.ts";
import type { Quote } from "../market/quote.ts";
import { known } from "../wire/figure.ts";
import type { QuoteBook } from "../market/quote-book.ts";
import { sql } from "kysely";

/** What is kept as JSON; asset, currency and time have columns of their own. */
type Body = Omit<Quote, "asset" | "currency" | "asOf" | "isStale">;

/** Five values a row; SQLite takes 32,766 in one statement. */
const ROWS_AT_ONCE = 1_000;

/** Table `quote`: the last known quote of each asset and currency. */
export class QuoteStore {
  /** Keeps each unless a newer one is there. */
  async keep(on: Executor, quotes: readonly Quote[], now: number): Promise<void> {
    const rows = quotes.map((quote) => ({
      asset_id: quote.asset.id,
      currency: quote.currency,
      body: JSON.stringify(bodyOf(quote)),
      as_of: quote.asOf,
      kept_at: now,
    }));
    for (let start = 0; start < rows.length; start += ROWS_AT_ONCE)
      await on
        .insertInto("quote")
        .values(rows.slice(start, start + ROWS_AT_ONCE))
        .onConflict((conflict) =>
          conflict
            .columns(["asset_id", "currency"])
            .doUpdateSet((row) => ({
              body: row.ref("excluded.body"),
              as_of: row.ref("excluded.as_of"),
              kept_at: row.ref("excluded.kept_at"),
            }))
            .where(sql<boolean>`excluded.as_of >= quote.as_of`),
        )
        .execute();
  }

  /** @param since  UTC epoch milliseconds of the provider's clock; older quotes are left out */
  async lastKnown(on: Executor, assets: readonly Asset[], currency: string, since: number): Promise<readonly Quote[]> {
    const byId = new Map(assets.map((asset) => [asset.id, asset]));
    const rows = await on
      .selectFrom("quote")
      .select(["asset_id", "body", "as_of"])
      .where("currency", "=", currency)
      .where("as_of", ">", since)
      .where("asset_id", "in", [...byId.keys()])
      .execute();
    return rows.flatMap((row) => {
      const asset = byId.get(row.asset_id);
      if (!asset) return [];
      return [{ ...(JSON.parse(row.body) as Body), asset, currency, asOf: row.as_of, isStale: true }];
    });
  }

  async removeKeptBefore(on: Executor, before: number): Promise<number> {
    const { numDeletedRows } = await on.deleteFrom("quote").where("kept_at", "<", before).executeTakeFirst();
    return Number(numDeletedRows);
  }
}

function bodyOf(quote: Quote): Body {
  const { price, source, change24h, change7d, marketCap, volume24h, rank } = quote;
  return { price, source, ...known({ change24h, change7d, marketCap, volume24h, rank }) };
}

/** The store as the market room knows it, outside any transaction. */
export function quoteBook(database: Database, store = new QuoteStore()): QuoteBook {
  return {
    keep: (quotes, now) => store.keep(database, quotes, now),
    lastKnown: (assets, currency, since) => store.lastKnown(database, assets, currency, since),
  };
}
