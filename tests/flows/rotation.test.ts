import { afterEach, describe, expect, test } from "vitest";
import type { Chart, Reply } from "../../src/core/reply.ts";
import { dayOf } from "../../src/market/closes.ts";
import type { IndexDay } from "../../src/sector/indices.ts";
import { layerDesk, type LayerDesk, sectorAssets } from "../support/layer-desk.ts";
import { NOON } from "../support/calls.ts";
import { plainText } from "../../src/core/plain.ts";
import { toolText } from "../../src/agent/tool-text.ts";

const open: LayerDesk[] = [];
afterEach(async () => {
  for (const desk of open.splice(0)) {
    expect(desk.standIn.violations).toEqual([]);
    expect(desk.faults).toEqual([]);
    await desk.close();
  }
});

/** Layers that have figures, the highest median of a week first; over a month it is the other way round. */
const ORDER =
  "agents data inference applications coordination compute-depin middleware-frameworks launchpads-commerce".split(" ");
const aDesk = async (): Promise<LayerDesk> => {
  const desk = await layerDesk(
    sectorAssets((_id, layerId) => ({ change7d: 10 - ORDER.indexOf(layerId), change30d: ORDER.indexOf(layerId) })),
  );
  open.push(desk);
  return desk;
};
const picture = (reply: Reply): Chart | undefined =>
  reply.blocks.flatMap((block) => (block.kind === "chart" ? [block.chart] : []))[0];

/** What was kept on a day: layers in this order. */
const kept = (day: number, order: readonly string[], window: "7d" | "30d" = "7d"): IndexDay[] =>
  order.map((indexId, index) => ({
    indexId,
    day,
    assetIds: [],
    listedOnDay: day + 1,
    moves: { [window]: { median: 0.1 - index / 100, breadth: 1, count: 6 } },
  }));
const WEEK_AGO = dayOf(NOON) - 8;

describe("/rotation", () => {
  test("until enough days are kept shows the ranks of now, and since when figures are kept", async () => {
    const { say, indices } = await aDesk();
    expect(plainText(await say("rotation"))).toContain(
      "No ranks of 7 days before to compare with: none are kept. These are the ranks of now.",
    );
    const day = dayOf(NOON) - 2;
    await indices.keep([
      {
        indexId: "sector",
        day,
        assetIds: [],
        listedOnDay: day,
        moves: {},
        level: { byCap: 100, equal: 100, used: 9, of: 9 },
      },
    ]);
    expect(plainText(await say("rotation"))).toContain("figures are kept since 2026-02-27");
  });

  test("names who moved up and down, by rank, and never calls it a flow", async () => {
    const { say, indices } = await aDesk();
    // Before: data, inference, applications, coordination, compute, agents, middleware, launchpads.
    const [agents = "", ...rest] = ORDER;
    await indices.keep(kept(WEEK_AGO, [...rest.slice(0, 5), agents, ...rest.slice(5)]));
    const reply = await say("rotation");
    expect(plainText({ blocks: reply.blocks })).toMatchInlineSnapshot(`
      "Agents moved up from 6th to 1st.
      Data moved down from 1st to 2nd.
      Inference moved down from 2nd to 3rd.
      Applications moved down from 3rd to 4th.
      Clustering, Training, Chains: fewer than 5 tokens that count, so listed and not ranked.

      Layer            Rank 02-21    7 d
      Agents              1     6 +10.0%
      Data                2     1  +9.0%
      Inference           3     2  +8.0%
      Applications        4     3  +7.0%
      Coordination        5     4  +6.0%
      Compute             6     5  +5.0%
      Middleware          7     7  +4.0%
      Launchpads and…     8     8  +3.0%

      Layers against the sector's median, 7 days: Agents +3.0 points, Data +2.0 points, Inference +1.0 points, Applications 0.0 points, Coordination -1.0 points, Compute -2.0 points, Middleware -3.0 points, Launchpads and commerce -4.0 points."
    `);
    expect(plainText(reply)).not.toMatch(/flow/i);
  });

  test("takes a day up to three earlier where the day itself was not kept, and says which", async () => {
    const { say, indices } = await aDesk();
    await indices.keep(kept(WEEK_AGO - 4, ORDER.toReversed()));
    expect(plainText(await say("rotation"))).toContain("No ranks of 7 days before");
    await indices.keep(kept(WEEK_AGO - 3, ORDER));
    expect(plainText(await say("rotation"))).toContain("The order is that of 2026-02-18.");
  });

  test("over a month compares with the month before, from its own figures", async () => {
    const { say, press, indices } = await aDesk();
    await indices.keep([...kept(WEEK_AGO, ORDER), ...kept(dayOf(NOON) - 31, ORDER, "30d")]);
    const month = await press(await say("rotation"), "30 days");
    expect(month.title).toBe("Rotation of the layers, 30 days");
    expect(plainText(month)).toContain("Launchpads and commerce moved up from 8th to 1st.");
    expect(plainText(month)).toContain("Agents moved down from 1st to 8th.");
    expect((await say("rotation month")).title).toBe(month.title);
  });

  test("draws the distance of each layer's median from the sector's", async () => {
    const { say } = await aDesk();
    const chart = picture(await say("rotation"));
    if (chart?.kind !== "bars") throw new Error("no bars");
    expect(chart.title).toBe("Layers against the sector's median, 7 days");
    expect(chart.bars).toHaveLength(8);
    expect(chart.bars[0]?.name).toBe("Agents");
    expect(chart.bars[0]?.value).toBeGreaterThan(0);
    expect(chart.bars.at(-1)?.value).toBeLessThan(0);
  });

  test("a day is no window for it, and a layer is not either", async () => {
    const { say } = await aDesk();
    for (const typed of ["rotation 24h", "rotation compute"])
      expect(plainText(await say(typed))).toContain("Ranks are compared with those of 7 or of 30 days before.");
  });

  test("reaches the model small, and survives JSON", async () => {
    const { facts, indices } = await aDesk();
    await indices.keep(kept(WEEK_AGO, ORDER));
    const each = await facts("rotation", {});
    expect(JSON.parse(JSON.stringify(each))).toEqual(each);
    expect(toolText(each, "marker", NOON).length).toBeLessThan(2_400);
  });
});
