import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { layerFigures, type Member, median, ranks } from "./layer-figures.ts";

const member = (projectId: string, change: Partial<Member> = {}): Member => ({
  projectId,
  assetId: projectId,
  capUsd: 100,
  volume24hUsd: 1_000_000,
  change24h: 0,
  change7d: 0,
  ...change,
});

describe("the figures of a layer", () => {
  test("a layer of five, computed by hand", () => {
    const figures = layerFigures(
      [
        member("a", { capUsd: 600, change24h: 0.2, change7d: -0.5 }),
        member("b", { capUsd: 200, change24h: -0.1, change7d: 0.1 }),
        member("c", { capUsd: 100, change24h: 0.05, change7d: 0.3 }),
        member("d", { capUsd: 50, change24h: 0, change7d: -0.2 }),
        member("e", { capUsd: 50, change24h: 0.01, change7d: 0 }),
      ],
      100_000,
    );
    expect(figures.capUsd).toBe(1000);
    expect(figures.moves["24h"]).toEqual({ median: 0.01, breadth: 3 / 5, count: 5 });
    expect(figures.moves["7d"]).toEqual({ median: 0, breadth: 2 / 5, count: 5 });
    expect(figures.moves["30d"]).toBeUndefined();
    expect(figures.largest).toEqual({ projectId: "a", share: 0.6 });
    // 600 now, 500 a day ago.
    expect(figures.topContributor?.projectId).toBe("a");
    expect(figures.topContributor?.byUsd).toBeCloseTo(100, 9);
  });

  test("with fewer than five there is no figure of the layer, only its size", () => {
    const figures = layerFigures([member("a"), member("b"), member("c"), member("d")], 0);
    expect(figures.moves).toEqual({});
    expect(figures.capUsd).toBe(400);
  });

  test("a thin or unpriced member is left out, and it is said why", () => {
    const { change24h: _none, change7d: _neither, ...silent } = member("silent");
    const { volume24hUsd: _unknown, ...untold } = member("untold");
    const figures = layerFigures([member("thin", { volume24hUsd: 99_999 }), silent, untold, member("fine")], 100_000);
    expect(figures.used).toBe(1);
    expect(figures.left).toEqual([
      { projectId: "thin", why: "below the volume floor" },
      { projectId: "silent", why: "no figures" },
      { projectId: "untold", why: "below the volume floor" },
    ]);
  });

  test("a token inside another's economy counts for breadth and not for size", () => {
    const five = ["a", "b", "c", "d"].map((id) => member(id));
    const figures = layerFigures([...five, member("child", { capUsd: 9_999, change24h: 0.5, isChild: true })], 0);
    expect(figures.capUsd).toBe(400);
    expect(figures.moves["24h"]?.breadth).toBe(1 / 5);
  });

  test("places go from the highest median down; a layer without figures has none", () => {
    const layer = (change7d: number) =>
      layerFigures(
        ["a", "b", "c", "d", "e"].map((id) => member(id, { change7d })),
        0,
      );
    const all = new Map([
      ["low", layer(-0.2)],
      ["high", layer(0.3)],
      ["small", layerFigures([member("a")], 0)],
      ["middle", layer(0)],
    ]);
    expect([...ranks(all, "7d")]).toEqual([
      ["high", 1],
      ["middle", 2],
      ["low", 3],
    ]);
  });

  test("the median lies between the lowest and the highest, and order does not matter", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1, max: 10, noNaN: true }), { minLength: 1 }), (values) => {
        const middle = median(values) ?? Number.NaN;
        expect(middle).toBeGreaterThanOrEqual(Math.min(...values));
        expect(middle).toBeLessThanOrEqual(Math.max(...values));
        expect(median(values.toReversed())).toBe(middle);
      }),
    );
  });
});
