import type { Asset } from "../asset.ts";
import { fold, squeeze } from "../asset-words.ts";
import type { ListedProtocol, Takings } from "./fees-source.ts";
import { nearest } from "../../core/nearest.ts";

/** Something that may have fees: a protocol, a family of them, or a chain. */
export interface ProtocolEntry {
  /** The provider's id in its addresses: "aave", "aave-v3", "near". */
  readonly slug: string;
  /** Cleaned, but from outside all the same; of a family made from its slug. */
  readonly name: string;
  readonly kind: "family" | "protocol" | "chain";
  /** Of a family the parts, the largest first; else empty. */
  readonly members: readonly ListedProtocol[];
  readonly assetId?: string;
  readonly symbol?: string;
  /** US dollars. */
  readonly tvlUsd?: number;
  readonly chains: readonly string[];
  readonly category?: string;
}

/** Everything the provider lists, by what it is called. Built from its lists, then only read. */
export class ProtocolDirectory {
  /** The largest by value locked first. */
  readonly entries: readonly ProtocolEntry[];
  readonly #bySlug = new Map<string, ProtocolEntry>();
  readonly #byName = new Map<string, ProtocolEntry>();
  readonly #byAsset = new Map<string, ProtocolEntry>();

  /**
   * @param fees  for what has fees without being in the list of protocols
   */
  constructor(protocols: readonly ListedProtocol[], chains: readonly ListedProtocol[], fees: readonly Takings[]) {
    const listed = new Set([...protocols, ...chains].map(({ slug }) => slug));
    const unlisted = fees
      .filter(({ slug }) => !listed.has(slug))
      .map(({ slug, name, family, chains: on }) => ({
        ...(family === undefined ? {} : { family }),
        slug,
        name,
        kind: "protocol" as const,
        chains: on,
      }));
    const all = [...protocols, ...unlisted];
    // Families first: "aave" is all of Aave, although a part of it may have the same name.
    const byKind = [families(all), all.map(entryOf), chains.map(entryOf)];
    for (const entry of byKind.flatMap((each) => bySize(each))) this.#add(entry);
    this.entries = bySize([...this.#bySlug.values()]);
  }

  /** By slug, or by name without regard to case, blanks and signs. */
  find(word: string): ProtocolEntry | undefined {
    const folded = fold(word);
    return this.#bySlug.get(folded) ?? this.#byName.get(squeeze(folded));
  }

  /** What a coin is the token of: its family rather than a part of it. */
  ofAsset(asset: Asset): ProtocolEntry | undefined {
    const known = this.#byAsset.get(asset.id);
    if (known) return known;
    // Families are listed without their token, so the name and the ticker of a part have to agree.
    const called = this.find(asset.id) ?? this.find(asset.name);
    const symbols = called === undefined ? [] : [called.symbol, ...called.members.map(({ symbol }) => symbol)];
    return called?.assetId === undefined && symbols.includes(asset.symbol) ? called : undefined;
  }

  /** What begins as typed, the largest first. */
  beginningWith(typed: string, limit: number): readonly ProtocolEntry[] {
    const start = squeeze(fold(typed));
    const found: ProtocolEntry[] = [];
    for (const entry of this.entries) {
      if (found.length >= limit) break;
      if (squeeze(fold(entry.name)).startsWith(start)) found.push(entry);
    }
    return found;
  }

  /** What a word that nothing is called was probably meant to be. */
  near(word: string, limit: number): readonly ProtocolEntry[] {
    const typed = squeeze(fold(word));
    if (typed.length < 3) return [];
    const guess = nearest(typed, [...this.#byName.keys()]);
    const meant = guess === undefined ? undefined : this.#byName.get(guess);
    return [...new Set([...(meant ? [meant] : []), ...this.beginningWith(typed, limit)])].slice(0, limit);
  }

  #add(entry: ProtocolEntry): void {
    if (!this.#bySlug.has(entry.slug)) this.#bySlug.set(entry.slug, entry);
    for (const name of [squeeze(fold(entry.name)), squeeze(entry.slug)])
      if (name !== "" && !this.#byName.has(name)) this.#byName.set(name, entry);
    const assetIds = [entry.assetId, ...entry.members.map(({ assetId }) => assetId)];
    for (const id of assetIds) if (id !== undefined && !this.#byAsset.has(id)) this.#byAsset.set(id, entry);
  }
}

const bySize = <Entry extends { readonly tvlUsd?: number }>(entries: readonly Entry[]): readonly Entry[] =>
  entries.toSorted((a, b) => (b.tvlUsd ?? 0) - (a.tvlUsd ?? 0));

const entryOf = (row: ListedProtocol): ProtocolEntry => ({ ...row, members: [] });

function families(all: readonly ListedProtocol[]): readonly ProtocolEntry[] {
  const parts = new Map<string, ListedProtocol[]>();
  for (const each of all)
    if (each.family !== undefined) parts.set(each.family, [...(parts.get(each.family) ?? []), each]);
  return [...parts].map(([slug, unsorted]) => {
    const members = bySize(unsorted);
    const counted = members.flatMap(({ tvlUsd, isOutsideFamilyTvl }) => (isOutsideFamilyTvl ? [] : (tvlUsd ?? [])));
    const [largest] = members;
    const assetIds = [...new Set(members.flatMap(({ assetId }) => assetId ?? []))];
    const [assetId] = assetIds;
    return {
      slug,
      name: titled(slug),
      kind: "family" as const,
      members,
      ...(assetId === undefined || assetIds.length > 1 ? {} : { assetId }),
      ...(largest?.symbol === undefined ? {} : { symbol: largest.symbol }),
      ...(counted.length === 0 ? {} : { tvlUsd: counted.reduce((sum, each) => sum + each, 0) }),
      chains: [...new Set(members.flatMap(({ chains }) => chains))],
      ...(largest?.category === undefined ? {} : { category: largest.category }),
    };
  });
}

/** "curve-finance" as "Curve Finance": the lists have no name of a family. */
const titled = (slug: string): string =>
  slug
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
