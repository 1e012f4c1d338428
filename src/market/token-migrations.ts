import { readFileSync } from "node:fs";
import type { Asset } from "./asset.ts";
import { z } from "zod";

const id = z.string().regex(/^[a-z0-9-]+$/);
const symbol = z.string().regex(/^[A-Z0-9]{1,12}$/);
const whole = z.number().int().min(1);

const migration = z.strictObject({
  from: z.strictObject({ assetId: id, symbol, name: z.string().min(1) }),
  to: z.strictObject({ assetId: id, symbol }),
  /** So many of the new token for `denominator` of the old one. */
  numerator: whole,
  denominator: whole,
  /** The first day on which it could be done, where the source tells one. */
  since: z.iso.date().optional(),
  source: z.url(),
});

/** The form of data/migrations.json. */
const file = z.strictObject({
  schemaVersion: z.literal(1),
  /** Goes up with each change of the list. */
  version: whole,
  /** The day on which it was last gone through. */
  asOf: z.iso.date(),
  about: z.string(),
  migrations: z.array(migration),
});

/** A token that became another. Equal ids are one asset under a new ticker: there is nothing to migrate. */
export type TokenMigration = z.output<typeof migration>;

/** Tokens that became others. */
export interface TokenMigrations {
  /** By the old token's ticker, in any case. */
  ofSymbol(symbol: string): TokenMigration | undefined;
  ofAsset(assetId: string): TokenMigration | undefined;
  /** The old token as an asset; it may be listed nowhere any more. */
  oldAsset(assetId: string): Asset | undefined;
}

/**
 * The list that we keep ourselves, from data/migrations.json.
 * @throws Error when the file is not in its form, or tells one token twice
 */
export function readTokenMigrations(
  path: URL = new URL("../../data/migrations.json", import.meta.url),
): TokenMigrations {
  const { migrations } = file.parse(JSON.parse(readFileSync(path, "utf8")));
  const bySymbol = new Map(migrations.map((each) => [each.from.symbol, each]));
  const byId = new Map(migrations.map((each) => [each.from.assetId, each]));
  if (bySymbol.size < migrations.length || byId.size < migrations.length)
    throw new Error("data/migrations.json tells one token twice");
  return {
    ofSymbol: (typed) => bySymbol.get(typed.trim().toUpperCase()),
    ofAsset: (assetId) => byId.get(assetId),
    oldAsset(assetId) {
      const from = byId.get(assetId)?.from;
      return from && { id: from.assetId, symbol: from.symbol, name: from.name };
    },
  };
}
