import type { Asset } from "./asset.ts";
import { createMemory, type AnswerBook, type Standing } from "./memory.ts";
import type { Patience } from "../wire/transport.ts";
import { ProviderError } from "../core/errors.ts";

/** A price that was reached once. `at` in UTC epoch milliseconds. */
export interface Extreme {
  readonly price: number;
  readonly at?: number;
}

/** What a source says of a coin in one currency. What it did not say, or said as zero, is absent. */
export interface ProfileAmounts {
  readonly price: number;
  /** Fractions: 0.0123 is +1.23 %. */
  readonly change24h?: number;
  readonly change7d?: number;
  readonly change30d?: number;
  readonly change1y?: number;
  readonly marketCap?: number;
  readonly fullyDiluted?: number;
  readonly volume24h?: number;
  readonly low24h?: number;
  readonly high24h?: number;
  readonly allTimeHigh?: Extreme;
  readonly allTimeLow?: Extreme;
}

/** Where a coin is at home; http and https addresses only, from outside. */
export interface ProfileLinks {
  readonly website?: string;
  readonly docs?: string;
  readonly x?: string;
  readonly github?: string;
  readonly explorer?: string;
}

/** Who a coin is. All text is cleaned and cut, but from outside all the same. */
export interface Profile {
  readonly source: string;
  /** UTC epoch milliseconds of its figures, by the source's clock. */
  readonly asOf: number;
  readonly rank?: number;
  /** By currency code, upper case; without any the coin is not traded. */
  readonly amounts: Readonly<Record<string, ProfileAmounts>>;
  readonly supply: {
    readonly circulating?: number;
    readonly total?: number;
    readonly max?: number;
    /** The source says that there is no maximum. */
    readonly isUnlimited?: true;
  };
  readonly categories: readonly string[];
  /** The main one first. `chain` is CoinGecko's platform id. */
  readonly contracts: readonly { readonly chain: string; readonly address: string }[];
  readonly links: ProfileLinks;
  /** UTC day: "2009-01-03". */
  readonly genesisOn?: string;
  /** What the project says of itself, one paragraph without markup. */
  readonly about?: string;
  /** What the source warns of: a migration, an attack. */
  readonly notice?: string;
  readonly commits4Weeks?: number;
}

/** A provider of profiles. */
export interface ProfileSource {
  /** As shown: "CoinGecko". */
  readonly source: string;
  /** Undefined when it has no such coin, or cannot be certain which one it is. @throws ProviderError */
  profile(asset: Asset, patience: Patience): Promise<Profile | undefined>;
}

/** Who the coins are. */
export interface Profiles {
  /** Who is asked first, as shown. */
  readonly source: string;
  /**
   * Undefined when the first source has no such coin any more.
   * @throws ProviderError when nobody answers and nothing younger than a day is known
   */
  of(asset: Asset, patience?: Patience): Promise<(Profile & Standing) | undefined>;
}

export interface ProfilesParts {
  /** The first is asked; the others only where it does not answer. */
  readonly sources: readonly [ProfileSource, ...ProfileSource[]];
  readonly clock: () => number;
  readonly book?: AnswerBook;
  /** How many times longer answers are cached, to spare a quota; 1 by default. */
  readonly stretch?: () => number;
  /** From what age of the figures on a profile is called stale; Infinity for sample data. */
  readonly staleAfterMs?: number;
}

const CACHE_MS = 10 * 60_000;
/** The cache, and what a price may be late by. */
const STALE_AFTER_MS = 30 * 60_000;
/** A profile with its sixty currencies has some 20 kB. */
const CACHE_SIZE = 300;

/** Profiles with a cache of ten minutes, others to fall back on, and a memory of a day. */
export function createProfiles({ sources, staleAfterMs = STALE_AFTER_MS, ...parts }: ProfilesParts): Profiles {
  const profiles = createMemory<Asset, Profile>({
    ...parts,
    name: "profile",
    keyOf: ({ id }) => id,
    ask: (asset, patience) => firstAnswer(sources, asset, patience),
    cacheMs: CACHE_MS,
    staleAfterMs,
    size: CACHE_SIZE,
  });
  return { source: sources[0].source, of: (asset, patience) => profiles(asset, patience) };
}

/** A source that answers "no such coin" is believed; only one that does not answer is stood in for. */
async function firstAnswer(
  sources: readonly ProfileSource[],
  asset: Asset,
  patience: Patience,
): Promise<Profile | undefined> {
  let failure: ProviderError | undefined;
  for (const source of sources) {
    try {
      const profile = await source.profile(asset, patience);
      if (profile || failure === undefined) return profile;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      failure ??= error; // What the others say does not matter to the asker; their transports have logged it.
    }
  }
  throw failure ?? new RangeError("no source of profiles");
}
