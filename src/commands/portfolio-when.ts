import { cleanLine } from "../core/clean.ts";
import { readDate, type ReadDate } from "./portfolio-date.ts";
import { UserError } from "../core/errors.ts";

/** @throws UserError when it is no date that can be read; see `readDate` */
export function readWhen(typed: string, now: number, zone: string): ReadDate {
  const read = readDate(typed, { now, zone });
  if (read) return read;
  throw new UserError(`"${cleanLine(typed, 40)}" is no date that I can read.`, {
    hint: "Give it as 2026-03-01, 2026-03-01 14:30, yesterday or 3 days ago.",
  });
}
