import { expect, test } from "vitest";
import { createQuotas, type HourOfUse } from "./quota.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The tenth of a month of 31 days, at noon. */
const TENTH = Date.UTC(2026, 2, 10, 12);

function desk(quota: number | undefined = 10_000, rows: HourOfUse[] = []) {
  let now = TENTH;
  let isFull = false;
  const book = {
    add: async (hours: readonly HourOfUse[]) => {
      if (isFull) throw new Error("disk full");
      rows.push(...hours);
    },
    since: async (hour: number) => rows.filter((row) => row.hour >= hour),
  };
  const make = () =>
    createQuotas({
      quotas: { CoinGecko: quota },
      countedAs: { "CoinGecko on-chain": "CoinGecko" },
      book,
      clock: () => now,
    });
  const quotas = make();
  const spend = (times: number, provider = "CoinGecko"): void => {
    for (let each = 0; each < times; each += 1) quotas.spent(provider);
  };
  return {
    quotas,
    make,
    spend,
    rows,
    pass: (ms: number) => void (now += ms),
    fill: (full: boolean) => void (isFull = full),
  };
}

const month = ({ quotas }: ReturnType<typeof desk>) => quotas.months().find(({ provider }) => provider === "CoinGecko");

test("a month is what was used, and at its end what it will be if each day is like the past 24 hours", () => {
  const one = desk();
  one.spend(100);
  expect(month(one)).toEqual({
    provider: "CoinGecko",
    used: 100,
    quota: 10_000,
    projected: 100 + 21.5 * 100,
    stretch: 1,
    areJobsPaused: false,
  });
  one.pass(2 * DAY);
  expect(month(one)).toMatchObject({ used: 100, projected: 100 });
});

test("requests of an address that takes of the same key count with it", () => {
  const one = desk();
  one.spend(3, "CoinGecko on-chain");
  expect(one.quotas.months()).toMatchObject([{ provider: "CoinGecko", used: 3 }]);
});

test("a provider that says no number is counted, and neither projected nor spared", () => {
  const one = desk(undefined);
  one.spend(1_000_000, "DefiLlama");
  expect(one.quotas.months().find(({ provider }) => provider === "DefiLlama")).toEqual({
    provider: "DefiLlama",
    used: 1_000_000,
    stretch: 1,
    areJobsPaused: false,
  });
  expect(one.quotas.refusal("DefiLlama", "job")).toBeUndefined();
  expect(one.quotas.stretch("DefiLlama")).toBe(1);
});

test("the more a month will be over, the longer caches live; jobs pause, people do not", () => {
  const stretches = [440, 500, 700, 1_200, 2_500].map((spent) => {
    const one = desk();
    one.spend(spent);
    return [one.quotas.stretch("CoinGecko"), one.quotas.refusal("CoinGecko", "job") !== undefined];
  });
  expect(stretches).toEqual([
    [1, false],
    [2, true],
    [4, true],
    [8, true],
    [16, true],
  ]);
  const one = desk();
  one.spend(2_500);
  expect(one.quotas.refusal("CoinGecko", "person")).toBeUndefined();
  one.pass(2 * DAY);
  expect(one.quotas.stretch("CoinGecko")).toBe(1);
  expect(one.quotas.refusal("CoinGecko", "job")).toBeUndefined();
});

test("the last tenth is for people, and after it nobody asks until the next month", () => {
  const one = desk();
  one.spend(9_000);
  one.pass(20 * DAY);
  expect(one.quotas.refusal("CoinGecko", "job")).toContain("pause");
  expect(one.quotas.refusal("CoinGecko", "person")).toBeUndefined();
  one.spend(1_000);
  expect(one.quotas.refusal("CoinGecko", "person")).toContain("used up");
  expect(one.quotas.refusal("CoinGecko on-chain", "person")).toContain("used up");
  one.pass(2 * DAY);
  expect(month(one)).toMatchObject({ used: 0 });
  expect(one.quotas.refusal("CoinGecko", "person")).toBeUndefined();
});

test("what was flushed is known to the next process; what was not is lost", async () => {
  const one = desk();
  one.spend(40);
  await one.quotas.flush();
  one.pass(HOUR);
  one.spend(2);
  await one.quotas.flush();
  await one.quotas.flush();
  one.spend(1);
  expect(one.rows.map(({ requests }) => requests)).toEqual([40, 2]);
  const next = one.make();
  await next.load();
  expect(next.months()).toMatchObject([{ used: 42 }]);
});

test("counts that could not be written are written with the next ones", async () => {
  const one = desk();
  one.spend(5);
  one.fill(true);
  await expect(one.quotas.flush()).rejects.toThrow("disk full");
  one.spend(1);
  one.fill(false);
  await one.quotas.flush();
  expect(one.rows).toMatchObject([{ requests: 6 }]);
});

test("on the first of a month the past day still counts for the projection, not for the month", async () => {
  const rows: HourOfUse[] = [
    { provider: "CoinGecko", hour: Math.floor(Date.UTC(2026, 1, 28, 20) / HOUR), requests: 50 },
  ];
  const quotas = createQuotas({
    quotas: { CoinGecko: 10_000 },
    book: { add: async () => undefined, since: async (hour) => rows.filter((row) => row.hour >= hour) },
    clock: () => Date.UTC(2026, 2, 1, 6),
  });
  await quotas.load();
  expect(quotas.months()).toMatchObject([{ used: 0, projected: Math.round(50 * 30.75) }]);
});
