import { IANAZone } from "luxon";

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
  // Calendar days and clock times are reckoned as if they were UTC, where no clock is ever changed.
  const local = after + offsetAt(known, after) * MINUTE_MS;
  const first = Math.floor(local / DAY_MS) * DAY_MS - DAY_MS;
  for (let day = first; day <= first + DAYS_AHEAD * DAY_MS; day += DAY_MS) {
    if (!days.includes(weekdayOf(day))) continue;
    // No change of a clock is of more than a day: what is a day behind is over.
    const clocks = times.map((time) => ({ time, local: day + minuteOf(time) * MINUTE_MS }));
    // What is later by the clock never comes sooner.
    const soonest = clocks
      .filter((clock) => clock.local > local - DAY_MS)
      .map((clock) => slotOf(clock.local, clock.time, known))
      .find(({ at }) => at > after);
    if (soonest) return soonest;
  }
  throw new RangeError("the schedule has no day or no time");
}

/** Local times from one to another; where the second is earlier it is the next day's. */
export interface Hours {
  readonly from: string;
  readonly to: string;
}

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7] as const;

/** When hours of the day are over that hold an instant; the instant itself where they do not. */
export function hoursEnd({ from, to }: Hours, zone: string, at: number): number {
  const end = nextSlot({ times: [to], zone, days: EVERY_DAY }, at).at;
  // Within them they end before they begin again; told so, a clock that is set back in them makes no second night.
  return end < nextSlot({ times: [from], zone, days: EVERY_DAY }, at).at ? end : at;
}

/** ISO; the epoch began on a Thursday. */
const weekdayOf = (day: number): number => ((((day / DAY_MS + 3) % 7) + 7) % 7) + 1;

function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return hour * 60 + minute;
}

/** @param local  the local time as if the zone were UTC */
function slotOf(local: number, time: string, zone: IANAZone): Slot {
  const key = `${new Date(local).toISOString().slice(0, 10)}T${time} ${zone.name}`;
  // The two instants that it can be are those of the offsets before and after it; where it can be both, that of the one before is first.
  const before = offsetAt(zone, local - DAY_MS);
  const after = offsetAt(zone, local + DAY_MS);
  const first = [before, after].find(
    (offset) => before === after || zone.offset(local - offset * MINUTE_MS) === offset,
  );
  return { at: first === undefined ? endOfGap(zone, local, after) : local - first * MINUTE_MS, key };
}

/** Reckoned a thousand times for those who chose the same hour, and slow. */
const offsets = new Map<string, number>();
const OFFSETS_KEPT = 10_000;

function offsetAt(zone: IANAZone, at: number): number {
  const key = `${at} ${zone.name}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  if (offsets.size >= OFFSETS_KEPT) offsets.clear();
  const offset = zone.offset(at);
  offsets.set(key, offset);
  return offset;
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
