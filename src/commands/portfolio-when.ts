import { cleanLine } from "../core/clean.ts";
import { readDate, type ReadDate } from "./portfolio-date.ts";
import { UserError } from "../core/errors.ts";

/** @throws UserError when it is no date that can be read; see `readDate` */
export function readWhen(typed: string, now: number, zone: string): ReadDate {
  const read = readDate(typed, { now, zone });
  if (read) return read;
  const shown = `"${cleanLine(typed, 40)}"`;
  if (/^(?:tomorrow|tonight|next\b)/i.test(typed.trim()))
    throw new UserError(`${shown} is still to come: an entry needs a date that has been.`);
  const hint = "Give it as 2026-03-01, 2026-03-01 14:30, yesterday or 3 days ago.";
  if (/^\d{1,2}[/-]\d{1,2}[/-]\d{2,4}$/.test(typed.trim()))
    throw new UserError(`${shown} is another day in one half of the world than in the other.`, { hint });
  if (/^(?:last|this|in)\b/i.test(typed.trim())) throw new UserError(`${shown} does not tell the day.`, { hint });
  throw new UserError(`${shown} is no date that I can read.`, { hint });
}
