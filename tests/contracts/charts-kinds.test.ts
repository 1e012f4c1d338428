import { Resvg } from "@resvg/resvg-js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { draw } from "../../src/charts/draw.ts";
import { toSvg } from "../../src/charts/drawing.ts";
import { toPng } from "../../src/charts/picture.ts";
import { heatColor, heatLimit } from "../../src/charts/heat.ts";
import { HEAT, RISE_AND_FALL, STUDY_LOOKS } from "../../src/charts/look.ts";
import { squarify } from "../../src/charts/squarify.ts";
import { NOON } from "../support/calls.ts";
import { walk } from "../support/charts.ts";
import { aDonut, aPrice, aTreemap, someBars, someCandles, studiesOf } from "../support/pictures.ts";
import { count, elementsOf, picture, textsOf } from "../support/read-picture.ts";

/** What pictures without a value say. */
const NOTHING = "No data for this time";
/** What a number is after it went through JSON as NaN. */
const GONE = null as unknown as number;

describe("a heat map", () => {
  test("says what areas and colours are, names with signed changes, groups with theirs, source and time", async () => {
    expect(textsOf(await toSvg(aTreemap()))).toEqual(
      expect.arrayContaining([
        "Crypto-AI by layer, 7 days",
        "Area: market cap, USD  ·  colour: 7 d change",
        "Compute",
        "+3.1%",
        "-5.2%",
        "TAO",
        "+5.9%",
        "-10%",
        "+10%",
        "unknown",
        "CoinGecko  ·  as of 2026-03-01 12:00 UTC",
      ]),
    );
  });

  test("blue is up, orange is down, grey is unknown; each to its area", async () => {
    const items = [
      { name: "UP", size: 4, change: 0.2 },
      { name: "DOWN", size: 3, change: -0.2 },
      { name: "GONE", size: 3 },
    ];
    const shown = await picture(aTreemap({ groups: [{ name: "All", items }] }));
    const [up, down, gone] = [count(shown, HEAT.rise), count(shown, HEAT.fall), count(shown, HEAT.unknown)];
    expect(up / down).toBeGreaterThan(1.2);
    expect(up / down).toBeLessThan(1.5);
    expect(down).toBeGreaterThan(50_000);
    expect(gone).toBeGreaterThan(50_000);
  });

  test("one wild change does not take the others' colours", () => {
    expect(heatLimit([0.01, -0.02, 0.03, 0.04, -0.01, 0.02, 0.03, 0.01, 0.02, 123])).toBe(0.05);
    expect(heatLimit([])).toBe(0.01);
    expect(heatColor(123, 0.05)).toBe(HEAT.rise);
    expect(heatColor(-123, 0.05)).toBe(HEAT.fall);
    expect(heatColor(0, 0.05)).toBe(HEAT.none);
  });

  test("cells too small for a name have none, and what has no size is counted", async () => {
    const tiny = Array.from({ length: 300 }, (_, index) => ({ name: `Tiny${index}`, size: 1, change: 0.1 }));
    const none = [Number.NaN, 0, -1, GONE].map((size) => ({ name: "None", size }));
    const texts = textsOf(await toSvg(aTreemap({ groups: [{ name: "All", items: [...tiny, ...none] }] })));
    expect(texts.filter((each) => each.startsWith("Tiny"))).toEqual([]);
    expect(texts).toContain("4 without a size");
    expect(texts).not.toContain("None");
  });

  test("without any size it says that there is no data", async () => {
    expect(textsOf(await toSvg(aTreemap({ groups: [] })))).toContain(NOTHING);
    expect(textsOf(await toSvg(aTreemap({ groups: [{ name: "x", items: [] }] })))).toContain(NOTHING);
  });

  test("whatever the sizes are, cells fill the map by their share and stay inside", () => {
    const sizes = fc.array(fc.double({ min: 1e3, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(sizes, (given) => {
        const placed = squarify(
          given.map((size) => ({ size })),
          { x: 10, y: 20, width: 1_000, height: 400 },
        );
        const total = given.reduce((sum, each) => sum + each, 0);
        expect(placed).toHaveLength(given.length);
        for (const { item, box } of placed) {
          expect(box.width * box.height).toBeCloseTo((item.size / total) * 400_000, 2);
          expect([box.x >= 9.5, box.y >= 19.5]).toEqual([true, true]);
          expect([box.x + box.width <= 1_010.5, box.y + box.height <= 420.5]).toEqual([true, true]);
        }
      }),
    );
  });
});

describe("bars", () => {
  test("stand in the order given, each with its signed figure", async () => {
    const texts = textsOf(await toSvg(someBars()));
    expect(texts).toEqual(expect.arrayContaining(["+31.20%", "-0.40%", "-14.21%", "In percent"]));
    const order = someBars().bars.map(({ name }) => texts.findIndex((each) => each.startsWith(name.slice(0, 7))));
    expect(order).toEqual(order.toSorted((one, other) => one - other));
    expect(order[0]).toBeGreaterThan(-1);
  });

  test("go right where they are positive and left where they are negative", async () => {
    const bars = [
      { name: "A", value: 0.1 },
      { name: "B", value: -0.1 },
    ];
    const shown = await picture(someBars({ bars }));
    const { rise, fall } = RISE_AND_FALL;
    expect([count(shown, rise, 0, 0.5), count(shown, fall, 0.6)]).toEqual([0, 0]);
    expect(count(shown, rise)).toBeGreaterThan(5_000);
    expect(count(shown, fall)).toBeGreaterThan(5_000);
  });

  test("of too many the first and the last are shown, and that is said", async () => {
    const bars = Array.from({ length: 60 }, (_, index) => ({ name: `Coin ${index}`, value: 30 - index }));
    const texts = textsOf(await toSvg(someBars({ unit: "USD", bars })));
    const shown = ["USD  ·  first and last 6 of 60", "Coin 0", "Coin 5", "Coin 54", "Coin 59"];
    expect(texts).toEqual(expect.arrayContaining(shown));
    expect(texts).not.toContain("Coin 6");
  });

  test("a value that is none is said, and none at all too", async () => {
    const bars = [
      { name: "A", value: 1 },
      { name: "B", value: GONE },
    ];
    expect(textsOf(await toSvg(someBars({ bars })))).toContain("no data");
    expect(textsOf(await toSvg(someBars({ bars: [] })))).toContain(NOTHING);
  });
});

describe("a donut", () => {
  test("has names with shares outside, the total in its middle, and small parts joined with their number", async () => {
    const texts = textsOf(await toSvg(aDonut()));
    expect(texts).toEqual(expect.arrayContaining(["Bitcoin", "64.2%", "other (3)", "2.57%", "$2.1T", "total", "USD"]));
    expect(texts).not.toContain("Bittensor");
  });

  test("one small part alone keeps its name; what is not positive is no part", async () => {
    const values = { A: 1_000, B: 0.1, C: -5, D: Number.NaN };
    const parts = Object.entries(values).map(([name, value]) => ({ name, value }));
    const texts = textsOf(await toSvg(aDonut({ parts })));
    expect(texts).toEqual(expect.arrayContaining(["A", "B", "under 0.1%"]));
    expect(texts).not.toContain("C");
    expect(textsOf(await toSvg(aDonut({ parts: [] })))).toContain(NOTHING);
  });
});

describe("studies", () => {
  test("are named with their last values, strength in a panel with its two levels", async () => {
    expect(textsOf(await toSvg(aPrice(studiesOf(walk(168, 310)))))).toEqual(
      expect.arrayContaining(["MA 50: $309.89", "EMA 20: $306.27", "Bollinger 20, 2", "RSI 14: 33.5", "30", "70"]),
    );
  });

  test("are drawn over candles too, with the volume below", async () => {
    const chart = someCandles(studiesOf(someCandles().candles.map(({ at, close }) => [at, close])));
    expect(textsOf(await toSvg(chart))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^Volume, at most/), "Bollinger 20, 2"]),
    );
    const shown = await picture(chart);
    for (const { color } of STUDY_LOOKS.slice(0, 2)) expect(count(shown, color, 0.1), color).toBeGreaterThan(300);
  });

  test("one that lies beside the price is inside the picture", async () => {
    const far = { name: "MA 50", points: walk(168, 900) };
    expect(textsOf(await toSvg(aPrice({ overlays: [far] })))).toContain("800");
  });

  test.each<[string, Parameters<typeof aPrice>[0]]>([
    ["no points", { overlays: [{ name: "MA 50", points: [] }], rsi: { name: "RSI 14", points: [] } }],
    ["one point", { overlays: [{ name: "MA", points: [[NOON, 310]] }], rsi: { name: "RSI", points: [[NOON, 50]] } }],
    [
      "points that are none",
      {
        overlays: [
          {
            name: "🚀",
            points: [
              [NOON, Number.NaN],
              [Number.NaN, 1],
            ],
          },
        ],
      },
    ],
  ])("with %s are drawn all the same", async (_what, change) => {
    expect(await toSvg(aPrice(change))).not.toMatch(/NaN|undefined|Infinity/);
    await expect(draw(aPrice(change))).resolves.toBeInstanceOf(Uint8Array);
  });

  test("five lines over a price are more than can be told apart", async () => {
    const overlays = Array.from({ length: 5 }, (_, index) => ({ name: `MA ${index}`, points: walk(9, 300) }));
    await expect(draw(aPrice({ overlays }))).rejects.toThrow(RangeError);
  });
});

test("no name and no number from outside makes a picture of these kinds that cannot be read", async () => {
  const any = fc.string({ unit: "binary", maxLength: 120 });
  const number = fc.oneof(fc.double(), fc.constantFrom(0, 1, -1, 1e308, -1e308, 5e-324));
  await fc.assert(
    fc.asyncProperty(any, any, fc.array(fc.tuple(any, number), { maxLength: 20 }), async (title, unit, rows) => {
      const items = rows.map(([name, value]) => ({ name, value, size: value, change: value }));
      const charts = [
        aTreemap({ title, sizeUnit: unit, changeUnit: unit, groups: [{ name: title, items }] }),
        someBars({ title, unit, bars: items }),
        aDonut({ title, unit, parts: items }),
      ];
      for (const each of charts) {
        const svg = await toSvg(each);
        expect(svg.replaceAll(/<text[^>]*>[^<]*<\/text>/g, "")).not.toMatch(/NaN|Infinity|undefined/);
        expect(() => new Resvg(svg, { font: { loadSystemFonts: false } })).not.toThrow();
        expect(elementsOf(svg)).not.toContain("image");
      }
    }),
    { numRuns: 40 },
  );
});

describe("what lies far outside a picture", () => {
  test("is left out where it is a study or a volume: at such places the renderer ends the whole process", async () => {
    const stray = { name: "Stray", points: [[0, 1], [42, 1e308], ...walk(50, 40), [8e15, 50]] as [number, number][] };
    for (const chart of [aPrice(), someCandles()]) {
      const svg = await toSvg({ ...chart, overlays: [{ ...stray, look: "band" }], rsi: stray, volumes: [[0, 1]] });
      const far = [...svg.matchAll(/\sd="([^"]*)"/g)].filter(([, path]) => /\d{6}|e\+|NaN|Infinity/.test(path ?? ""));
      expect(far).toEqual([]);
    }
  });

  test.each(["255928496", "NaN", "Infinity"])("is refused at %s, whatever put it there", async (place) => {
    const path = `<path d="M-${place} 556L-104926.8 200.7" stroke="#fff"/>`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">${path}</svg>`;
    await expect(toPng(svg)).rejects.toThrow(RangeError);
  });
});
