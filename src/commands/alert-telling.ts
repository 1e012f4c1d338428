import type { AlertTarget, Condition, Repetition } from "../alerts/alert.ts";
import { cleanLine } from "../core/clean.ts";
import type { Call } from "../core/call.ts";
import { DateTime } from "luxon";
import { isAtLeast } from "../core/call.ts";
import { NOTE_LIMIT } from "./alert-fields.ts";
import { readTime, shown, timeOf } from "./alert-values.ts";
import { type AlertWebhooks, readWebhook } from "./alert-webhook.ts";
import { UserError } from "../core/errors.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const COOL_DOWN = { from: 5 * MINUTE, to: 90 * DAY } as const;
const LIFE = { from: 5 * MINUTE, to: 5 * 365 * DAY } as const;
const SNOOZE = { from: 5 * MINUTE, to: 30 * DAY } as const;

/** Whether a word takes something away: an end, a note. */
export const isNothing = (word: string): boolean => /^(?:none|nothing|never|no|-)$/i.test(word.trim());

/** How often it tells. @throws UserError that names the word */
export function readRepetition(typed: string | undefined): Repetition {
  const word = typed?.trim() ?? "once";
  if (/^(?:once|no|never|off)$/i.test(word)) return { kind: "once" };
  const time = word.replace(/^(?:repeat )?every /i, "");
  return { kind: "repeat", coolDownMs: readTime(time, "The time between two messages", COOL_DOWN.from, COOL_DOWN.to) };
}

/**
 * When it is over: a day is over at its end, in the zone of who says it.
 * @returns UTC epoch milliseconds
 * @throws UserError that names the word
 */
export function readUntil(typed: string, now: number, zone: string): number {
  const word = typed.trim();
  const ms = timeOf(word);
  const at = ms === undefined ? (dateOf(word, zone) ?? dayNamed(word, now, zone)) : now + ms;
  if (at === undefined)
    throw new UserError(`"${shown(word)}" is no day and no length of time.`, {
      hint: "For example 2026-12-31, friday or 30d.",
    });
  if (at < now + LIFE.from) throw new UserError(`"${shown(word)}" is over already, or as good as.`);
  if (at > now + LIFE.to) throw new UserError(`"${shown(word)}" is further away than five years.`);
  return at;
}

function dateOf(word: string, zone: string): number | undefined {
  const date = DateTime.fromISO(word, { zone });
  if (!date.isValid || !/^\d{4}-\d{2}-\d{2}/.test(word)) return undefined;
  return (word.length === 10 ? date.endOf("day") : date).toMillis();
}

/** The end of the day that "tomorrow" or "friday" means: the next one, never today. */
function dayNamed(word: string, now: number, zone: string): number | undefined {
  const name = word.toLowerCase();
  const today = DateTime.fromMillis(now, { zone, locale: "en" });
  const days = [1, 2, 3, 4, 5, 6, 7].map((ahead) => today.plus({ days: ahead }));
  const day =
    name === "tomorrow"
      ? days[0]
      : days.find((each) => [each.weekdayLong, each.weekdayShort].some((of) => of?.toLowerCase() === name));
  return day?.endOf("day").toMillis();
}

/**
 * Until when an alert is quiet: "1h", "1 day", "tomorrow 9:00" in the zone of who says it, "2026-12-31".
 * @returns UTC epoch milliseconds
 * @throws UserError that names the word
 */
export function readSnooze(typed: string, now: number, zone: string): number {
  const word = typed.trim().replace(/^(?:until|for|till) /i, "");
  const [, hour = "9", minute = "0", half] =
    /^tomorrow(?:(?: at)? (\d{1,2})(?::(\d{2}))?(?: ?(am|pm))?)?$/i.exec(word) ?? [];
  const isTomorrow = /^tomorrow\b/i.test(word);
  if (isTomorrow) {
    const day = DateTime.fromMillis(now, { zone }).plus({ days: 1 }).startOf("day");
    const of24 = half === undefined ? Number(hour) : (Number(hour) % 12) + (/pm/i.test(half) ? 12 : 0);
    const at = day.set({ hour: of24, minute: Number(minute) });
    const isRead =
      /^tomorrow(?:(?: at)? \d{1,2}(?::\d{2})?(?: ?(?:am|pm))?)?$/i.test(word) && of24 < 24 && Number(minute) < 60;
    if (isRead && at.isValid) return at.toMillis();
  }
  const until = dateOf(word, zone);
  if (until !== undefined && until > now && until <= now + SNOOZE.to) return until;
  return now + readTime(word, "A snooze", SNOOZE.from, SNOOZE.to);
}

/**
 * Where an alert tells.
 * @param webhooks  absent where the owner of the desk does not allow any
 * @throws UserError where that may not be
 */
export function readTarget(
  typed: string | undefined,
  condition: Condition,
  call: Call,
  webhooks?: AlertWebhooks,
): AlertTarget {
  const word = typed?.trim() ?? "me";
  if (/^me$/i.test(word)) return { kind: "owner" };
  if (/^https?:\/\//i.test(word)) return readWebhook(word, webhooks);
  if (!/^here$/i.test(word)) throw new UserError(`An alert can tell "me" or "here", not "${shown(word)}".`);
  // What was typed in a group may be carried out in the direct chat: there it is not what was meant.
  if (!call.place.isPublic)
    throw new UserError("Here is our direct chat, where your alerts come anyway.", {
      hint: "For a group or channel, say there: /alert here tao above 400",
    });
  if (!isAtLeast(call.caller.role, "admin"))
    throw new UserError("Only an admin of this place can have alerts told here.", {
      hint: "Without `here` the alert is yours and comes to you.",
    });
  if (condition.kind === "portfolio_value" || condition.kind === "portfolio_day")
    throw new UserError("What your portfolio does is for you alone; it is not told in a place that others read.", {
      hint: "Without `here` the alert comes to you.",
    });
  return { kind: "place" };
}

/** A note, fit to be shown. */
export const readNote = (typed: string): string => cleanLine(typed, NOTE_LIMIT);
