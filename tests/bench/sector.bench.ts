import { bench, describe } from "vitest";
import { assetsOf, childrenIn, countedIn } from "../../src/sector/members.ts";
import { indexDays, type MemberClose } from "../../src/sector/indices.ts";
import type { MarketRow } from "../../src/market/source.ts";
import { median } from "../../src/sector/layer-figures.ts";
import { NOON } from "../support/calls.ts";
import { readSectorMap } from "../../src/sector/map.ts";
import { seeded } from "../support/many-coins.ts";
import { stackOf } from "../../src/sector/layers.ts";

/**
 * What `/stack` does with an answer of the market, and what the job does once a day with a year of closes, beside the least that
 * either can do. `npx vitest bench --run tests/bench/sector.bench.ts`
 */
const map = readSectorMap();
const random = seeded(7);
const assetIds = assetsOf(countedIn(map));
const change = (): number => random() * 0.4 - 0.2;
const rows = [...assetIds, ...map.benchmarks].map((id): MarketRow => {
  const changes = { change24h: change(), change7d: change(), change30d: change() };
  return { id, symbol: id, name: id, price: 1, ...changes, marketCap: 1e9 * random(), volume24h: 1e7, asOf: NOON };
});
const list = { askedIds: assetIds, rows, asOf: NOON, isStale: false };

describe("all layers of now", () => {
  bench("floor: three bare medians of a list", () => {
    median(rows.map(({ change24h = 0 }) => change24h));
    median(rows.map(({ change7d = 0 }) => change7d));
    median(rows.map(({ change30d = 0 }) => change30d));
  });

  bench("the stack", () => {
    stackOf(map, list, "CoinGecko");
  });
});

const DAYS = 365;
const closes = new Map(
  Array.from({ length: DAYS + 30 }, (_, day) => [
    day,
    new Map(
      assetIds.map((id): [string, MemberClose] => [
        id,
        { priceUsd: 1 + random(), capUsd: 1e6 + 1e9 * random(), volumeUsd: 1e7 },
      ]),
    ),
  ]),
);
const children = childrenIn(map);
const lists = [...map.layers.map(({ id }) => assetsOf(map.priced(id))), assetIds];

describe("a year of all indices", () => {
  bench("floor: a look at every close", () => {
    let sum = 0;
    for (const day of closes.values()) for (const { priceUsd } of day.values()) sum += priceUsd;
    return void sum;
  });

  bench("every level and median", () => {
    for (const ids of lists)
      indexDays({
        indexId: "any",
        closes,
        fromDay: 30,
        toDay: DAYS + 29,
        membersOn: () => ({ assetIds: ids, listedOnDay: 0 }),
        isChild: (id) => children.has(id),
      });
  });
});
