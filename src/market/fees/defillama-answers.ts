import { setImmediate as breathe } from "node:timers/promises";
import type { ListedProtocol, Takings } from "./fees-source.ts";
import { cleanLine } from "../../core/clean.ts";
import { known, maybe, readNumber, readRows, readTime } from "../../wire/figure.ts";
import type { Points } from "../source.ts";
import { z } from "zod";

const NAME_LIMIT = 60;
const SENTENCE_LIMIT = 200;
/** Names of chains kept for each; the rest is counted by nobody. */
const CHAIN_LIMIT = 40;
const DAY_MS = 24 * 60 * 60_000;

/** Rows that are read between two breaths of the event loop; about two milliseconds. */
const BREATH = 300;

/** The rows of a long list, without holding up the event loop. */
export async function readMany<Row>(rows: readonly unknown[], schema: z.ZodType<Row>): Promise<readonly Row[]> {
  const read: Row[] = [];
  for (let start = 0; start < rows.length; start += BREATH) {
    read.push(...readRows(rows.slice(start, start + BREATH), schema));
    await breathe();
  }
  return read;
}

const words = maybe.anything.transform((value) =>
  typeof value === "string" && value.trim() !== "" && value.trim() !== "-" ? cleanLine(value, NAME_LIMIT) : undefined,
);
const amount = maybe.anything.transform(readNumber);
const chains = maybe.anything.transform((value) =>
  Array.isArray(value)
    ? value.flatMap((each) => (typeof each === "string" ? [cleanLine(each, NAME_LIMIT)] : [])).slice(0, CHAIN_LIMIT)
    : [],
);
const slug = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^[^\s/?#]+$/);
/** "parent#aave" names the family "aave". */
const family = maybe.anything.transform((value) =>
  typeof value === "string" ? /^parent#([^\s/?#]+)$/.exec(value)?.[1] : undefined,
);

export const protocolRow = z
  .object({
    slug,
    name: z.string().min(1),
    symbol: words,
    gecko_id: words,
    parentProtocol: family,
    tvl: amount,
    excludeTvlFromParent: maybe.anything,
    chains,
    category: words,
  })
  .transform((row): ListedProtocol => ({
    slug: row.slug,
    name: cleanLine(row.name, NAME_LIMIT),
    kind: "protocol",
    chains: row.chains,
    ...known({
      symbol: row.symbol?.toUpperCase(),
      assetId: row.gecko_id,
      family: row.parentProtocol,
      tvlUsd: row.tvl,
      isOutsideFamilyTvl: row.excludeTvlFromParent === true ? (true as const) : undefined,
      category: row.category,
    }),
  }));

/** Of `/v2/chains`; the address of its fees is its name with hyphens. */
export const chainRow = z
  .object({ name: z.string().min(1), gecko_id: words, tokenSymbol: words, tvl: amount })
  .transform((row): ListedProtocol => ({
    slug: row.name.trim().toLowerCase().replaceAll(/\s+/g, "-"),
    name: cleanLine(row.name, NAME_LIMIT),
    kind: "chain",
    chains: [],
    ...known({ symbol: row.tokenSymbol?.toUpperCase(), assetId: row.gecko_id, tvlUsd: row.tvl }),
  }));

/** Its own words on what it counts. Of "Fees", "UserFees", "SupplySideRevenue" and others, the two that are shown here. */
const methodology = maybe.anything.transform((value): Record<string, string> => {
  if (typeof value !== "object" || value === null) return {};
  const said = Object.entries(value).filter(([about]) => about === "Fees" || about === "Revenue");
  return Object.fromEntries(
    said.flatMap(([about, text]) =>
      typeof text === "string" && text.trim() !== "" ? [[about, cleanLine(text, SENTENCE_LIMIT)]] : [],
    ),
  );
});

export const takingsRow = z
  .object({
    slug,
    name: z.string().min(1),
    displayName: words,
    parentProtocol: family,
    total24h: amount,
    total7d: amount,
    total30d: amount,
    total60dto30d: amount,
    chains,
    methodology,
  })
  .transform((row): Takings => ({
    slug: row.slug,
    name: row.displayName ?? cleanLine(row.name, NAME_LIMIT),
    chains: row.chains,
    methodology: row.methodology,
    ...known({
      family: row.parentProtocol,
      last24hUsd: row.total24h,
      last7dUsd: row.total7d,
      last30dUsd: row.total30d,
      previous30dUsd: row.total60dto30d,
    }),
  }));

export const dailyAnswer = z.object({
  name: words,
  displayName: words,
  gecko_id: words,
  totalDataChart: z.array(z.unknown()),
});

/** The last whole days of a chart whose instants are in seconds; today's is not over yet. */
export function dailyPoints(chart: readonly unknown[], days: number, now: number): Points {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const points = new Map<number, number>();
  for (const each of chart) {
    const [at, value] = Array.isArray(each) ? [readTime(each[0], now), readNumber(each[1])] : [];
    if (at !== undefined && value !== undefined && at < today && at >= today - days * DAY_MS) points.set(at, value);
  }
  return [...points].toSorted(([a], [b]) => a - b);
}
