import type { CategoryReport } from "../sector/category-check.ts";
import type { Health, State } from "../core/health.ts";
import type { MonthOfUse } from "../market/quota.ts";
import { known } from "../wire/figure.ts";
import { PLAN } from "../market/plan.ts";

/** What `/status` is told of the running desk. */
export interface StatusParts {
  readonly version: string;
  /** UTC epoch milliseconds. */
  readonly startedAt: number;
  /** The model in use; undefined where rules answer. */
  readonly model: string | undefined;
  readonly health: Pick<Health, "all">;
  readonly months: () => readonly MonthOfUse[];
  readonly jobs: () => readonly JobRun[];
  readonly databaseBytes: () => Promise<number>;
  /** The newest backup; absent where none are taken. */
  readonly lastBackup?: () => Promise<{ readonly takenAt: number } | undefined>;
  /** What waits to be sent, pages aside; `oldestDueAt` in UTC epoch milliseconds. Absent where nothing is sent. */
  readonly waiting?: (now: number) => Promise<{ readonly count: number; readonly oldestDueAt: number | undefined }>;
  /** What went wrong by our own fault in the last day, by where that was, most first. Absent where nobody counts. */
  readonly faults?: () => readonly (readonly [kind: string, count: number])[];
  /** The commands used most since Monday (UTC), with how often; by whom is not known. */
  readonly mostUsed: () => Promise<readonly CommandUse[]>;
  /** Absent where nothing is sent. */
  readonly digests?: () => Promise<DigestStatus>;
  /** How the map stands beside CoinGecko's categories; undefined until they were asked for. */
  readonly categories?: () => Promise<CategoryReport | undefined>;
}

/** How often a command was used. */
interface CommandUse {
  readonly command: string;
  readonly uses: number;
}

/** The digests of the last day, those that failed by their reason. */
interface DigestStatus {
  readonly due: number;
  readonly waiting: number;
  readonly sent: number;
  readonly late: number;
  readonly failed: Readonly<Record<string, number>>;
  readonly secondsBehind: number;
}

/** When something that the desk does by itself last had something to do. */
interface JobRun {
  readonly step: string;
  /** UTC epoch milliseconds. */
  readonly at: number;
  readonly isOk: boolean;
}

interface ProviderStatus {
  readonly provider: string;
  /** Absent until it was asked for the first time. */
  readonly state?: State;
  readonly usedRequests: number;
  /** Absent where the provider says no number. */
  readonly quotaRequests?: number;
  /** At the month's end, if each day is like the past 24 hours. */
  readonly projectedRequests?: number;
  /** How many times longer its figures are cached; 1 is as usual. */
  readonly cacheTimes: number;
  readonly areJobsPaused: boolean;
}

export interface StatusFacts {
  readonly version: string;
  readonly startedAt: number;
  readonly model?: string;
  readonly databaseBytes: number;
  /** Absent where none are taken; `lastAt` in UTC epoch milliseconds, absent before the first. */
  readonly backups?: { readonly lastAt?: number };
  /** Those that were asked since the start, or this month. */
  readonly providers: readonly ProviderStatus[];
  /** Doors, tick and database. What is wrong with one stands in the log only. */
  readonly parts: readonly { readonly part: string; readonly state: State }[];
  readonly jobs: readonly JobRun[];
  /** Since Monday (UTC), the most used first. */
  readonly mostUsed: readonly CommandUse[];
  readonly map?: MapStatus;
  readonly digests?: DigestStatus;
  /** What waits to be sent; `oldestDueAt` in UTC epoch milliseconds. */
  readonly queue?: { readonly count: number; readonly oldestDueAt?: number };
  /** Faults of ours in the last day, the most frequent kinds. */
  readonly faults?: {
    readonly count: number;
    readonly most: readonly { readonly kind: string; readonly count: number }[];
  };
}

/** The map beside CoinGecko's categories; what differs is to be looked at, and no fault. Ids are the provider's. */
interface MapStatus {
  /** "big-data (Data)": named by the map, and gone. */
  readonly goneCategories: readonly string[];
  /** In a category that a layer names, and nowhere on the map. */
  readonly notOnMapCount: number;
  readonly largestNotOnMapIds: readonly string[];
  readonly inAnotherLayerCount: number;
  /** In a layer, and in none of the categories that it names, where those are known to their end. */
  readonly notInCategoriesIds: readonly string[];
  /** UTC epoch milliseconds. */
  readonly asOf: number;
}

export async function statusFacts(parts: StatusParts, now: number): Promise<StatusFacts> {
  const { version, startedAt, model, health } = parts;
  const states = health.all();
  const months = new Map(parts.months().map((month) => [month.provider, month]));
  const named = new Set([...Object.values(PLAN).flatMap(({ sources }) => [...sources]), ...months.keys()]);
  const keys = new Set([...named].map((name) => name.toLowerCase()));
  return {
    version,
    startedAt,
    ...(model === undefined ? {} : { model }),
    databaseBytes: await parts.databaseBytes(),
    providers: [...named].flatMap((provider): ProviderStatus[] => {
      const state = states.get(provider.toLowerCase())?.state;
      const month = months.get(provider);
      return state === undefined && month === undefined ? [] : [providerStatus(provider, state, month)];
    }),
    parts: [...states].flatMap(([part, { state }]) => (keys.has(part) ? [] : [{ part, state }])),
    jobs: parts.jobs(),
    mostUsed: await parts.mostUsed(),
    ...known({
      map: mapStatus(await parts.categories?.()),
      digests: await parts.digests?.(),
      backups: await backupStatus(parts),
      queue: await queueOf(parts, now),
      faults: faultsOf(parts),
    }),
  };
}

async function backupStatus({ lastBackup }: StatusParts): Promise<StatusFacts["backups"]> {
  if (!lastBackup) return undefined;
  const last = await lastBackup();
  return last ? { lastAt: last.takenAt } : {};
}

async function queueOf({ waiting }: StatusParts, now: number): Promise<StatusFacts["queue"]> {
  const found = await waiting?.(now);
  return found && { count: found.count, ...known({ oldestDueAt: found.oldestDueAt }) };
}

function faultsOf({ faults }: StatusParts): StatusFacts["faults"] {
  if (!faults) return undefined;
  const kinds = faults().map(([kind, count]) => ({ kind, count }));
  return { count: kinds.reduce((sum, { count }) => sum + count, 0), most: kinds.slice(0, NAMED) };
}

/** How many ids stand for the rest; the log has more. */
const NAMED = 3;

function mapStatus(report: CategoryReport | undefined): MapStatus | undefined {
  if (!report) return undefined;
  const { gone, layers, asOf } = report;
  // Each category has its largest first: what comes first in any is large.
  const notOnMap = new Set(layers.flatMap((each) => each.notOnMap));
  const largest = new Set(layers.flatMap((each) => each.notOnMap.slice(0, 1)));
  return {
    goneCategories: gone,
    notOnMapCount: notOnMap.size,
    largestNotOnMapIds: [...new Set([...largest, ...notOnMap])].slice(0, NAMED),
    inAnotherLayerCount: new Set(layers.flatMap((each) => each.elsewhere)).size,
    notInCategoriesIds: layers.flatMap((each) => each.notInCategories ?? []),
    asOf,
  };
}

const providerStatus = (provider: string, state: State | undefined, month: MonthOfUse | undefined): ProviderStatus => ({
  provider,
  ...(state === undefined ? {} : { state }),
  usedRequests: month?.used ?? 0,
  ...(month?.quota === undefined ? {} : { quotaRequests: month.quota }),
  ...(month?.projected === undefined ? {} : { projectedRequests: month.projected }),
  cacheTimes: month?.stretch ?? 1,
  areJobsPaused: month?.areJobsPaused ?? false,
});
