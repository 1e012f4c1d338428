import type { AlertAsset, Condition } from "../alerts/alert.ts";
import { type Meanings, conditionOf } from "./alert-condition.ts";
import { describe, expect, test } from "vitest";
import { fieldsOfCondition } from "./alert-condition-fields.ts";
import fc from "fast-check";
import { isKind, type AlertFields } from "./alert-fields.ts";
import { lineOf, readAlertLine, readEditLine } from "./alert-line.ts";
import { notUnderstood } from "./alert-unread.ts";
import { UserError } from "../core/errors.ts";

/** Names as they are written: "=id" is the coin of that id, a layer or project its own id. */
const names: Meanings = {
  async asset(word): Promise<AlertAsset> {
    const [chain = "", address] = word.split(":");
    return address === undefined ? { kind: "listed", id: word.replace(/^=/, "") } : { kind: "token", chain, address };
  },
  layerId: (word) => word,
  projectId: (word) => word.replace(/^=/, ""),
  currency: (word) => (word ?? "USD").toUpperCase().replace("$", "USD").replace("€", "EUR"),
  isMoney: (word) => /^(?:usd|eur)$/i.test(word),
};

const listed = (id: string): AlertAsset => ({ kind: "listed", id });
const tao = listed("tao");

async function read(line: string): Promise<Condition> {
  const fields = readAlertLine(line);
  if (fields === undefined || !isKind(fields["kind"] ?? "")) throw new Error(`not read: ${line}`);
  return await conditionOf(fields as unknown as AlertFields, names);
}

const DAY = 86_400_000;
const ETHER = "0x0b3e328455c4059eeb9e3f84b5543f74e24e7e1b";

describe("a typed alert", () => {
  test.each<[line: string, condition: Condition]>([
    ["tao above 400", { kind: "price", asset: tao, is: "above", threshold: 400, currency: "USD" }],
    ["tao > 400", { kind: "price", asset: tao, is: "above", threshold: 400, currency: "USD" }],
    ["tao>400", { kind: "price", asset: tao, is: "above", threshold: 400, currency: "USD" }],
    ["tao <=400", { kind: "price", asset: tao, is: "below", threshold: 400, currency: "USD" }],
    ["tell me when tao is over 400", { kind: "price", asset: tao, is: "above", threshold: 400, currency: "USD" }],
    ["please alert me if tao > 400", { kind: "price", asset: tao, is: "above", threshold: 400, currency: "USD" }],
    ["if tao goes above 400, tell me", { kind: "price", asset: tao, is: "above", threshold: 400, currency: "USD" }],
    ["when tao drops 5% today", { kind: "move", asset: tao, direction: "down", fraction: 0.05, windowMs: DAY }],
    ["tao dips under $300", { kind: "price", asset: tao, is: "below", threshold: 300, currency: "USD" }],
    ["when above 3", { kind: "price", asset: listed("when"), is: "above", threshold: 3, currency: "USD" }],
    ["tao below 300 eur", { kind: "price", asset: tao, is: "below", threshold: 300, currency: "EUR" }],
    ["tao falls below €300", { kind: "price", asset: tao, is: "below", threshold: 300, currency: "EUR" }],
    ["tao price over 1,250.50", { kind: "price", asset: tao, is: "above", threshold: 1250.5, currency: "USD" }],
    [
      "render network under 2.5",
      { kind: "price", asset: listed("render network"), is: "below", threshold: 2.5, currency: "USD" },
    ],
    ["tao/usd above 400", { kind: "price", asset: tao, is: "above", threshold: 400, currency: "USD" }],
    ["tao/btc above 0.005", { kind: "ratio", asset: tao, against: listed("btc"), is: "above", threshold: 0.005 }],
    ["tao moves 5% in 1h", { kind: "move", asset: tao, direction: "either", fraction: 0.05, windowMs: 3_600_000 }],
    [
      "tao moves 5 % within 90m",
      { kind: "move", asset: tao, direction: "either", fraction: 0.05, windowMs: 5_400_000 },
    ],
    ["tao up 10pct in 24 hours", { kind: "move", asset: tao, direction: "up", fraction: 0.1, windowMs: DAY }],
    ["tao drops 7 percent in 2d", { kind: "move", asset: tao, direction: "down", fraction: 0.07, windowMs: 2 * DAY }],
    ["tao moves -5% in 1h", { kind: "move", asset: tao, direction: "down", fraction: 0.05, windowMs: 3_600_000 }],
    ["tao -5%", { kind: "move", asset: tao, direction: "down", fraction: 0.05, windowMs: DAY }],
    ["tao drawdown 30%", { kind: "drawdown", of: { asset: tao }, from: "ath", fraction: 0.3 }],
    ["tao ath drawdown 30%", { kind: "drawdown", of: { asset: tao }, from: "ath", fraction: 0.3 }],
    ["tao drawdown 20% from 30d high", { kind: "drawdown", of: { asset: tao }, from: { days: 30 }, fraction: 0.2 }],
    ["tao down 20% from its all-time high", { kind: "drawdown", of: { asset: tao }, from: "ath", fraction: 0.2 }],
    ["layer agents drawdown 25%", { kind: "drawdown", of: { layerId: "agents" }, from: { days: 30 }, fraction: 0.25 }],
    ["tao volume above 500m", { kind: "volume", asset: tao, is: "above", thresholdUsd: 5e8 }],
    ["tao cap below 2b", { kind: "cap", asset: tao, is: "below", thresholdUsd: 2e9 }],
    ["tao market cap below 2 billion", { kind: "cap", asset: tao, is: "below", thresholdUsd: 2e9 }],
    ["portfolio above 10000 usd", { kind: "portfolio_value", is: "above", threshold: 10_000, currency: "USD" }],
    ["my portfolio below 5k", { kind: "portfolio_value", is: "below", threshold: 5_000, currency: "USD" }],
    ["portfolio moves 5%", { kind: "portfolio_day", direction: "either", fraction: 0.05 }],
    ["portfolio drops 5% in a day", { kind: "portfolio_day", direction: "down", fraction: 0.05 }],
    [
      "layer agents 7d above 10%",
      { kind: "layer_change", layerId: "agents", window: "7d", is: "above", fraction: 0.1 },
    ],
    [
      "layer agents below -10% in 30d",
      { kind: "layer_change", layerId: "agents", window: "30d", is: "below", fraction: -0.1 },
    ],
    [
      "layer agents down 10% over 7d",
      { kind: "layer_change", layerId: "agents", window: "7d", is: "below", fraction: -0.1 },
    ],
    ["agents layer up 10%", { kind: "layer_change", layerId: "agents", window: "24h", is: "above", fraction: 0.1 }],
    [
      "layer agents breadth below 30%",
      { kind: "layer_breadth", layerId: "agents", window: "24h", is: "below", fraction: 0.3 },
    ],
    ["layer agents rank better than 3", { kind: "layer_rank", layerId: "agents", is: "better", rank: 3 }],
    ["news bittensor", { kind: "news", projectId: "bittensor" }],
    ["news about Nous Research", { kind: "news", projectId: "Nous Research" }],
    ["bittensor news", { kind: "news", projectId: "bittensor" }],
    ["tao rsi above 70", { kind: "rsi", asset: tao, days: 14, is: "above", threshold: 70 }],
    ["tao rsi above 70%", { kind: "rsi", asset: tao, days: 14, is: "above", threshold: 70 }],
    ["tao rsi 21 below 30", { kind: "rsi", asset: tao, days: 21, is: "below", threshold: 30 }],
    [
      "tao sma 50 crosses 200",
      { kind: "crossing", asset: tao, average: "sma", fastDays: 50, slowDays: 200, direction: "either" },
    ],
    [
      "tao ema 12 crosses above 26",
      { kind: "crossing", asset: tao, average: "ema", fastDays: 12, slowDays: 26, direction: "up" },
    ],
    [
      "tao death cross",
      { kind: "crossing", asset: tao, average: "sma", fastDays: 50, slowDays: 200, direction: "down" },
    ],
    ["tao breaks 20d range", { kind: "range_break", asset: tao, days: 20, direction: "either" }],
    ["tao breaks above its 55 day high", { kind: "range_break", asset: tao, days: 55, direction: "up" }],
    [
      `base:${ETHER} above 0.001`,
      {
        kind: "price",
        asset: { kind: "token", chain: "base", address: ETHER },
        is: "above",
        threshold: 0.001,
        currency: "USD",
      },
    ],
    ["OVER ABOVE 3", { kind: "price", asset: listed("OVER"), is: "above", threshold: 3, currency: "USD" }],
  ])("%s", async (line, condition) => {
    expect(await read(line)).toEqual(condition);
  });

  test.each<[line: string, telling: Readonly<Record<string, string>>]>([
    ["tao above 400 repeat every 6h", { repeat: "6h" }],
    ["tao above 400 every hour", { repeat: "hour" }],
    ["tao above 400, repeat", { repeat: "24h" }],
    ["tao above 400 once", { repeat: "once" }],
    ["tao above 400 until 2026-12-31", { until: "2026-12-31" }],
    ["tao above 400 for 30d", { until: "30d" }],
    ["tao above 400 here", { target: "here" }],
    ["tao above 400 webhook https://example.com/hook?a=b", { target: "https://example.com/hook?a=b" }],
    ["tao above 400 note sell half, once and for all here", { note: "sell half, once and for all here" }],
    [
      "tao above 400 here until 2026-12-31 repeat every 2d note take care",
      { target: "here", until: "2026-12-31", repeat: "2d", note: "take care" },
    ],
  ])("%s: how it tells", (line, telling) => {
    expect(readAlertLine(line)).toEqual({ kind: "price", coin: "tao", is: "above", value: "400", ...telling });
  });

  test("of named fields is left to the usual reading", () => {
    expect(readAlertLine("kind:price coin:tao is:above value:400")).toBeUndefined();
    expect(readEditLine("12 value:450")).toBeUndefined();
  });

  test.each<[line: string, word: string]>([
    ["tao abov 400", '"abov"'],
    ["tao above 400 repeat evry 6h", '"evry"'],
    ["tao drawdwn 30%", '"drawdwn"'],
    ["tao sings loudly", '"loudly"'],
    ["tao above 400 and btc above 100k", '"and" joins are two alerts'],
    ["tao above 400 or below 100", '"or" joins are two alerts'],
    ["tao between 100 and 400", '"and" joins are two alerts'],
    ["tao hits all time high", "Something is missing or too much"],
    ["tao", '"tao"'],
    ["", "What shall I watch?"],
  ])("%j is answered with the word that was not understood", (line, word) => {
    const kind = readAlertLine(line)?.["kind"] ?? "";
    expect(isKind(kind)).toBe(false);
    expect(notUnderstood(kind)).toContain(word);
  });

  test.each<[line: string, says: string]>([
    ["tao above cheap", '"cheap" is no amount'],
    ["tao above 5%", '"5%" is a percentage'],
    ["tao above -5", "above zero"],
    ["tao above 0", "above zero"],
    ["tao above 1e40", "will ever be"],
    ["tao moves lots in 1h", '"lots" is no percentage'],
    ["tao moves 5% in 1s", '"1s" is no length of time for the time of a move'],
    ["tao/tao above 1", "against itself"],
    ["tao moves 5% in 1m", "from 5m to 2d"],
    ["tao moves 0% in 1h", "from 0.1% to 1000%"],
    ["tao down 100%", "to 99.9%"],
    ["tao up -5%", "contradict"],
    ["tao rsi above 170", "between 0 and 100"],
    ["tao sma 200 crosses 50", "not fewer than"],
    ["layer agents 3d above 10%", '"3d"'],
    ["layer agents rank better than zero", '"zero"'],
    ["layer agents breadth above 130%", "to 100%"],
    ["tao cap below 2b eur", "US dollars"],
  ])("%s is refused: %s", async (line, says) => {
    const failed = await read(line).catch((error: unknown) => error);
    // What no form takes says so in the same way.
    const message = failed instanceof UserError ? `${failed.message} ${failed.hint ?? ""}` : notUnderstood(line);
    expect(message).toContain(says);
  });
});

const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}[a-z0-9]$/);
const asset: fc.Arbitrary<AlertAsset> = fc.oneof(
  id.map(listed),
  fc.constantFrom<AlertAsset>(
    { kind: "token", chain: "base", address: ETHER },
    { kind: "token", chain: "solana", address: "9BB6NFEcjBCtnNLFko2FqVQBq8HHM13kCyYcdQbgpump" },
  ),
);
const side = fc.constantFrom<"above" | "below">("above", "below");
const direction = fc.constantFrom<"up" | "down" | "either">("up", "down", "either");
const amount = fc.double({ min: 1e-12, max: 1e15, noNaN: true });
const percentage = (from: number, to: number) =>
  fc.integer({ min: Math.ceil(from * 1e4), max: Math.floor(to * 1e4) }).map((each) => each / 1e4);
const layer = { layerId: id, window: fc.constantFrom<"24h" | "7d" | "30d">("24h", "7d", "30d"), is: side };
const currency = fc.constantFrom("USD", "EUR", "BTC", "JPY");
const days = fc.integer({ min: 2, max: 365 });

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ kind: fc.constant("price" as const), asset, is: side, threshold: amount, currency }),
  fc.record({
    kind: fc.constant("move" as const),
    asset,
    direction,
    fraction: percentage(0.001, 0.99),
    windowMs: fc.integer({ min: 5, max: 2 * 24 * 60 }).map((minutes) => minutes * 60_000),
  }),
  fc.record({
    kind: fc.constant("drawdown" as const),
    of: fc.oneof(fc.record({ asset }), fc.record({ layerId: id })),
    from: fc.oneof(fc.constant("ath" as const), fc.record({ days })),
    fraction: percentage(0.001, 0.99),
  }),
  fc.record({ kind: fc.constantFrom("volume" as const, "cap" as const), asset, is: side, thresholdUsd: amount }),
  fc.record({
    kind: fc.constant("ratio" as const),
    asset,
    against: id.map((each) => listed(`${each}-x`)),
    is: side,
    threshold: amount,
  }),
  fc.record({ kind: fc.constant("portfolio_value" as const), is: side, threshold: amount, currency }),
  fc.record({ kind: fc.constant("portfolio_day" as const), direction, fraction: percentage(0.001, 0.99) }),
  fc.record({ kind: fc.constant("layer_change" as const), ...layer, fraction: percentage(-0.9, 10) }),
  fc.record({ kind: fc.constant("layer_breadth" as const), ...layer, fraction: percentage(0, 1) }),
  fc.record({
    kind: fc.constant("layer_rank" as const),
    layerId: id,
    is: fc.constantFrom<"better" | "worse">("better", "worse"),
    rank: fc.integer({ min: 1, max: 50 }),
  }),
  fc.record({ kind: fc.constant("news" as const), projectId: id }),
  fc.record({
    kind: fc.constant("rsi" as const),
    asset,
    days: fc.integer({ min: 2, max: 100 }),
    is: side,
    threshold: fc.integer({ min: 1, max: 99 }),
  }),
  fc.record({
    kind: fc.constant("crossing" as const),
    asset,
    average: fc.constantFrom<"sma" | "ema">("sma", "ema"),
    fastDays: fc.integer({ min: 2, max: 180 }),
    slowDays: fc.integer({ min: 181, max: 365 }),
    direction,
  }),
  fc.record({ kind: fc.constant("range_break" as const), asset, days, direction }),
);

const telling = fc.record(
  {
    repeat: fc.constantFrom("once", "6h", "90m", "2d"),
    until: fc.constantFrom("2026-12-31", "30d", "2026-12-31T10:00:00.000Z"),
    target: fc.constantFrom("here", "me", "https://example.com/a?b=c"),
    note: fc
      .string({ minLength: 1, maxLength: 80 })
      .map((text) => text.replaceAll(/\s+/g, " ").trim())
      .filter((text) => text !== ""),
  },
  { requiredKeys: [] },
);

describe("properties of the grammar", () => {
  test("what is put into words reads as the same condition, told in the same way", async () => {
    await fc.assert(
      fc.asyncProperty(condition, telling, async (wanted, how) => {
        const line = lineOf({ ...fieldsOfCondition(wanted), ...how });
        const fields = readAlertLine(line);
        expect(fields, line).toMatchObject(how);
        expect(await conditionOf(fields as unknown as AlertFields, names), line).toEqual(wanted);
      }),
      { numRuns: 1_000 },
    );
  });

  test("no text makes the reading throw, and what is not understood is said in a sentence", () => {
    const words = fc.constantFrom(
      ..."tao layer agents above below moves 5% in 1h drawdown rank / until note here repeat every news 400 rsi sma crosses".split(
        " ",
      ),
    );
    const text = fc.oneof(
      fc.string({ maxLength: 300 }),
      fc.array(words, { maxLength: 30 }).map((each) => each.join(" ")),
    );
    fc.assert(
      fc.property(text, (line) => {
        const kind = readAlertLine(line)?.["kind"];
        if (kind !== undefined && !isKind(kind)) expect(notUnderstood(kind)).toMatch(/[.?]$/);
        readEditLine(line);
      }),
      { numRuns: 2_000 },
    );
  });

  test("no text makes the values do anything but be taken or refused with a sentence", async () => {
    const field = fc.option(fc.string({ maxLength: 40 }), { nil: undefined });
    const fields = fc.record({
      kind: fc.constantFrom(
        "price",
        "change",
        "drawdown",
        "volume",
        "ratio",
        "layer",
        "breadth",
        "rank",
        "rsi",
        "cross",
        "range",
      ),
      coin: fc.constant("tao"),
      layer: fc.constant("agents"),
      against: fc.constant("btc"),
      is: fc.constantFrom(undefined, "above", "below", "up", "down", "either", "better", "worse"),
      value: field,
      window: field,
    });
    await fc.assert(
      fc.asyncProperty(fields, async (given) => {
        try {
          await conditionOf(given as AlertFields, names);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test("a page of one word is read at once", () => {
    for (const word of ["above ", "layer ", "moves 5% ", "every ", "note ", "/ ", "crosses "]) {
      const fields = readAlertLine(word.repeat(2_000));
      expect(fields?.["kind"]?.length).toBeLessThanOrEqual(500);
    }
  });
});
