import { loadavg } from "node:os";
import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { here } from "../faults/play-all.ts";
import { liveThroughDay } from "./day.ts";
import { drive, type Drive, type Stretch } from "./drive.ts";
import { type Doors, openDoors } from "./doors.ts";
import { measureSize, type Size } from "./growth.ts";
import { meanMb, pageOf } from "./table.ts";

/** `LOAD_SECONDS` is how long each stretch takes. */
const SECONDS = Number(process.env["LOAD_SECONDS"] ?? 20);
const MESSAGES_A_MINUTE = 3;

async function stretchesOf(
  drives: readonly (Omit<Drive, "seconds" | "seed"> & { readonly modelMs?: number; readonly slowMs?: number })[],
  besides: (doors: Doors, name: string) => Drive["besides"] = () => [],
): Promise<readonly Stretch[]> {
  const doors = await openDoors();
  const stretches: Stretch[] = [];
  try {
    // What is compiled at first use is no part of what it costs.
    await drive(doors, { name: "warm", seconds: Math.min(5, SECONDS), seed: 1 });
    for (const { modelMs = 0, slowMs = 0, ...each } of drives) {
      doors.setModelMs(modelMs);
      doors.setSlowMs(slowMs);
      stretches.push(
        await drive(doors, { ...each, seconds: SECONDS, seed: 2, besides: besides(doors, each.name) ?? [] }),
      );
    }
    expect(doors.violations()).toEqual([]);
    return stretches;
  } finally {
    await doors.close();
  }
}

test("load, fairness, memory and growth", async () => {
  const busyBefore = loadavg()[0] ?? 0;
  const stretches = await stretchesOf([
    { name: "model 0 ms" },
    { name: "model 0 ms, twice", times: 2 },
    { name: "model 0 ms, four times", times: 4 },
    { name: "model 500 ms", modelMs: 500 },
  ]);
  const [ALONE, FLOOD, SLOW] = ["alone", "one group floods", "one group is slow"] as const;
  const fairness = await stretchesOf([{ name: ALONE }, { name: FLOOD }, { name: SLOW, slowMs: 5_000 }], (doors, name) =>
    name === FLOOD
      ? [{ perSecond: 100, act: doors.flood }]
      : name === SLOW
        ? [{ perSecond: 2, act: doors.askSlow }]
        : [],
  );
  const day = await liveThroughDay(24, MESSAGES_A_MINUTE);
  const sizes: Size[] = [];
  for (const times of [1, 10, 100]) sizes.push(await measureSize(times));

  const run = { ...here(), busyBefore, stretches, fairness, day, sizes };
  writeFileSync("docs/load.json", `${JSON.stringify(run, null, 2)}\n`);
  writeFileSync("docs/load.md", pageOf(run));

  for (const { name, kinds } of [...stretches, ...fairness])
    expect(
      kinds.filter(({ unanswered }) => unanswered > 0),
      name,
    ).toEqual([]);
  expect(day.faults).toBe(0);
  // From the morning on, when all caches are warm.
  expect(meanMb(day.hourlyMb.slice(-6)) / meanMb(day.hourlyMb.slice(6, 12))).toBeLessThan(1.05);
});
