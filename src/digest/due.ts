import { hoursEnd, nextSlot, type Slot } from "./schedule.ts";
import type { DigestSettings } from "./subscription.ts";

/** What decides when a digest comes. */
export type Timing = Pick<DigestSettings, "times" | "zone" | "days" | "quiet">;

const LONGEST_DAY_MS = 25 * 3_600_000;

/** When something that is due at an instant may come: then, or when the quiet hours are over that hold it. */
export const heldUntil = ({ quiet, zone }: Timing, at: number): number =>
  quiet === undefined || quiet.mode === "silent" ? at : hoursEnd(quiet, zone, at);

/** Whether what comes at an instant is to make no sound. */
export const isSilentAt = ({ quiet, zone }: Timing, at: number): boolean =>
  quiet?.mode === "silent" && hoursEnd(quiet, zone, at) !== at;

/**
 * The next slot, with the instant at which it comes: what falls into quiet hours is due when they are over, so that it is
 * composed then and is not a night old; all that falls into the same ones is one.
 * @param after  UTC epoch milliseconds
 * @param toldLocal  the local time of the last one that was told, "2026-11-23T09:00": in another zone it does not come again
 * @throws RangeError when the zone is unknown, or no day or time is named
 */
export function nextDue(timing: Timing, after: number, toldLocal = ""): Slot {
  let slot = nextSlot(timing, after);
  while (localOf(slot) <= toldLocal) slot = nextSlot(timing, slot.at);
  return { ...slot, at: heldUntil(timing, slot.at) };
}

/** The last slot that comes later than an instant and not later than another; undefined where there is none. */
export function lastDue(timing: Timing, after: number, upTo: number): Slot | undefined {
  let last: Slot | undefined;
  // What comes when quiet hours are over was asked for up to a day before, and that day may have 25 hours.
  const from = timing.quiet === undefined ? after : after - LONGEST_DAY_MS;
  for (let slot = nextSlot(timing, from); slot.at <= upTo; slot = nextSlot(timing, slot.at)) {
    const at = heldUntil(timing, slot.at);
    if (at > after && at <= upTo) last = { ...slot, at };
  }
  return last;
}

/** The last slot that quiet hours hold at an instant, as it was asked for; undefined where they hold none. */
export function heldAt(timing: Timing, now: number): Slot | undefined {
  const { quiet: _quiet, ...asked } = timing;
  const last = lastDue(asked, now - LONGEST_DAY_MS, now);
  return last && heldUntil(timing, last.at) > now ? last : undefined;
}

/** "2026-11-23T09:00": what a slot is called where its zone does not matter. */
export const localOf = ({ key }: Pick<Slot, "key">): string => key.slice(0, key.indexOf(" "));
