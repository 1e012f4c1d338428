import { ProviderError } from "../../core/errors.ts";
import { readNumber } from "../../wire/figure.ts";
import type { Board, Perpetual } from "./exchange.ts";

const HOUR_MS = 60 * 60_000;
/** No exchange pays less often than once a day. */
const LONGEST_HOURS = 24;

/** A rate as a fraction; no payment has ever been a whole position. */
export function readRate(value: unknown): number | undefined {
  const rate = readNumber(value);
  return rate !== undefined && Math.abs(rate) < 1 ? rate : undefined;
}

/** When the next payment is due, in epoch milliseconds; undefined when it is over or further away than any interval. */
export function readPaymentTime(value: unknown, now: number): number | undefined {
  const at = readNumber(value);
  return at !== undefined && at > now - HOUR_MS && at < now + 2 * LONGEST_HOURS * HOUR_MS ? Math.round(at) : undefined;
}

/** Hours as the exchange says them; they are whole. */
export function readHours(value: unknown): number | undefined {
  const hours = readNumber(value);
  return hours !== undefined && Number.isInteger(hours) && hours >= 1 && hours <= LONGEST_HOURS ? hours : undefined;
}

/** Hours between two payments, which are booked some milliseconds late. */
export function hoursBetween(earlier: unknown, later: unknown): number | undefined {
  const [from, to] = [readNumber(earlier), readNumber(later)];
  return from === undefined || to === undefined ? undefined : readHours(Math.round((to - from) / HOUR_MS));
}

/** A part of a whole. */
export function readPart(value: unknown): number | undefined {
  const part = readNumber(value);
  return part !== undefined && part >= 0 && part <= 1 ? part : undefined;
}

/** The base of a contract's name, "TAO" of "TAOUSDT"; undefined for dated ones ("BTCUSDT_260327") and other currencies. */
export const baseOf = (contract: string, ending: string): string | undefined => {
  const base = contract.endsWith(ending) ? contract.slice(0, -ending.length).toUpperCase() : "";
  return base === "" || /[-_]/.test(base) ? undefined : base;
};

/**
 * What an exchange lists now.
 * @throws ProviderError when nothing could be read: an empty list would say that no coin is listed
 */
export function boardOf(provider: string, perpetuals: readonly Perpetual[], asOf: number): Board {
  if (perpetuals.length === 0) throw new ProviderError(provider, "unusable", { detail: "no contract" });
  return { perpetuals: new Map(perpetuals.map((each) => [each.base, each])), asOf };
}

/** The newest of the times that rows say, none of them later than now; `now` where none says one. */
export const newestOf = (times: readonly (number | undefined)[], now: number): number =>
  times.reduce<number>((newest, each) => Math.max(newest, each ?? 0), 0) || now;
