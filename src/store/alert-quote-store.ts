import type { Executor } from "./database.ts";
import type { Points } from "../market/source.ts";
import { sql } from "kysely";

/** How long quotes that were taken for alerts are kept. */
export const QUOTES_KEPT_MS = 48 * 60 * 60_000;

/** A price in US dollars that was accepted. Instants in UTC epoch milliseconds. */
export interface KeptPrice {
  readonly usd: number;
  readonly asOf: number;
  readonly source: string;
  /** How often this source is asked. */
  readonly everyMs: number;
  /** When it was last taken. */
  readonly seenAt: number;
}

/** What is worth knowing of an asset besides its price, in US dollars. */
interface KeptSizes {
  readonly cap?: number;
  readonly volume?: number;
  readonly asOf: number;
  readonly source: string;
  readonly seenAt: number;
}

/** What was last seen of an asset. */
export interface KeptAsset {
  readonly asset: string;
  /** When each source was last asked for it, by the source's name. */
  readonly asked: Readonly<Record<string, number>>;
  readonly price?: KeptPrice;
  readonly sizes?: KeptSizes;
  /** A jump that nobody has confirmed, and since when it stands. */
  readonly doubt?: { readonly since: number; readonly usd: number };
  /** The all-time high, and when it was asked for. */
  readonly ath?: { readonly usd: number; readonly at: number };
}

/** Tables `alert_asset` and `alert_quote`. */
export class AlertQuoteStore {
  /** @param assets  as `assetKey` names them */
  async assets(on: Executor, assets: readonly string[]): Promise<ReadonlyMap<string, KeptAsset>> {
    const rows = await on
      .selectFrom("alert_asset")
      .selectAll()
      .where("asset", "in", sql<string>`(SELECT value FROM json_each(${JSON.stringify(assets)}))`)
      .execute();
    return new Map(
      rows.map((row): [string, KeptAsset] => [
        row.asset,
        {
          asset: row.asset,
          asked: JSON.parse(row.asked) as Record<string, number>,
          ...(row.price_usd === null || row.as_of === null || row.source === null || row.seen_at === null
            ? {}
            : {
                price: {
                  usd: row.price_usd,
                  asOf: row.as_of,
                  source: row.source,
                  everyMs: row.every_ms ?? 0,
                  seenAt: row.seen_at,
                },
              }),
          ...(row.sizes_at === null || row.sizes_as_of === null || row.sizes_source === null
            ? {}
            : {
                sizes: {
                  ...(row.cap_usd === null ? {} : { cap: row.cap_usd }),
                  ...(row.volume_usd === null ? {} : { volume: row.volume_usd }),
                  asOf: row.sizes_as_of,
                  source: row.sizes_source,
                  seenAt: row.sizes_at,
                },
              }),
          ...(row.doubted_since === null || row.doubted_usd === null
            ? {}
            : { doubt: { since: row.doubted_since, usd: row.doubted_usd } }),
          ...(row.ath_usd === null || row.ath_at === null ? {} : { ath: { usd: row.ath_usd, at: row.ath_at } }),
        },
      ]),
    );
  }

  /** Writes down what is known of each now, keeps the price of those that have one as a quote, and lets old quotes go. To be run in a transaction. */
  async keep(on: Executor, assets: readonly KeptAsset[], now: number): Promise<void> {
    const rows = JSON.stringify(
      assets.map(({ asset, asked, price, sizes, doubt, ath }) => [
        asset,
        price?.usd,
        price?.asOf,
        price?.source,
        price?.everyMs,
        price?.seenAt,
        sizes?.cap,
        sizes?.volume,
        sizes?.asOf,
        sizes?.source,
        sizes?.seenAt,
        doubt?.since,
        doubt?.usd,
        ath?.usd,
        ath?.at,
        JSON.stringify(asked),
      ]),
    );
    const column = (index: number) => sql.raw(`value ->> ${index}`);
    const real = (index: number) => sql.raw(`CAST(value ->> ${index} AS REAL)`);
    await sql`INSERT INTO alert_asset (asset, looked_at, price_usd, as_of, source, every_ms, seen_at, cap_usd, volume_usd,
        sizes_as_of, sizes_source, sizes_at, doubted_since, doubted_usd, ath_usd, ath_at, asked)
      SELECT ${column(0)}, ${now}, ${real(1)}, ${column(2)}, ${column(3)}, ${column(4)}, ${column(5)}, ${real(6)}, ${real(7)},
        ${column(8)}, ${column(9)}, ${column(10)}, ${column(11)}, ${real(12)}, ${real(13)}, ${column(14)},
        ${column(15)}
      FROM json_each(${rows}) WHERE true
      ON CONFLICT (asset) DO UPDATE SET looked_at = excluded.looked_at, price_usd = excluded.price_usd,
        as_of = excluded.as_of, source = excluded.source, every_ms = excluded.every_ms, seen_at = excluded.seen_at,
        cap_usd = excluded.cap_usd, volume_usd = excluded.volume_usd, sizes_as_of = excluded.sizes_as_of,
        sizes_source = excluded.sizes_source, sizes_at = excluded.sizes_at, doubted_since = excluded.doubted_since,
        doubted_usd = excluded.doubted_usd, ath_usd = excluded.ath_usd, ath_at = excluded.ath_at, asked = excluded.asked`.execute(
      on,
    );
    await sql`INSERT INTO alert_quote (asset, as_of, price_usd)
      SELECT ${column(0)}, ${column(2)}, ${real(1)} FROM json_each(${rows})
      WHERE ${column(1)} IS NOT NULL AND ${column(2)} > ${now - QUOTES_KEPT_MS}
      ON CONFLICT DO NOTHING`.execute(on);
    // What lies ahead of now was taken before the clock was set back.
    await sql`DELETE FROM alert_quote WHERE (as_of < ${now - QUOTES_KEPT_MS} OR as_of > ${now})
      AND asset IN (SELECT ${column(0)} FROM json_each(${rows}))`.execute(on);
  }

  /** The quotes of one asset, oldest first. @param since  UTC epoch milliseconds */
  async quotes(on: Executor, asset: string, since: number): Promise<Points> {
    const rows = await on
      .selectFrom("alert_quote")
      .select(["as_of", "price_usd"])
      .where("asset", "=", asset)
      .where("as_of", ">=", since)
      .orderBy("as_of")
      .execute();
    return rows.map((row) => [row.as_of, row.price_usd] as const);
  }

  /** The lowest and the highest quote since. */
  async range(on: Executor, asset: string, since: number) {
    const row = await on
      .selectFrom("alert_quote")
      .select((select) => [select.fn.min("price_usd").as("low"), select.fn.max("price_usd").as("high")])
      .where("asset", "=", asset)
      .where("as_of", ">=", since)
      .executeTakeFirst();
    const [low, high] = [row?.low, row?.high];
    return typeof low === "number" && typeof high === "number" ? { low, high } : undefined;
  }

  /** Notes an asset's all-time high; of an asset that nobody has looked at nothing. */
  async noteHigh(
    on: Executor,
    asset: string,
    { usd, at }: { readonly usd: number; readonly at: number },
  ): Promise<void> {
    await on.updateTable("alert_asset").set({ ath_usd: usd, ath_at: at }).where("asset", "=", asset).execute();
  }

  /** Forgets assets that nobody has looked at since, with their quotes. */
  async removeLookedAtBefore(on: Executor, before: number): Promise<void> {
    await on.deleteFrom("alert_asset").where("looked_at", "<", before).execute();
  }
}
