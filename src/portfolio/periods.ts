import { DAY_MS } from "./day-track.ts";
import type { Span } from "./value-series.ts";

/** How far back a performance is told. */
export const PERIODS = ["7D", "30D", "90D", "YTD", "1Y", "ALL"] as const;
export type Period = (typeof PERIODS)[number];

const DAYS = { "7D": 7, "30D": 30, "90D": 90, "1Y": 365 } as const;

/**
 * The days of a period that ends today: it begins with what there was at the end of the day before its first. A portfolio that is
 * younger begins with its own first day.
 * @param today  counted since 1970 in UTC, as is `firstDay`: the day of the first activity
 */
export function spanOf(period: Period, today: number, firstDay: number): Span {
  return { fromDay: Math.min(today, Math.max(firstDay, beginOf(period, today, firstDay))), toDay: today };
}

function beginOf(period: Period, today: number, firstDay: number): number {
  if (period === "ALL") return firstDay;
  if (period === "YTD") return Date.UTC(new Date(today * DAY_MS).getUTCFullYear(), 0, 1) / DAY_MS;
  return today - DAYS[period] + 1;
}
