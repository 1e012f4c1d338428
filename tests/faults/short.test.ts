import { expect, test } from "vitest";
import type { Trial } from "./cell.ts";
import { playCourse } from "./play-all.ts";
import { CLOCK, DATABASE, REPEATS } from "./specials.ts";
import { DISCORD_GATEWAY, MODEL, TELEGRAM } from "./trials.ts";

const only = (trials: readonly Trial[], ...faults: readonly string[]): readonly Trial[] =>
  trials.filter(({ fault }) => faults.includes(fault));

/** A few pairs of the matrix; `npm run faults` plays all of it. */
const TRIALS: readonly Trial[] = [
  ...only(TELEGRAM, "down", "expired TLS"),
  ...REPEATS,
  ...only(DISCORD_GATEWAY, "resets"),
  ...only(MODEL, "502 HTML"),
  ...only(CLOCK, "clock +1 day"),
  ...DATABASE,
];

test(
  "a real desk loses nothing, disturbs nobody and recovers while what it needs fails",
  { timeout: 240_000 },
  async () => {
    const outcomes = await playCourse({ name: "short", scene: {}, trials: TRIALS });
    expect(outcomes.map(({ target, fault, broken }) => [target, fault, broken])).toEqual(
      TRIALS.map(({ target, fault }) => [target, fault, []]),
    );
  },
);
