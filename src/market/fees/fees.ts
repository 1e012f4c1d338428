import type { DailyFees, FeesSource, Takings, TakingsKind } from "./fees-source.ts";
import type { Asset } from "../asset.ts";
import { createMemory, type Standing } from "../memory.ts";
import { ifAnswered } from "../derivatives/if-answered.ts";
import type { Points } from "../source.ts";
import { ProtocolDirectory, type ProtocolEntry } from "./protocol-directory.ts";

/** Sums of what a protocol and its parts took in, in US dollars. */
export interface Taken extends Standing {
  readonly last24hUsd?: number;
  readonly last7dUsd?: number;
  readonly last30dUsd?: number;
  /** Of the 30 days before, over the same parts; a part that is new counts as growth. */
  readonly previous30dUsd?: number;
  readonly asOf: number;
}

/** What is known of one protocol's fees. */
export interface ProtocolFees {
  /** From outside; of a family as the provider calls it where it said. */
  readonly name: string;
  /** Our id of its token, as the provider says it. */
  readonly assetId?: string;
  /** Absent when the provider has no fees of it. */
  readonly fees?: Taken;
  /** Absent when the provider has none of it, or did not answer. */
  readonly revenue?: Taken | "unanswered";
  /** The provider's own words, of its largest part. */
  readonly methodology: Readonly<Record<string, string>>;
  /** Fees by UTC day, oldest first; empty when there is no chart. */
  readonly daily: Points;
  /** Of the lists that the value locked is from. */
  readonly listed: Standing & { readonly asOf: number };
}

/** Fees and revenue of protocols. */
export interface Fees {
  /** As shown: "DefiLlama". */
  readonly source: string;
  /** @throws ProviderError when there is no list, and none of the past day is known */
  directory(): Promise<ProtocolDirectory>;
  /** The directory of the last answer, from memory; undefined before the first. */
  known(): ProtocolDirectory | undefined;
  /** @throws ProviderError when the fees are not to be had; other parts are left out */
  of(entry: ProtocolEntry): Promise<ProtocolFees>;
}

export interface FeesParts {
  readonly source: FeesSource;
  readonly clock: () => number;
  /** Whether figures get old; those of sample data do not. */
  readonly ages?: "never";
}

/** The provider makes its lists about once an hour, and they are large. */
const CACHE_MS = 60 * 60_000;
const STALE_AFTER_MS = 3 * 60 * 60_000;

interface Lists {
  readonly directory: ProtocolDirectory;
  readonly asOf: number;
}

export function createFees({ source, clock, ages }: FeesParts): Fees {
  const staleAfterMs = ages === "never" ? Number.POSITIVE_INFINITY : STALE_AFTER_MS;
  const common = { clock, cacheMs: CACHE_MS, staleAfterMs };
  let latest: ProtocolDirectory | undefined;

  const takings = createMemory({
    ...common,
    name: "fees of all protocols",
    keyOf: (kind: TakingsKind) => kind,
    ask: (kind, patience) => source.takings(kind, patience),
  });
  const lists = createMemory({
    ...common,
    name: "protocols",
    keyOf: () => "all",
    ask: async (_all: "all", patience): Promise<Lists> => {
      const [protocols, chains, fees] = await Promise.all([
        source.protocols(patience),
        ifAnswered(source.chains(patience)),
        ifAnswered(takings("fees", patience)),
      ]);
      latest = new ProtocolDirectory(protocols.rows, chains?.rows ?? [], fees?.rows ?? []);
      return { directory: latest, asOf: protocols.asOf };
    },
  });
  const daily = createMemory({
    ...common,
    name: "daily fees",
    keyOf: (slug: string) => slug,
    size: 60,
    ask: (slug, patience): Promise<DailyFees> => source.daily(slug, patience),
  });

  const all = async (): Promise<Lists & Standing> => {
    const known = await lists("all");
    if (known === undefined) throw new TypeError("a list is never absent");
    return known;
  };

  async function taken(
    kind: TakingsKind,
    entry: ProtocolEntry,
  ): Promise<readonly [Taken, readonly Takings[]] | undefined> {
    const known = await takings(kind);
    const slugs = new Set([entry.slug, ...entry.members.map(({ slug }) => slug)]);
    const rows = (known?.rows ?? []).filter(
      ({ slug, family }) => slugs.has(slug) || (entry.kind === "family" && family === entry.slug),
    );
    if (known === undefined || rows.length === 0) return undefined;
    return [{ ...sumOf(rows), asOf: known.asOf, isStale: known.isStale }, rows];
  }

  return {
    source: source.source,
    directory: async () => (await all()).directory,
    known: () => latest,

    async of(entry) {
      const [{ asOf, isStale }, fees] = await Promise.all([all(), taken("fees", entry)]);
      const listed = { asOf, isStale };
      // What has no fees would be refused by the other questions, not answered with nothing.
      if (fees === undefined) return { name: entry.name, ...tokenOf(entry), methodology: {}, daily: [], listed };
      const [revenue, days] = await Promise.all([orUnanswered(taken("revenue", entry)), ifAnswered(daily(entry.slug))]);
      const [sum, rows] = fees;
      const largest = rows.toSorted((a, b) => (b.last30dUsd ?? 0) - (a.last30dUsd ?? 0))[0];
      return {
        name: entry.kind === "family" ? (days?.name ?? entry.name) : entry.name,
        ...tokenOf(entry, days),
        fees: sum,
        ...(revenue === undefined ? {} : { revenue: revenue === "unanswered" ? revenue : revenue[0] }),
        methodology: largest?.methodology ?? {},
        daily: days?.points ?? [],
        listed,
      };
    },
  };
}

/** The token by the lists, else by the answer about the family alone. */
function tokenOf(entry: ProtocolEntry, days?: DailyFees): { readonly assetId?: Asset["id"] } {
  const assetId = entry.assetId ?? days?.assetId;
  return assetId === undefined ? {} : { assetId };
}

async function orUnanswered<Answer>(asked: Promise<Answer>): Promise<Answer | "unanswered"> {
  const answer = await ifAnswered(asked.then((value) => ({ value })));
  return answer === undefined ? "unanswered" : answer.value;
}

const SUMS = ["last24hUsd", "last7dUsd", "last30dUsd", "previous30dUsd"] as const;

/** Each figure over the parts that have it. */
function sumOf(rows: readonly Takings[]): Omit<Taken, "asOf" | "isStale"> {
  const sums = SUMS.flatMap((key) => {
    const values = rows.flatMap((row) => row[key] ?? []);
    return values.length === 0 ? [] : [[key, values.reduce((sum, each) => sum + each, 0)] as const];
  });
  return Object.fromEntries(sums);
}
