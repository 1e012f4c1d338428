import { z } from "zod";

/** A number as providers write it: JSON number or plain decimal text, with or without an exponent. Never NaN or infinite. */
export function readNumber(value: unknown): number | undefined {
  if (typeof value === "string" && !/^[+-]?\d+(\.\d*)?(e[+-]?\d+)?$/i.test(value.trim())) return undefined;
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** Whether something stands where a number should, and is none: the field means something else now. Null and absent mean unknown. */
export const isGarbled = (value: unknown): boolean =>
  value !== null && value !== undefined && readNumber(value) === undefined;

/** A price, cap or volume. Zero is how providers say "unknown", so it is no value. */
export function readPositive(value: unknown): number | undefined {
  const number = readNumber(value);
  return number !== undefined && number > 0 ? number : undefined;
}

/** A change in percent as a fraction. Nothing falls by more than all of it. */
export function readChange(percent: unknown): number | undefined {
  const number = readNumber(percent);
  return number !== undefined && number >= -100 ? number / 100 : undefined;
}

/** A place in a ranking, from 1. */
export function readRank(value: unknown): number | undefined {
  const number = readPositive(value);
  return number !== undefined && Number.isSafeInteger(number) ? number : undefined;
}

/** Before there was anything to price. */
const EARLIEST = Date.UTC(2009, 0, 3);

/**
 * A provider's time of a figure: an ISO date, or seconds or milliseconds since 1970. A clock that runs ahead of ours says "now".
 * @returns UTC epoch milliseconds; undefined when it is no time
 */
export function readTime(value: unknown, now: number): number | undefined {
  const number = readNumber(value);
  const text = typeof value === "string" && number === undefined ? Date.parse(value) : NaN;
  const at = number === undefined ? text : number < 1e11 ? number * 1000 : number;
  return at >= EARLIEST ? Math.min(Math.round(at), now) : undefined;
}

/** The object without the keys whose value is undefined. */
export const known = <Each extends object>(each: Each): { [Key in keyof Each]?: Exclude<Each[Key], undefined> } =>
  Object.fromEntries(Object.entries(each).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Each]?: Exclude<Each[Key], undefined>;
  };

/** Any value, or no such key: `z.unknown()` alone refuses an object that lacks the key. */
const anything = z.unknown().optional();

/** Schema fields that take whatever there is: a value that is missing or cannot be read is undefined and never refuses its row. */
export const maybe = {
  anything,
  positive: anything.transform(readPositive),
  change: anything.transform(readChange),
  rank: anything.transform(readRank),
} as const;

/** A schema field without which a row is no row. */
export const price = anything.transform(readPositive).pipe(z.number());

/** A list of rows, of which those that fit are taken. Where none of them does, it is no answer: the server talks nonsense. */
export const rowsOf = <Row>(schema: z.ZodType<Row>): z.ZodType<readonly Row[]> =>
  z.array(z.unknown()).transform((rows, context) => {
    const read = readRows(rows, schema);
    if (read.length === 0 && rows.length > 0) context.addIssue("no row can be read");
    return read;
  });

/** The rows that fit; one bad row never spoils the others. */
export function readRows<Row>(rows: readonly unknown[], schema: z.ZodType<Row>): readonly Row[] {
  return rows.flatMap((each) => {
    const read = schema.safeParse(each);
    return read.success ? [read.data] : [];
  });
}
