import { afterEach, describe, expect, test } from "vitest";
import type { Chart, Reply } from "../../src/core/reply.ts";
import { DAY_MS, dayOf } from "../../src/market/closes.ts";
import { layerDesk, type LayerDesk, sectorAssets } from "../support/layer-desk.ts";
import { NOON } from "../support/calls.ts";
import { peopleDesk } from "../support/people-desk.ts";
import { plainText } from "../../src/core/plain.ts";
import type { StackFacts } from "../../src/commands/stack-facts.ts";
import { TABLE_WIDTH, tableText } from "../../src/core/table.ts";
import { toolText } from "../../src/agent/tool-text.ts";

const open: LayerDesk[] = [];
afterEach(async () => {
  for (const desk of open.splice(0)) {
    expect(desk.standIn.violations).toEqual([]);
    expect(desk.faults).toEqual([]);
    await desk.close();
  }
});
const aDesk = async (...options: Parameters<typeof layerDesk>): Promise<LayerDesk> => {
  const desk = await layerDesk(...options);
  open.push(desk);
  return desk;
};

/** Figures that differ from token to token, the same each time. */
const varied = sectorAssets((_id, _layer, index) => ({
  cap: 1e7 * (1 + (index % 7)) * (index % 5 === 0 ? 20 : 1),
  change24h: ((index * 7) % 23) - 9.37,
  change7d: ((index * 11) % 41) - 18.21,
  change30d: ((index * 5) % 61) - 25.4,
}));
const picture = (reply: Reply): Chart | undefined =>
  reply.blocks.flatMap((block) => (block.kind === "chart" ? [block.chart] : []))[0];
const tables = (reply: Reply) => reply.blocks.flatMap((block) => (block.kind === "table" ? [block] : []));

describe("/stack", () => {
  test("has every layer from bottom to top in one small table, and the sector against bitcoin and ether", async () => {
    const { say } = await aDesk(varied);
    const reply = await say("stack");
    expect(reply.title).toBe("Crypto-AI stack, 24 h");
    expect(plainText({ blocks: reply.blocks.filter(({ kind }) => kind !== "chart") })).toMatchInlineSnapshot(`
      "Sector median +1.63%, 42 of 75 up · BTC +1.00% · ETH -1.00%.

      Layer     24h%  7d% 30d% Up% Cap $
      Compute   +0.6 -4.2 -5.4  56 1.64B
      Clusteri…    –    –    –   –     –
      Training     –    –    –   –     –
      Inference +3.6 -3.2 -1.4  67 2.05B
      Data      +1.6 +4.3 +5.1  58 1.95B
      Coordina… +1.1 +4.8 +4.6  50 1.67B
      Middlewa… -0.4 -4.2  +12  43 1.02B
      Launchpa… +3.6 +4.3  -12  67  600M
      Agents    +3.1 +3.3  +13  67 1.47B
      Applicat… -0.4 +2.8 -0.4  45 2.11B
      Chains       –    –    –   –     –

      –: fewer than 5 tokens that count, so listed and not ranked.
      Medians of tokens with at least $100K 24 h volume, bottom of the stack first."
    `);
    const text = tables(reply).map((table) => tableText(table));
    expect(
      Math.max(
        ...text
          .join("\n")
          .split("\n")
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(TABLE_WIDTH);
    expect(reply.footer).toBe("Source: CoinGecko · 30 s ago");
  });

  test.each([
    ["stack 7d", "7 days"],
    ["stack week", "7 days"],
    ["stack 30 days", "30 days"],
    ["stack over the last month", "30 days"],
    ["stack over:7d", "7 days"],
    ["stack 24h", "24 h"],
  ])("%s is over %s", async (typed, window) => {
    const { say } = await aDesk(varied);
    expect((await say(typed)).title).toBe(`Crypto-AI stack, ${window}`);
  });

  test("each layer is an option that leads to it, with the token that moved it most", async () => {
    const { say, press } = await aDesk(varied);
    const reply = await say("stack 30d");
    expect(reply.choices?.options).toHaveLength(11);
    expect(reply.choices?.options.find(({ label }) => label === "Compute")?.description).toMatch(
      /^\S.* moved it most: [+-]\$[\d.]+[MBK] in 24 h$/,
    );
    for (const { label } of reply.choices?.options ?? [])
      expect((await press(reply, label)).title).toBe(`${label}, 30 days`);
  });

  test("the picture is by layer, by the square root of the cap, which it says", async () => {
    const { say, facts } = await aDesk(varied);
    const chart = picture(await say("stack 7d"));
    if (chart?.kind !== "treemap") throw new Error("no treemap");
    expect(chart.sizeUnit).toBe("square root of cap");
    const [compute] = chart.groups[0]?.items ?? [];
    const { layers } = (await facts("stack", { over: "7d" })) as StackFacts;
    expect(compute).toMatchObject({ name: "Compute", change: layers[0]?.change7d });
    expect((compute?.size ?? 0) ** 2).toBeCloseTo(layers[0]?.capUsd ?? NaN, 0);
  });

  test("windows are buttons, and the one that is shown is marked", async () => {
    const { say, press } = await aDesk(varied);
    const reply = await press(await say("stack"), "30 days");
    expect(reply.title).toBe("Crypto-AI stack, 30 days");
    expect(reply.buttons?.map(({ label }) => label)).toEqual(["24 h", "7 days", "· 30 days ·", "Rotation"]);
    expect((await press(reply, "Rotation")).title).toBe("Rotation of the layers, 7 days");
  });

  test("a layer's name is not a time, and is sent where it belongs", async () => {
    const { say } = await aDesk(varied);
    expect(plainText(await say("stack compute"))).toContain("One layer alone: /layer compute");
    expect(plainText(await say("stack 90d"))).toContain("not of 90d");
  });

  test("the level of the sector is shown with its base and its coverage once it is kept", async () => {
    const { say, indices } = await aDesk(varied);
    const day = dayOf(NOON) - 1;
    const each = { indexId: "sector", assetIds: ["a"], moves: {} };
    await indices.keep([
      { ...each, day: day - 9, listedOnDay: day - 1, level: { byCap: 100, equal: 100, used: 70, of: 75 } },
      { ...each, day, listedOnDay: day + 1, level: { byCap: 96.347, equal: 104.2, used: 71, of: 75 } },
    ]);
    expect(plainText(await say("stack"))).toContain(
      "Sector index 96.3 by cap, 104.2 equal-weighted on 2026-02-28 (100 on 2026-02-19; 71 of 75 tokens; days before 2026-02-27 filled in with its members).",
    );
  });

  test("reaches the model whole and small, and survives JSON", async () => {
    const { facts, indices } = await aDesk(varied);
    const day = dayOf(NOON) - 1;
    await indices.keep([
      {
        indexId: "sector",
        assetIds: [],
        moves: {},
        day,
        listedOnDay: day + 1,
        level: { byCap: 100, equal: 100, used: 70, of: 75 },
      },
    ]);
    const each = await facts("stack", {});
    expect(JSON.parse(JSON.stringify(each))).toEqual(each);
    const read = toolText(each, "marker", NOON);
    expect(read.length).toBeLessThanOrEqual(2_400);
    expect(read).not.toContain("more");
    expect(read).toContain('"name":"Chains"');
  });

  test("old figures are said to be old; without any there is a sentence, not a fault", async () => {
    const { say, standIn, pass, faults } = await aDesk(varied);
    await say("stack");
    standIn.fail("coingecko/coins/markets", { kind: "status", status: 404 }, Infinity);
    pass(30 * 60_000);
    expect((await say("stack")).footer).toContain("31 min ago, nothing newer to be had");
    pass(DAY_MS);
    expect(plainText(await say("stack"))).toContain("A layer's figures need all of its members at once");
    expect(faults.splice(0)).toHaveLength(1);
  });

  test("with sample data it answers for the layers that the sample fills, and says what it is", async () => {
    const { person, faults } = await peopleDesk();
    const said = await (await person("Ann")).read("stack 30d");
    expect(said).toMatch(/Compute +[+-]/);
    expect(said).toContain("–: fewer than 5 tokens that count, so listed and not ranked.");
    expect(said).toContain("sample of 2026-03-20, not live");
    expect(faults).toEqual([]);
  });

  test("its layers are lists of /movers too", async () => {
    const { person } = await peopleDesk();
    const reply = await (await person("Ann")).say("movers depin 7d");
    expect(reply.title).toBe("Movers: Compute, 7 days");
    expect(plainText(reply)).toContain("Looked at 9;");
  });
});
