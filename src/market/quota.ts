import type { Budget } from "../wire/budget.ts";

/** What a provider gives in a calendar month (UTC); providers that say no number are not in here. */
export const MONTHLY_QUOTAS = {
  /** "10,000 credits/month", https://www.coingecko.com/en/api/pricing; without a key it is by address, and no number is said. */
  coingeckoDemo: 10_000,
  /** Of the smallest paid plan ("Basic", same page): what a larger one has besides is not counted on. */
  coingeckoPro: 100_000,
  /** "20,000 calls per month", https://coinpaprika.com/api/pricing/ */
  coinpaprika: 20_000,
} as const;

/** Requests that a provider answered within an hour, counted since 1970 in UTC. */
export interface HourOfUse {
  readonly provider: string;
  readonly hour: number;
  readonly requests: number;
}

/** Where use outlives the process. `store/provider-use-store.ts` implements it. */
export interface UseBook {
  add(hours: readonly HourOfUse[]): Promise<void>;
  since(hour: number): Promise<readonly HourOfUse[]>;
}

/** How a provider's month stands. */
export interface MonthOfUse {
  /** As shown: "CoinGecko". */
  readonly provider: string;
  /** Requests that count, this calendar month (UTC). */
  readonly used: number;
  /** Absent where the provider says no number; then there is no projection either. */
  readonly quota?: number;
  /** What it will have been at the month's end if each day is like the past 24 hours. */
  readonly projected?: number;
  /** How many times longer answers are cached now; 1 is as usual. */
  readonly stretch: number;
  readonly areJobsPaused: boolean;
}

/** The months of all providers. It counts in memory; `flush` writes what is new, once a minute: a crash loses that minute at most. */
export interface Quotas extends Budget {
  /** Reads what earlier processes used. */
  load(): Promise<void>;
  flush(): Promise<void>;
  /** Of each provider that has a quota or was asked this month. */
  months(): readonly MonthOfUse[];
  /** How many times longer answers of a provider have to be cached. */
  stretch(provider: string): number;
}

export interface QuotasParts {
  /** By provider as shown. */
  readonly quotas: Readonly<Record<string, number | undefined>>;
  /** Providers whose requests count as another's, such as two addresses of one key. */
  readonly countedAs?: Readonly<Record<string, string>>;
  readonly book: UseBook;
  readonly clock: () => number;
}

const HOUR_MS = 3_600_000;

/** From which part of its quota on that a month will have used, caches live how many times longer. */
const STRETCHES = [
  { above: 5, stretch: 16 },
  { above: 2.5, stretch: 8 },
  { above: 1.5, stretch: 4 },
  { above: 1, stretch: 2 },
] as const;

/** The last tenth of a quota is for people. */
const JOBS_UP_TO = 0.9;

/** Counts requests per provider and month, and says when to ask less: first caches live longer and jobs pause, then nobody asks. */
export function createQuotas({ quotas, countedAs = {}, book, clock }: QuotasParts): Quotas {
  /** Requests by provider and hour, of this month and the past day. */
  const use = new Map<string, Map<number, number>>();
  let pending: HourOfUse[] = [];

  const accountOf = (provider: string): string => countedAs[provider] ?? provider;

  const add = ({ provider, hour, requests }: HourOfUse): void => {
    const hours = use.get(provider) ?? new Map<number, number>();
    use.set(provider, hours);
    hours.set(hour, (hours.get(hour) ?? 0) + requests);
  };

  const sum = (provider: string, fromHour: number): number =>
    [...(use.get(provider) ?? [])].reduce((total, [hour, requests]) => total + (hour >= fromHour ? requests : 0), 0);

  const monthOf = (provider: string): MonthOfUse => {
    const now = clock();
    const { start, end } = monthAround(now);
    const used = sum(provider, start / HOUR_MS);
    const quota = quotas[provider];
    if (quota === undefined) return { provider, used, stretch: 1, areJobsPaused: false };
    const daily = sum(provider, Math.floor(now / HOUR_MS) - 23);
    const projected = Math.round(used + (daily * (end - now)) / (24 * HOUR_MS));
    return {
      provider,
      used,
      quota,
      projected,
      stretch: STRETCHES.find(({ above }) => projected > above * quota)?.stretch ?? 1,
      areJobsPaused: projected > quota || used >= JOBS_UP_TO * quota,
    };
  };

  return {
    async load() {
      const { start } = monthAround(clock());
      const since = Math.min(start / HOUR_MS, Math.floor(clock() / HOUR_MS) - 23);
      for (const each of await book.since(since)) add(each);
    },

    async flush() {
      const written = pending;
      if (written.length === 0) return;
      pending = [];
      try {
        await book.add(written);
      } catch (error) {
        pending = merged([...written, ...pending]);
        throw error;
      }
    },

    spent(provider) {
      const one = { provider: accountOf(provider), hour: Math.floor(clock() / HOUR_MS), requests: 1 };
      add(one);
      pending = merged([...pending, one]);
    },

    refusal(provider, patience) {
      const account = accountOf(provider);
      if (quotas[account] === undefined) return undefined;
      const { used, quota = Number.POSITIVE_INFINITY, areJobsPaused } = monthOf(account);
      if (used >= quota) return "the month's quota is used up";
      return patience === "job" && areJobsPaused ? "jobs pause to spare the month's quota" : undefined;
    },

    months: () => [...new Set([...Object.keys(quotas), ...use.keys()])].map(monthOf),

    stretch: (provider) => monthOf(accountOf(provider)).stretch,
  };
}

/** One row per provider and hour. */
function merged(hours: readonly HourOfUse[]): HourOfUse[] {
  const rows = new Map<string, HourOfUse>();
  for (const each of hours) {
    const key = `${each.provider} ${each.hour}`;
    rows.set(key, { ...each, requests: each.requests + (rows.get(key)?.requests ?? 0) });
  }
  return [...rows.values()];
}

/** The calendar month in UTC that an instant is in. */
function monthAround(now: number): { readonly start: number; readonly end: number } {
  const date = new Date(now);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return { start: Date.UTC(year, month), end: Date.UTC(year, month + 1) };
}
