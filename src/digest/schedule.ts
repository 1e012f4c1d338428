import { DateTime, IANAZone } from "luxon";

const MINUTE_MS = 60_000;
/** A week and the days at its ends, whatever the zone does. */
const DAYS_AHEAD = 9;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** When something is due, in somebody's own time. */
export interface Schedule {
  /** "09:00", in order, each once; at least one. */
  readonly times: readonly string[];
  /** An IANA name. */
  readonly zone: string;
  /** ISO: 1 is Monday, 7 is Sunday; at least one. */
  readonly days: readonly number[];
}

/** One time at which it is due. */
export interface Slot {
  /** UTC epoch milliseconds. */
  readonly at: number;
  /** "2026-11-23T09:00 Europe/Berlin": the local time as it was asked for, though the clocks may have skipped it. */
  readonly key: string;
}

/**
 * The first slot later than an instant. Where the clocks skip a time it is due right after the gap, where they repeat one the
 * first time; times that fall on one instant so are one slot.
 * @param after  UTC epoch milliseconds
 * @throws RangeError when the zone is unknown, or no day or time is named
 */
export function nextSlot({ times, zone, days }: Schedule, after: number): Slot {
  // Made once for each name; asking whether a name is valid makes one each time.
  const known = IANAZone.create(zone);
  if (!known.isValid) throw new RangeError("the zone is unknown");
  const local = DateTime.fromMillis(after, { zone });
  // A calendar's day, reckoned where no clock is ever changed.
  const first = DateTime.utc(local.year, local.month, local.day).minus({ days: 1 });
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead += 1) {
    const day = first.plus({ days: ahead });
    if (!days.includes(day.weekday)) continue;
    const slots = times.map((time) => slotOf(day, time, known)).filter(({ at }) => at > after);
    const [soonest] = slots.toSorted((a, b) => a.at - b.at);
    if (soonest) return soonest;
  }
  throw new RangeError("the schedule has no day or no time");
}

/** The last slot that is not later than an instant and later than another; undefined where there is none. */
export function lastSlot(schedule: Schedule, after: number, upTo: number): Slot | undefined {
  let last: Slot | undefined;
  for (let slot = nextSlot(schedule, after); slot.at <= upTo; slot = nextSlot(schedule, slot.at)) last = slot;
  return last;
}

/**
 * When something due at an instant may be sent: at once, or when the quiet hours are over that it falls into.
 * @param quiet  local times; where the second is earlier it is the next day's
 */
export function afterQuiet(quiet: { readonly from: string; readonly to: string }, zone: string, at: number): number {
  const now = DateTime.fromMillis(at, { zone }).toFormat("HH:mm");
  const isOvernight = quiet.from > quiet.to;
  const isQuiet = isOvernight ? now >= quiet.from || now < quiet.to : now >= quiet.from && now < quiet.to;
  return isQuiet ? nextSlot({ times: [quiet.to], zone, days: [1, 2, 3, 4, 5, 6, 7] }, at).at : at;
}

function slotOf(day: DateTime, time: string, zone: IANAZone): Slot {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const key = `${day.toISODate()}T${time} ${zone.name}`;
  // As if the zone were UTC; the two instants that it can be are those of the offsets before and after it.
  const local = Date.UTC(day.year, day.month - 1, day.day, hour, minute);
  const before = zone.offset(local - DAY_MS);
  const after = zone.offset(local + DAY_MS);
  const [first] = [...new Set([before, after])]
    .map((offset) => ({ at: local - offset * MINUTE_MS, offset }))
    .filter(({ at, offset }) => before === after || zone.offset(at) === offset)
    .map(({ at }) => at)
    .toSorted((a, b) => a - b);
  return { at: first ?? endOfGap(zone, local, after), key };
}

/** The first minute with the offset that holds after the gap into which a local time falls. */
function endOfGap(zone: IANAZone, local: number, offset: number): number {
  let [before, from] = [local - DAY_MS, local + DAY_MS];
  while (from - before > MINUTE_MS) {
    const middle = before + Math.floor((from - before) / (2 * MINUTE_MS)) * MINUTE_MS;
    if (zone.offset(middle) === offset) from = middle;
    else before = middle;
  }
  return from;
}
