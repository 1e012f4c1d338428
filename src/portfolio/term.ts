import type { HoldingPeriod } from "./conventions.ts";

export type Term = "short" | "long";

const MS = { seconds: 1_000, days: 86_400_000 } as const;

/** Whether what was got at one instant and left at another (epoch milliseconds) was held for long. */
export function termOf(acquiredAt: number, leftAt: number, { unit, length, reached }: HoldingPeriod): Term {
  const heldMs = leftAt - acquiredAt;
  switch (unit) {
    case "seconds":
      return termAfter(heldMs / MS.seconds, length, reached);
    case "days":
      return termAfter(Math.floor(heldMs / MS.days), length, reached);
    case "years":
      // Most lots are far from their anniversary, and a calendar takes its time.
      if (heldMs < length * 365 * MS.days) return "short";
      if (heldMs > length * 366 * MS.days) return "long";
      return termAfter(leftAt, anniversaryOf(acquiredAt, length), reached);
  }
  return unit satisfies never;
}

function termAfter(held: number, needed: number, reached: HoldingPeriod["reached"]): Term {
  return held > needed || (held === needed && reached === "at_least") ? "long" : "short";
}

/** 29 February has no anniversary in a common year; Date makes it 1 March. */
function anniversaryOf(at: number, years: number): number {
  const date = new Date(at);
  return date.setUTCFullYear(date.getUTCFullYear() + years);
}
