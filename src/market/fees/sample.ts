import type { FeesSource, ListedProtocol, Takings, TakingsKind } from "./fees-source.ts";
import { known } from "../../wire/figure.ts";
import { ProviderError } from "../../core/errors.ts";
import { readFileSync } from "node:fs";
import { z } from "zod";

const SOURCE = "sample data";
const DAY_MS = 24 * 60 * 60_000;
const amount = z.number().min(0);
const taken = z.strictObject({ last24hUsd: amount, last7dUsd: amount, last30dUsd: amount, previous30dUsd: amount });

/** The form of data/sample-fees.json. */
const file = z.strictObject({
  schemaVersion: z.literal(1),
  asOf: z.iso.datetime().transform((each) => Date.parse(each)),
  about: z.string(),
  protocols: z.array(
    z.strictObject({
      slug: z.string().regex(/^[a-z0-9-]+$/),
      name: z.string().min(1),
      kind: z.enum(["protocol", "chain"]),
      assetId: z.string().optional(),
      symbol: z.string().optional(),
      family: z.string().optional(),
      tvlUsd: amount.optional(),
      chains: z.array(z.string()),
      category: z.string().optional(),
      fees: taken.optional(),
      revenue: taken.optional(),
      methodology: z.record(z.string(), z.string()).optional(),
    }),
  ),
  /** Fees of the days before `asOf`, oldest first, by slug. */
  dailyUsd: z.record(z.string(), z.array(amount).min(2)),
});

type Protocol = z.output<typeof file>["protocols"][number];

const listed = ({ slug, name, kind, chains, ...rest }: Protocol): ListedProtocol => ({
  slug,
  name,
  kind,
  chains,
  ...known({
    assetId: rest.assetId,
    symbol: rest.symbol,
    family: rest.family,
    tvlUsd: rest.tvlUsd,
    category: rest.category,
  }),
});

/**
 * The protocols of data/sample-fees.json in the shape of a provider.
 * @throws Error when the file is missing or not in its form
 */
export function createSampleFees(path: URL = new URL("../../../data/sample-fees.json", import.meta.url)): FeesSource {
  const { asOf, protocols, dailyUsd } = file.parse(JSON.parse(readFileSync(path, "utf8")));
  const today = Math.floor(asOf / DAY_MS) * DAY_MS;
  const ofKind = (wanted: ListedProtocol["kind"]) => ({
    rows: protocols.filter(({ kind }) => kind === wanted).map(listed),
    asOf,
  });

  return {
    source: SOURCE,
    protocols: async () => ofKind("protocol"),
    chains: async () => ofKind("chain"),

    takings: async (kind: TakingsKind) => ({
      rows: protocols.flatMap((each): Takings[] => {
        const sums = each[kind];
        if (sums === undefined) return [];
        const { slug, name, chains, methodology = {} } = each;
        return [{ slug, name, chains, methodology, ...sums, ...known({ family: each.family }) }];
      }),
      asOf,
    }),

    async daily(slug) {
      const values = dailyUsd[slug];
      if (values === undefined) throw new ProviderError(SOURCE, "missing", { detail: "daily fees" });
      const points = values.map((value, index) => [today - (values.length - index) * DAY_MS, value] as const);
      const name = protocols.find((each) => each.slug === slug)?.name;
      return { name: name ?? slug.charAt(0).toUpperCase() + slug.slice(1), points, asOf };
    },
  };
}
