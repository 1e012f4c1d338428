import { Resvg } from "@resvg/resvg-js";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { draw } from "../../src/charts/draw.ts";
import { toSvg } from "../../src/charts/drawing.ts";
import { COLOR, LOOKS, RISE_AND_FALL } from "../../src/charts/look.ts";
import type { CandleChart, LineChart, PerformanceChart, PriceChart } from "../../src/core/reply.ts";
import { NOON } from "../support/calls.ts";
import { aChart, walk } from "../support/charts.ts";
import { colorOf, count, decode, elementsOf, picture, textsOf } from "../support/read-picture.ts";

const HOUR = 3_600_000;

describe("the picture", () => {
  test("it is a PNG of 1200 x 675 on a background of its own", async () => {
    const png = await draw(aChart());
    expect(Buffer.from(png).subarray(0, 8).toString("latin1")).toBe("\u0089PNG\r\n\u001A\n");
    const { width, height, pixels } = decode(png);
    expect([width, height]).toEqual([1200, 675]);
    const background = colorOf(COLOR.background);
    expect([pixels.at(0), pixels.at(-1)]).toEqual([background, background]);
  });

  test("equal charts give equal pictures, different ones do not", async () => {
    const [one, same, other] = await Promise.all([draw(aChart()), draw(aChart()), draw(aChart({ title: "TAO" }))]);
    expect(Buffer.compare(one, same)).toBe(0);
    expect(Buffer.compare(one, other)).not.toBe(0);
  });

  test("the line is there, in its colour, over the whole width", async () => {
    const shown = await picture(aChart());
    for (const from of [0.15, 0.35, 0.55, 0.75])
      expect(count(shown, LOOKS[0].color, from, from + 0.15), `from ${from}`).toBeGreaterThan(300);
  });

  test("the dash and the dot of every series are there", async () => {
    const series = LOOKS.map((_, index) => ({ name: `S${index}`, points: walk(50, 10 * (index + 1), index) }));
    const shown = await picture(aChart({ series }));
    for (const { color } of LOOKS) expect(count(shown, color, 0.1), color).toBeGreaterThan(500);
  });

  test("twenty at once are all drawn", async () => {
    const pictures = await Promise.all(Array.from({ length: 20 }, () => draw(aChart())));
    expect(new Set(pictures.map((png) => Buffer.from(png).toString("base64"))).size).toBe(1);
  });
});

describe("what it says", () => {
  test("title, last value, low, high, unit, axes, source and time", async () => {
    expect(textsOf(await toSvg(aChart())).toSorted()).toMatchInlineSnapshot(`
      [
        "$300.79",
        "1 Mar",
        "23 Feb",
        "24 Feb",
        "25 Feb",
        "26 Feb",
        "27 Feb",
        "28 Feb",
        "295",
        "300",
        "305",
        "310",
        "315",
        "320",
        "Bittensor (TAO), 7 days",
        "CoinGecko  ·  as of 2026-03-01 12:00 UTC  ·  times in UTC",
        "Low $298.99  ·  High $316.90",
        "USD",
      ]
    `);
  });

  test("several series have a name, a last value and a range each", async () => {
    const series = [
      { name: "Bittensor", points: [[NOON - HOUR, 300] as const, [NOON, 310] as const] },
      { name: "NEAR Protocol", points: [[NOON - HOUR, 5.5] as const, [NOON, 5.1] as const] },
      { name: "Gone", points: [] },
    ];
    expect(textsOf(await toSvg(aChart({ series })))).toEqual(
      expect.arrayContaining([
        "Bittensor",
        "$310.00",
        "$300.00 to $310.00",
        "NEAR Protocol",
        "$5.10",
        "$5.10 to $5.50",
        "Gone",
        "no data",
      ]),
    );
  });

  test("a tiny price has a readable axis and its figure in full", async () => {
    const texts = textsOf(await toSvg(aChart({ series: [{ name: "x", points: walk(168, 5.6e-11) }] })));
    expect(texts).toEqual(expect.arrayContaining(["×10⁻¹¹ USD", "5.4", "5.7"]));
    expect(texts.join(" ")).toMatch(/\$0\.00000000005\d+/);
  });

  test("times are UTC whatever the machine's zone is", async () => {
    vi.stubEnv("TZ", "Pacific/Auckland");
    expect(new Date(NOON).getHours()).not.toBe(12);
    const points = Array.from({ length: 25 }, (_, index) => [NOON - (24 - index) * HOUR, index] as const);
    const texts = textsOf(await toSvg(aChart({ series: [{ name: "x", points }] })));
    vi.unstubAllEnvs();
    expect(texts).toEqual(expect.arrayContaining(["16:00", "1 Mar", "08:00"]));
  });
});

describe("charts that are hardly any", () => {
  const one = (points: LineChart["series"][number]["points"]): LineChart =>
    aChart({ series: [{ name: "TAO", points }] });

  test.each<[string, LineChart]>([
    ["no series", aChart({ series: [] })],
    ["a series without points", one([])],
    [
      "points without values",
      one([
        [NOON, Number.NaN],
        [NOON + HOUR, Number.POSITIVE_INFINITY],
      ]),
    ],
    [
      "points without instants",
      one([
        [Number.NaN, 1],
        [Number.POSITIVE_INFINITY, 2],
        [8.65e15, 3],
      ]),
    ],
  ])("%s: it says that there is no data, and whose", async (_, chart) => {
    expect(textsOf(await toSvg(chart))).toEqual([
      "Bittensor (TAO), 7 days",
      "No data for this time",
      "CoinGecko  ·  as of 2026-03-01 12:00 UTC  ·  times in UTC",
    ]);
    expect(count(await picture(chart), COLOR.muted)).toBeGreaterThan(500);
  });

  test("a gap is left open, and a point alone in it has a dot", async () => {
    const gap = (index: number): boolean => index > 60 && index < 120 && index !== 90;
    const points = walk(168, 310).map(([at, value], index) => [at, gap(index) ? Number.NaN : value] as const);
    const shown = await picture(one(points));
    const { color } = LOOKS[0];
    // The plot reaches from about 0.1 to 0.95 of the width; point 90 of 168 lies at 0.555.
    expect(count(shown, color, 0.43, 0.53)).toBe(0);
    expect(count(shown, color, 0.58, 0.68)).toBe(0);
    expect(count(shown, color, 0.54, 0.57)).toBeGreaterThan(80);
  });

  test("a gap that went through JSON is the same gap", async () => {
    const chart = one([
      [NOON - 2 * HOUR, 1],
      [NOON - HOUR, Number.NaN],
      [NOON, 2],
    ]);
    const stored = JSON.parse(JSON.stringify(chart)) as LineChart;
    expect(Buffer.compare(await draw(stored), await draw(chart))).toBe(0);
  });

  test("one point is a dot in the middle of its hour", async () => {
    const shown = await picture(one([[NOON, 310.2]]));
    expect(count(shown, LOOKS[0].color, 0.5, 0.56)).toBeGreaterThan(80);
    expect(textsOf(await toSvg(one([[NOON, 310.2]])))).toEqual(expect.arrayContaining(["$310.20", "11:30", "12:30"]));
  });

  const spread = (...values: number[]): LineChart =>
    one(values.map((value, index) => [NOON + index * HOUR, value] as const));
  test.each<[string, LineChart]>([
    ["what never moves", spread(1, 1, 1)],
    ["zero all the time", spread(0, 0, 0)],
    ["values below zero", spread(-3, -1, -2)],
    ["the largest numbers there are", spread(-Number.MAX_VALUE, Number.MAX_VALUE)],
    ["the smallest numbers there are", spread(Number.MIN_VALUE, 2 * Number.MIN_VALUE)],
    ["a price that rose a billion times", spread(5.6e-11, 1, 60_000)],
    [
      "two values at the same instant",
      one([
        [NOON, 1],
        [NOON, 2],
      ]),
    ],
    [
      "points in the wrong order",
      one([
        [NOON, 1],
        [NOON - HOUR, 2],
      ]),
    ],
    [
      "the first and the last instant there are",
      one([
        [-8.64e15, 1],
        [8.64e15, 2],
      ]),
    ],
    ["10,000 points", one(walk(10_000, 67_000))],
    [
      "10,000 points with gaps",
      one(walk(10_000, 9).map(([at, value], index) => [at, index % 7 === 0 ? Number.NaN : value])),
    ],
    [
      "10,000 points that are all alone",
      one(walk(10_000, 9).map(([at, value], index) => [at, index % 2 === 0 ? Number.NaN : value])),
    ],
    ["an instant of source that is none", aChart({ asOf: Number.NaN })],
  ])("%s can be drawn", async (_, chart) => {
    const svg = await toSvg(chart);
    expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
    expect(count(await picture(chart), LOOKS[0].color)).toBeGreaterThan(50);
  });

  test("more series than can be told apart are refused in words", async () => {
    const series = Array.from({ length: 7 }, (_, index) => ({ name: `S${index}`, points: walk(5, 10) }));
    await expect(draw(aChart({ series }))).rejects.toThrow("A line chart shows at most 6 series, not 7.");
  });
});

describe("texts from outside", () => {
  const hostile = [
    "</text><script>alert(1)</script>",
    '"><image href="file:///etc/passwd"/>',
    "]]><!-- <!ENTITY x SYSTEM 'file:///etc/passwd'> &x;",
    "{primary|x} {a} {value} {{b}}",
    "\u0000\u0008\u202Egnp\uFFFE\uFFFF\uD800 null",
    "<b>&amp;&lt;&#x41;</b>",
  ];

  test.each(hostile)("%j is drawn as text", async (name) => {
    const plain = elementsOf(
      await toSvg(
        aChart({
          series: [
            { name: "a", points: walk(9, 1) },
            { name: "b", points: walk(9, 2) },
          ],
        }),
      ),
    );
    const chart = aChart({
      title: name,
      source: name,
      unit: name,
      series: [
        { name, points: walk(9, 1) },
        { name, points: walk(9, 2) },
      ],
    });
    const svg = await toSvg(chart);
    expect(elementsOf(svg)).toEqual(plain);
    await expect(draw(chart)).resolves.toBeInstanceOf(Uint8Array);
  });

  test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
    'a coin named "%s" is drawn and changes nothing for anybody else',
    async (name) => {
      const before = Object.getOwnPropertyNames(Object.prototype);
      const chart = aChart({ title: name, unit: name, source: name, series: [{ name, points: walk(9, 1) }] });
      for (const each of [chart, aChart({ ...chart, series: [...chart.series, ...chart.series] })]) {
        const svg = await toSvg(each);
        expect(svg).not.toMatch(/NaN|undefined/);
        expect(textsOf(svg)).toContain(`${name} `);
      }
      expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
      expect(Object.getOwnPropertyNames(Object)).not.toContain("prev");
    },
  );

  test("markup in a title is shown to the letter", async () => {
    expect(textsOf(await toSvg(aChart({ title: "<b>A & B</b> {x}" })))).toContain("<b>A & B</b> {x}");
  });

  test("a name that the font cannot draw is numbered instead of being boxes", async () => {
    const series = [
      { name: "币安人生", points: walk(9, 1) },
      { name: "🚀", points: walk(9, 2) },
    ];
    expect(textsOf(await toSvg(aChart({ series })))).toEqual(expect.arrayContaining(["Series 1", "Series 2"]));
  });

  test("no text from outside makes a picture that cannot be read", async () => {
    const any = fc.string({ unit: "binary", maxLength: 120 });
    await fc.assert(
      fc.asyncProperty(any, any, any, any, async (title, unit, source, name) => {
        const series = [
          { name, points: walk(3, 1) },
          { name: title, points: walk(3, 2) },
        ];
        const svg = await toSvg(aChart({ title, unit, source, series }));
        expect(() => new Resvg(svg, { font: { loadSystemFonts: false } })).not.toThrow();
        expect(elementsOf(svg)).not.toContain("image");
      }),
      { numRuns: 30 },
    );
  });
});

describe("price with volume", () => {
  const price = (change: Partial<PriceChart> = {}): PriceChart => ({
    kind: "price",
    title: "Bittensor (TAO), 7 days",
    unit: "USD",
    points: walk(168, 310),
    volumes: walk(84, 1.5e8, 3),
    source: "CoinGecko",
    asOf: NOON,
    ...change,
  });

  test("says what the bars are and how high the highest is", async () => {
    const texts = textsOf(await toSvg(price({ volumes: [[NOON - HOUR, 1e6] as const, [NOON, 2.5e6] as const] })));
    expect(texts).toContain("24 h volume, at most $2,500,000.00");
  });

  test("has line and bars, one above the other", async () => {
    const shown = await picture(price());
    expect(count(shown, LOOKS[0].color, 0.1)).toBeGreaterThan(1000);
    // In the part below, bars take the place of the line.
    const below = { ...shown, pixels: shown.pixels.slice(shown.width * 470, shown.width * 550) };
    expect(count(below, LOOKS[0].color)).toBe(0);
    const inBars = new Set(below.pixels);
    inBars.delete(colorOf(COLOR.background));
    expect(inBars.size).toBeGreaterThan(0);
  });

  test.each<[string, PriceChart["volumes"]]>([
    ["no volume", []],
    [
      "volumes that are none",
      [[NOON, NaN] as const, [NOON - HOUR, null as unknown as number] as const, [NaN, 5] as const],
    ],
  ])("%s leaves the line alone, as a line chart is drawn", async (_what, volumes) => {
    const line = aChart({ series: [{ name: "TAO", points: walk(168, 310) }] });
    const [bare, asLine] = await Promise.all([draw(price({ volumes })), draw(line)]);
    expect(Buffer.compare(bare, asLine)).toBe(0);
  });

  test("without any price it says so", async () => {
    expect(textsOf(await toSvg(price({ points: [] })))).toContain("No data for this time");
  });
});

describe("candles", () => {
  const candle = (at: number, open: number, close: number) => ({
    at,
    open,
    close,
    high: Math.max(open, close) + 1,
    low: Math.min(open, close) - 1,
  });
  const candles = (change: Partial<CandleChart> = {}): CandleChart => ({
    kind: "candles",
    title: "Bittensor (TAO), 1 day",
    unit: "USD",
    candles: [candle(NOON - 2 * HOUR, 300, 310), candle(NOON - HOUR, 310, 305), candle(NOON, 305, 305)],
    intervalMs: HOUR,
    source: "CoinGecko",
    asOf: NOON,
    ...change,
  });

  test("say the last close, low, high, the interval and how up is told from down", async () => {
    expect(textsOf(await toSvg(candles()))).toEqual(
      expect.arrayContaining(["$305.00", "Low $299.00  ·  High $311.00  ·  1 h each, hollow = up"]),
    );
  });

  test("are hollow where the price rose and filled where it fell", async () => {
    const [up, down] = await Promise.all([
      picture(candles({ candles: [candle(NOON - HOUR, 300, 310), candle(NOON, 310, 320)] })),
      picture(candles({ candles: [candle(NOON - HOUR, 320, 310), candle(NOON, 310, 300)] })),
    ]);
    expect(count(up, RISE_AND_FALL.fall)).toBe(0);
    expect(count(down, RISE_AND_FALL.rise)).toBe(0);
    expect(count(down, RISE_AND_FALL.fall)).toBeGreaterThan(5 * count(up, RISE_AND_FALL.rise));
    expect(count(up, RISE_AND_FALL.rise)).toBeGreaterThan(500);
  });

  test.each<[string, CandleChart["candles"]]>([
    ["one candle", [candle(NOON, 300, 310)]],
    [
      "prices of no size",
      [candle(NOON - HOUR, 4e-11, 5e-11), candle(NOON, 5e-11, 3e-11)].map((each) => ({
        ...each,
        high: 6e-11,
        low: 2e-11,
      })),
    ],
    ["a price that stands still", [0, 1, 2].map((at) => ({ at: NOON + at, open: 5, high: 5, low: 5, close: 5 }))],
    ["null after JSON", [candle(NOON, 300, 310), { ...candle(NOON, 1, 1), close: null as unknown as number }]],
  ])("%s is drawn", async (_what, each) => {
    const svg = await toSvg(candles({ candles: each }));
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    await expect(draw(candles({ candles: each }))).resolves.toBeInstanceOf(Uint8Array);
  });

  test("none at all is said", async () => {
    expect(textsOf(await toSvg(candles({ candles: [] })))).toContain("No data for this time");
  });
});

describe("performance", () => {
  const chart: PerformanceChart = {
    kind: "performance",
    title: "TAO, NEAR, 7 days",
    series: [
      { name: "Bittensor", points: [[NOON - HOUR, 100] as const, [NOON, 124] as const] },
      { name: "NEAR Protocol", points: [[NOON - HOUR, 100] as const, [NOON, 96] as const] },
      { name: "Gone", points: [] },
    ],
    source: "CoinGecko",
    asOf: NOON,
  };

  test("says the change of each with its sign, and what 100 is", async () => {
    expect(textsOf(await toSvg(chart))).toEqual(
      expect.arrayContaining(["Bittensor", "+24.00%", "NEAR Protocol", "-4.00%", "Gone", "no data", "start = 100"]),
    );
  });

  test("seven are more than can be told apart", async () => {
    const series = Array.from({ length: 7 }, (_, index) => ({ name: `S${index}`, points: [[NOON, 100] as const] }));
    await expect(toSvg({ ...chart, series })).rejects.toThrow(RangeError);
  });
});
