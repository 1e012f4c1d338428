import { afterEach, describe, expect, test } from "vitest";
import { aCall, NOON } from "../support/calls.ts";
import { dayOf } from "../../src/market/closes.ts";
import { layerDesk, type LayerDesk, map, sectorAssets } from "../support/layer-desk.ts";
import type { LayerFacts } from "../../src/commands/layer-facts.ts";
import { plainText } from "../../src/core/plain.ts";
import type { StandInAsset } from "../stand-ins/market-assets.ts";
import { toolText } from "../../src/agent/tool-text.ts";

const open: LayerDesk[] = [];
afterEach(async () => {
  for (const desk of open.splice(0)) {
    expect(desk.standIn.violations).toEqual([]);
    expect(desk.faults).toEqual([]);
    await desk.close();
  }
});
const aDesk = async (change?: Parameters<typeof sectorAssets>[0]): Promise<LayerDesk> => {
  const desk = await layerDesk(sectorAssets(change));
  open.push(desk);
  return desk;
};

/** What differs in a market in which every token of the sector does the same. */
const except =
  (differs: Readonly<Record<string, Partial<StandInAsset> | undefined>>) =>
  (id: string): Partial<StandInAsset> | undefined =>
    id in differs ? differs[id] : {};

describe("/layer", () => {
  test("says median, breadth, place, strength, concentration, and lists the members", async () => {
    const { say } = await aDesk(
      except({
        akash: { price: 0.5, cap: 9e7, change7d: 20 },
        render: { price: 1.74, cap: 4e7, change7d: 12 },
        aethir: { change7d: -5 },
        golem: { change7d: 0 },
        nosana: { change7d: 8 },
        livepeer: { change7d: 8 },
        iexec: { change7d: 8 },
      }),
    );
    const reply = await say("layer depin");
    expect(reply.title).toBe("Compute, 7 days");
    expect(plainText({ blocks: reply.blocks })).toMatchInlineSnapshot(`
      "Networks that rent out the GPUs, CPUs and video encoders of many operators.
      Median +8.00%, 7 of 9 up. 1st of 8 layers.
      Against BTC +6.0 points, ETH +11.0 points, sector +6.0 points.
      Cap $200M.

      Name            Price    7 d Share
      Akash Network   $0.50 +20.0%   45%
      Render Network  $1.74 +12.0%   20%
      Aethir          $1.00  -5.0%    5%
      Nosana          $1.00  +8.0%    5%
      Livepeer        $1.00  +8.0%    5%
      Golem           $1.00   0.0%    5%
      iExec RLC       $1.00  +8.0%    5%
      Flux            $1.00  +2.0%    5%
      Spheron Network $1.00  +2.0%    5%"
    `);
    expect(reply.footer).toBe("Source: CoinGecko · 30 s ago");
  });

  test("a layer that one token outweighs is said to be concentrated", async () => {
    const { say } = await aDesk(except({ bittensor: { cap: 3e9 } }));
    expect(plainText(await say("layer coordination"))).toContain("Cap $3.07B, concentrated: 97.7% is Bittensor.");
  });

  test("a token inside another's economy is shown in that one's price and has no share", async () => {
    const { say, facts } = await aDesk(except({ chutes: { change7d: 10, cap: 5e8 }, bittensor: { change7d: 25 } }));
    const said = plainText(await say("layer inference"));
    expect(said).toContain("Priced inside another's economy, not added to the cap: SN64 in TAO -12.0%.");
    expect(said).toContain("Cap $80M.");
    const { members } = (await facts("layer", { layer: ["inference"] })) as LayerFacts;
    const chutes = members.find(({ projectId }) => projectId === "chutes");
    expect(chutes).not.toHaveProperty("shareFraction");
    expect(chutes?.inParent?.changeFraction).toBeCloseTo(1.1 / 1.25 - 1, 10);
  });

  test("what is not counted is named with the reason", async () => {
    const { say } = await aDesk(except({ masa: { volume: 5_000 }, irys: undefined, vana: { volume: null } }));
    const said = plainText(await say("layer data"));
    expect(said).toContain("Not counted, under $100K 24 h volume: Vana, Masa.");
    expect(said).toContain("Not counted, nobody quotes it today: Irys.");
    expect(said).toContain("9 of 9 up");
  });

  test("under five tokens that count there is no figure of the layer, only its members", async () => {
    const { say, facts } = await aDesk();
    const said = plainText(await say("layer training"));
    expect(said).toContain("No figures of the layer: fewer than 5 tokens that count");
    expect(said).toContain("Gensyn");
    expect(said).toContain("Without a token: Nous Research, Prime Intellect");
    expect(said).not.toContain("Median");
    expect((await facts("layer", { layer: ["training"] })) as LayerFacts).not.toHaveProperty("figures");
  });

  test("chains name the benchmarks that are not counted", async () => {
    const { say } = await aDesk();
    expect(plainText(await say("layer chains"))).toContain("Benchmarks, not counted: Solana, Ethereum, Bitcoin.");
  });

  test("closed labs are listed and have no figures; nobody is asked for any", async () => {
    const { say, standIn } = await aDesk();
    const reply = await say("layer labs");
    expect(plainText(reply)).toContain("No part of the sector's figures: DeepSeek, OpenAI");
    expect(reply.choices?.options[0]).toMatchObject({ command: "project", input: { name: "=deepseek" } });
    expect(standIn.requests).toEqual([]);
  });

  test("the place is compared with the one of a week before, when it was kept", async () => {
    const { say, indices } = await aDesk((_id, layerId) => ({ change7d: layerId === "data" ? 9 : 1 }));
    expect(plainText(await say("layer data"))).toContain("1st of 8 layers.");
    const day = dayOf(NOON) - 8;
    const kept = (indexId: string, median: number) => ({
      indexId,
      day,
      assetIds: [],
      listedOnDay: day + 1,
      moves: { "7d": { median, breadth: 1, count: 9 } },
    });
    await indices.keep([kept("data", 0.01), kept("agents", 0.02), kept("inference", 0.03), kept("sector", 0.9)]);
    expect(plainText(await say("layer data"))).toContain("1st of 8 layers, moved up from 3rd on 2026-02-21.");
    expect(plainText(await say("layer compute"))).toMatch(/\d\w\w of 8 layers\.\n/);
  });

  test("each member leads to its project", async () => {
    const { say } = await aDesk();
    const { choices } = await say("layer agents");
    expect(choices?.options.map(({ command }) => command)).toEqual(Array.from({ length: 6 }, () => "project"));
    for (const { input } of choices?.options ?? []) expect(map.project(String(input["name"]).slice(1))).toBeDefined();
  });

  test.each([
    ["layer agents 30d", "Agents, 30 days"],
    ["layer 24h agents", "Agents, 24 h"],
    ["layer the compute layer this week", "Compute, 7 days"],
    ["layer Launchpads and Commerce", "Launchpads and commerce, 7 days"],
    ["layer launchpads month", "Launchpads and commerce, 30 days"],
    ["layer GPUs", "Compute, 7 days"],
    ["layer bittensor", "Coordination, 7 days"],
    ["layer compute-depin", "Compute, 7 days"],
  ])("%s", async (typed, title) => {
    const { say } = await aDesk();
    expect((await say(typed)).title).toBe(title);
  });

  test("without a layer it asks which, keeping the time; a slip offers what was meant", async () => {
    const { say, press } = await aDesk();
    const which = await say("layer 30d");
    expect(plainText(which)).toContain("Which layer?");
    expect((await press(which, "Data")).title).toBe("Data, 30 days");
    const slip = await say("layer agnets");
    expect(slip.choices?.options.map(({ label }) => label)).toEqual(["Agents"]);
    expect((await press(slip, "Agents")).title).toBe("Agents, 7 days");
    expect(plainText(await say("layer photosynthesis of deep sea plants"))).toContain("There is no layer");
  });

  test("while somebody types, layers are found by any of their names", async () => {
    const { desk } = await aDesk();
    const suggested = (typed: string) => desk.suggest("layer", "layer", typed, aCall());
    expect((await suggested("dep"))[0]).toEqual({ label: "Compute", value: "compute-depin" });
    expect(await suggested("")).toHaveLength(13);
  });

  test("every layer in every window answers, and reaches the model whole and small", async () => {
    const { say, facts, indices } = await aDesk((_id, _layer, index) => ({
      price: 0.0123456 * (1 + index),
      cap: 1_234_567 * (1 + index),
      change7d: index * 1.2345,
    }));
    const day = dayOf(NOON) - 1;
    await indices.keep(
      map.layers.map(({ id }) => ({
        indexId: id,
        assetIds: [],
        moves: {},
        day,
        listedOnDay: day + 1,
        level: { byCap: 101.2345678, equal: 99.87654, used: 9, of: 9 },
      })),
    );
    for (const { id, isInSector } of map.layers)
      for (const over of ["24h", "7d", "30d"]) {
        expect(plainText(await say(`layer ${id} ${over}`))).not.toMatch(/undefined|NaN|\[object/);
        const each = await facts("layer", { layer: [id], over });
        expect(JSON.parse(JSON.stringify(each))).toEqual(each);
        const read = toolText(each, "marker", NOON);
        if (isInSector) expect([id, read.length]).toEqual([id, Math.min(read.length, 2_400)]);
        expect([id, read]).toEqual([id, expect.not.stringContaining(" more")]);
      }
  });
});
