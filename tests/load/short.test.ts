import { afterEach, expect, test } from "vitest";
import { drive } from "./drive.ts";
import { measureSize } from "./growth.ts";
import { openDoors } from "./doors.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** `npm run load` does it for minutes, at several rates, and measures. */
test(
  "whatever is asked at every door at once is answered, also while one place floods and another is slow",
  { timeout: 120_000 },
  async () => {
    const doors = await openDoors();
    closing.push(() => doors.close());
    doors.setModelMs(500);
    doors.setSlowMs(5_000);
    const stretch = await drive(doors, {
      name: "short",
      seconds: 4,
      seed: 1,
      times: 0.5,
      besides: [
        { perSecond: 40, act: doors.flood },
        { perSecond: 1, act: doors.askSlow },
      ],
    });
    expect(stretch.kinds.filter(({ asked }) => asked === 0)).toEqual([]);
    expect(stretch.kinds.filter(({ unanswered }) => unanswered > 0)).toEqual([]);
    expect(doors.violations()).toEqual([]);
  },
);

test(
  "ten times the people, places, alerts and digests make no message and no tick ten times as dear",
  {
    timeout: 120_000,
  },
  async () => {
    const [one, ten] = [await measureSize(1), await measureSize(10)];
    const growth = (of: "lookUpMs" | "writeMs" | "alertTickMs" | "otherTickMs"): number => ten[of] / one[of];
    expect(growth("lookUpMs")).toBeLessThan(10);
    expect(growth("writeMs")).toBeLessThan(10);
    expect(growth("alertTickMs")).toBeLessThan(10);
    expect(growth("otherTickMs")).toBeLessThan(10);
  },
);
