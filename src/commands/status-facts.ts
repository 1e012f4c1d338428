import type { Health, State } from "../core/health.ts";
import type { MonthOfUse } from "../market/quota.ts";
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
  /** Those that were asked since the start, or this month. */
  readonly providers: readonly ProviderStatus[];
  /** Doors, tick and database. What is wrong with one stands in the log only. */
  readonly parts: readonly { readonly part: string; readonly state: State }[];
  readonly jobs: readonly JobRun[];
}

export async function statusFacts(parts: StatusParts): Promise<StatusFacts> {
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
