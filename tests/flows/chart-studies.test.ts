import { afterEach, describe, expect, test } from "vitest";
import { type HistoryDesk, historyDesk } from "../support/history-desk.ts";
import { draw } from "../../src/charts/draw.ts";
import { plainText } from "../../src/core/plain.ts";
import type { Chart, Reply } from "../../src/core/reply.ts";

const open: HistoryDesk[] = [];
afterEach(async () => {
  for (const desk of open.splice(0)) {
    expect(desk.standIn.violations).toEqual([]);
    await desk.close();
  }
});
const aDesk = async (): Promise<HistoryDesk> => {
  const desk = await historyDesk();
  open.push(desk);
  return desk;
};
const pictureIn = (reply: Reply): Chart => {
  const [chart] = reply.blocks.flatMap((block) => (block.kind === "chart" ? [block.chart] : []));
  if (!chart) throw new Error("no picture");
  return chart;
};
const studiesIn = (reply: Reply): string[] => {
  const chart = pictureIn(reply);
  if (chart.kind !== "price" && chart.kind !== "candles") return [];
  return [...new Set([...(chart.overlays ?? []), ...(chart.rsi ? [chart.rsi] : [])].map(({ name }) => name))];
};

describe("what is typed", () => {
  test.each([
    ["chart TAO ema", ["EMA 20"]],
    ["chart tao 90d ema rsi", ["EMA 20", "RSI 14"]],
    ["chart tao 90d candles ema rsi", ["EMA 20", "RSI 14"]],
    ["chart tao ma50 90d", ["MA 50"]],
    ["chart tao ema 10 eur", ["EMA 10"]],
    ["chart tao sma 10 ema 20 bollinger rsi 7", ["MA 10", "EMA 20", "Bollinger 20, 2", "RSI 7"]],
    ["chart near protocol EMA EMA", ["EMA 20"]],
    ["chart tao studies:rsi,ema", ["EMA 20", "RSI 14"]],
    ["chart TAO", []],
  ])("%s", async (line, names) => {
    const { say } = await aDesk();
    expect(studiesIn(await say(line))).toEqual(names);
  });

  test.each([
    ["chart tao ema 0", "EMA 0 cannot be drawn"],
    ["chart tao ma500", "MA 500 cannot be drawn"],
    ["chart tao rsi 7 rsi 14", "one RSI at a time"],
    ["chart tao ma5 ma6 ma7 ma8 ma9", "at most 4 averages"],
    ["chart tao studies:macd", '"macd" is not something that I can draw'],
  ])("%s is refused in words", async (line, why) => {
    const { say } = await aDesk();
    expect(plainText(await say(line))).toContain(why);
  });
});

test("studies stay when another time or kind is pressed", async () => {
  const desk = await aDesk();
  const first = await desk.say("chart TAO ema 10 rsi");
  const week = await desk.press(first, "7D");
  expect(studiesIn(week)).toEqual(["EMA 10", "RSI 14"]);
  expect(studiesIn(await desk.press(week, "Candles"))).toEqual(["EMA 10", "RSI 14"]);
});

test("last values are in the words and in what the picture is said to show", async () => {
  const { say } = await aDesk();
  const reply = await say("chart TAO ema bollinger rsi");
  const said = plainText(reply);
  expect(said).toMatch(/EMA 20 \$[\d.]+ · Bollinger 20, 2 \$[\d.]+ to \$[\d.]+ · RSI 14 at [\d.]+ of 100/);
  expect(said).toMatch(/Windows count prices \d+ (?:h|min|days) apart\./);
  const [block] = reply.blocks.filter(({ kind }) => kind === "chart");
  expect(block).toMatchObject({ alt: expect.stringMatching(/EMA 20 \$/) });
  await expect(draw(pictureIn(reply))).resolves.toBeInstanceOf(Uint8Array);
});

test("a window longer than the history is said, and the rest is drawn", async () => {
  const { say } = await aDesk();
  // 90 days are 23 candles.
  const reply = await say("chart BTC 90D candles ma50 ema10");
  expect(studiesIn(reply)).toEqual(["EMA 10"]);
  expect(plainText(reply)).toContain("MA 50 needs 50 prices; this time has 23.");
});

test("several coins have none, and that is said", async () => {
  const { say } = await aDesk();
  const reply = await say("chart TAO NEAR ema");
  expect(pictureIn(reply).kind).toBe("performance");
  expect(plainText(reply)).toContain("Averages and strength are drawn for one coin alone.");
});

test("a model reads last values and few points, from all prices and not from those that are drawn", async () => {
  const { facts } = await aDesk();
  const found = (await facts("chart", { assets: ["TAO"], range: "30D", studies: ["EMA(20)", "RSI"] })) as {
    readonly assets: readonly { readonly studies: readonly Record<string, unknown>[] }[];
  };
  const [ema, rsi] = found.assets[0]?.studies ?? [];
  expect(ema).toMatchObject({ name: "EMA 20", kind: "ema", window: 20, lastPrice: expect.any(Number) });
  expect(rsi).toMatchObject({ name: "RSI 14", lastStrength: expect.any(Number) });
  expect(ema?.["pricesCount"]).toBeGreaterThan(200);
  expect(Array.isArray(ema?.["points"]) && ema["points"].length).toBeLessThanOrEqual(80);
  expect(JSON.parse(JSON.stringify(found))).toEqual(found);
});
