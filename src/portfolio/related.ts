import type { Entry, KeptEntry } from "./entry.ts";

/** The coins that an entry says something of. */
export function assetsIn(entry: Entry): readonly string[] {
  const assets = "asset" in entry ? [entry.asset] : [];
  if ("toAsset" in entry) assets.push(entry.toAsset);
  if ("fee" in entry && entry.fee?.kind === "coin") assets.push(entry.fee.asset);
  return assets;
}

/** Coins, with those whose lots became theirs by migration: of all of them together everything can be told without the rest. */
export function withOrigins(entries: readonly KeptEntry[], assets: Iterable<string>): ReadonlySet<string> {
  const all = new Set(assets);
  const migrations = entries.flatMap((entry) => (entry.kind === "migration" ? [entry] : []));
  for (let known = -1; known !== all.size;) {
    known = all.size;
    for (const { asset, toAsset } of migrations) if (all.has(toAsset)) all.add(asset);
  }
  return all;
}

/** The entries that say something of these coins. */
export const entriesAbout = (entries: readonly KeptEntry[], assets: ReadonlySet<string>): readonly KeptEntry[] =>
  entries.filter((entry) => assetsIn(entry).some((asset) => assets.has(asset)));
