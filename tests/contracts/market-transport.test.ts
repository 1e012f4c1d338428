import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTransport, type Transport, type TransportParts } from "../../src/wire/transport.ts";
import { type Fault, type MarketStandIn, startMarket } from "../stand-ins/market.ts";
import { type TestWire, testWire } from "../support/market.ts";
import type { Patience } from "../../src/wire/transport.ts";
import type { ProviderFailure } from "../../src/core/errors.ts";
import { z } from "zod";

const PING = "coingecko/ping";
const pong = z.object({ gecko_says: z.string() });

let market: MarketStandIn;
let wire: TestWire;

beforeEach(async () => {
  market = await startMarket();
  wire = testWire();
});
afterEach(() => market.close());

const transport = (change: Partial<TransportParts> = {}): Transport =>
  createTransport({
    ...wire,
    provider: "CoinGecko",
    base: market.coingeckoBase,
    allowance: { tokens: 100, perMs: 60_000 },
    ...change,
  });

const ping = (over: Transport, patience: Patience = "person"): Promise<unknown> =>
  over.json("/ping", {}, pong, { patience });

const failure = (expected: ProviderFailure) => expect.objectContaining({ name: "ProviderError", failure: expected });

describe("what is no usable answer", () => {
  const bad: readonly (readonly [string, Fault, ProviderFailure])[] = [
    ["an HTML page with status 200", { kind: "html" }, "unusable"],
    ["JSON cut short", { kind: "truncated" }, "unusable"],
    ["an empty body", { kind: "empty" }, "unusable"],
    ["more than the size limit", { kind: "huge", bytes: 300_000 }, "unusable"],
    ["another shape", { kind: "body", body: { other: 1 } }, "unusable"],
    ["null", { kind: "body", body: null }, "unusable"],
    ["a bare word", { kind: "body", body: "ok" }, "unusable"],
    ["no headers in time", { kind: "hang" }, "timeout"],
    ["half a body and then nothing", { kind: "hang-in-body" }, "timeout"],
    ["a body that never ends, byte by byte", { kind: "drip" }, "timeout"],
    ["a reset", { kind: "reset" }, "unreachable"],
    ["a reset in the body", { kind: "reset-in-body" }, "unreachable"],
    ["status 500", { kind: "status", status: 500 }, "unreachable"],
    ["status 502 with a page", { kind: "status", status: 502, body: "<html>" }, "unreachable"],
    ["status 404", { kind: "status", status: 404 }, "missing"],
    ["status 403", { kind: "status", status: 403, body: "error code: 1020" }, "refused"],
    ["a redirect", { kind: "status", status: 301 }, "unusable"],
    ["status 429", { kind: "status", status: 429, retryAfter: "60" }, "limited"],
    ["status 429 from a CDN", { kind: "status", status: 429, body: "error code: 1015" }, "limited"],
    ["status 429 whose body never ends", { kind: "status", status: 429, endless: true }, "limited"],
    ["status 403 whose body never ends", { kind: "status", status: 403, endless: true }, "timeout"],
    ["status 503 with a time to come back", { kind: "status", status: 503, retryAfter: "30" }, "limited"],
    ["a limit said with status 200", { kind: "body", body: { status: { error_code: 429 } } }, "limited"],
    ["a refusal said with status 200", { kind: "body", body: { status: { error_code: 10005 } } }, "refused"],
  ];

  test.each(bad)("%s is a ProviderError", async (_name, fault, expected) => {
    market.fail(PING, fault, Infinity);
    const over = transport({ limits: { personMs: expected === "timeout" ? 100 : 10_000, maxBytes: 200_000 } });
    await expect(ping(over)).rejects.toEqual(failure(expected));
  });

  test("a server that is not there is unreachable", async () => {
    const gone = await startMarket();
    await gone.close();
    await expect(ping(transport({ base: gone.coingeckoBase }))).rejects.toEqual(failure("unreachable"));
  });

  test("deeply nested JSON is refused, not fatal", async () => {
    let nested: unknown = 1;
    for (let depth = 0; depth < 2_000; depth += 1) nested = [nested];
    market.fail(PING, { kind: "body", body: nested });
    await expect(ping(transport())).rejects.toEqual(failure("unusable"));
  });

  test("a byte order mark before the JSON does no harm", async () => {
    market.fail(PING, { kind: "bom" });
    await expect(ping(transport())).resolves.toBeDefined();
  });
});

describe("trying again", () => {
  test("a reset and a 500 are tried again, and the third try answers", async () => {
    market.fail(PING, { kind: "status", status: 500 });
    market.fail(PING, { kind: "reset" });
    await expect(ping(transport())).resolves.toBeDefined();
    expect(market.requests).toHaveLength(3);
  });

  test("after two retries it is enough", async () => {
    market.fail(PING, { kind: "reset" }, Infinity);
    await expect(ping(transport(), "job")).rejects.toEqual(failure("unreachable"));
    expect(market.requests).toHaveLength(3);
  });

  test.each<Fault>([{ kind: "html" }, { kind: "truncated" }, { kind: "status", status: 401 }, { kind: "hang" }])(
    "%j is not tried again",
    async (fault) => {
      market.fail(PING, fault, Infinity);
      const personMs = fault.kind === "hang" ? 400 : 10_000;
      await expect(ping(transport({ limits: { personMs } }))).rejects.toThrow("CoinGecko");
      expect(market.requests).toHaveLength(1);
    },
  );

  test("retries count against the provider's rate", async () => {
    market.fail(PING, { kind: "reset" }, Infinity);
    await expect(ping(transport({ allowance: { tokens: 2, perMs: 60_000 } }))).rejects.toEqual(failure("unreachable"));
    expect(market.requests).toHaveLength(2);
  });
});

describe("too many requests", () => {
  test("a person is told at once how long, and so is everybody until then; nothing more is sent", async () => {
    market.fail(PING, { kind: "status", status: 429, retryAfter: "60" });
    const over = transport();
    await expect(ping(over)).rejects.toMatchObject({ failure: "limited", retryAfterMs: 60_000 });
    wire.pass(20_000);
    await expect(over.json("/exchange_rates", {}, z.unknown(), { patience: "person" })).rejects.toMatchObject({
      failure: "limited",
      retryAfterMs: 40_000,
    });
    expect(market.requests).toHaveLength(1);
    expect(wire.waits).toEqual([]);
    wire.pass(40_000);
    await expect(ping(over)).resolves.toBeDefined();
  });

  test("a job waits as long as it is told and then gets its answer", async () => {
    market.fail(PING, { kind: "status", status: 429, retryAfter: "119" });
    await expect(ping(transport(), "job")).resolves.toBeDefined();
    expect(wire.waits).toEqual([119_000]);
  });

  test("a job does not wait for hours, nor come back for ever", async () => {
    market.fail(PING, { kind: "status", status: 429, retryAfter: "86400" });
    await expect(ping(transport(), "job")).rejects.toMatchObject({ failure: "limited", retryAfterMs: 3_600_000 });
    market.fail(PING, { kind: "status", status: 429, retryAfter: "10" }, Infinity);
    const before = market.requests.length;
    await expect(ping(transport(), "job")).rejects.toEqual(failure("limited"));
    expect(market.requests.length - before).toBe(3);
  });

  test.each([
    ["7", 7_000],
    ["0", 1_000],
    ["-5", 1_000],
    ["soon", 60_000],
    ["", 60_000],
    ["1e9", 3_600_000],
    ["Sun, 01 Mar 2026 12:00:30 GMT", 30_000],
    ["Sun, 01 Mar 2020 12:00:30 GMT", 1_000],
  ])("Retry-After %j is read as %i ms", async (retryAfter, retryAfterMs) => {
    market.fail(PING, { kind: "status", status: 429, retryAfter });
    await expect(ping(transport())).rejects.toMatchObject({ retryAfterMs });
  });

  test("when its own rate is used up a person waits a little, or is told", async () => {
    const over = transport({ allowance: { tokens: 1, perMs: 1_000 } });
    await ping(over);
    await ping(over);
    expect(wire.waits).toEqual([1_000]);
    const slow = transport({ allowance: { tokens: 1, perMs: 60_000 } });
    await ping(slow);
    await expect(ping(slow)).rejects.toMatchObject({ failure: "limited", retryAfterMs: 60_000 });
  });

  test("jobs leave some of the rate to people", async () => {
    const over = transport({ allowance: { tokens: 5, perMs: 60_000 }, limits: { jobWaitMs: 0 } });
    for (let count = 0; count < 3; count += 1) await ping(over, "job");
    await expect(ping(over, "job")).rejects.toEqual(failure("limited"));
    await expect(ping(over)).resolves.toBeDefined();
  });
});

describe("a clock that misbehaves", () => {
  test("standing still makes nobody wait for ever", async () => {
    market.fail(PING, { kind: "status", status: 429, retryAfter: "50" });
    await expect(ping(transport({ clock: () => 0 }), "job")).rejects.toEqual(failure("limited"));
  });

  test("set back by a day it locks nobody out for a day", async () => {
    market.fail(PING, { kind: "status", status: 429, retryAfter: "60" });
    const over = transport();
    await expect(ping(over)).rejects.toEqual(failure("limited"));
    wire.pass(-86_400_000);
    await expect(ping(over)).resolves.toBeDefined();
  });
});

describe("a provider that is down", () => {
  const failThrice = async (over: Transport): Promise<void> => {
    for (let count = 0; count < 3; count += 1) await expect(ping(over)).rejects.toEqual(failure("unusable"));
  };

  test("is left alone after three failures, then asked once, and left alone for longer", async () => {
    market.fail(PING, { kind: "html" }, 4);
    const over = transport();
    await failThrice(over);
    await expect(ping(over)).rejects.toMatchObject({ failure: "resting", retryAfterMs: 5_000 });
    expect(market.requests).toHaveLength(3);
    wire.pass(5_000);
    await expect(ping(over)).rejects.toEqual(failure("unusable"));
    await expect(ping(over)).rejects.toMatchObject({ failure: "resting", retryAfterMs: 10_000 });
    wire.pass(10_000);
    await expect(ping(over)).resolves.toBeDefined();
    await expect(ping(over)).resolves.toBeDefined();
  });

  test("does not rest because of coins that it does not have", async () => {
    market.fail(PING, { kind: "status", status: 404 }, 5);
    const over = transport();
    for (let count = 0; count < 5; count += 1) await expect(ping(over)).rejects.toEqual(failure("missing"));
    await expect(ping(over)).resolves.toBeDefined();
  });

  test("a probe that is told to come back later frees the way for the next", async () => {
    market.fail(PING, { kind: "html" }, 3);
    const over = transport();
    await failThrice(over);
    wire.pass(60_000);
    market.fail(PING, { kind: "status", status: 429, retryAfter: "2" });
    await expect(ping(over)).rejects.toEqual(failure("limited"));
    wire.pass(2_000);
    await expect(ping(over)).resolves.toBeDefined();
  });

  test("is late in the health report, and ok again after an answer", async () => {
    market.fail(PING, { kind: "html" });
    const over = transport();
    await expect(ping(over)).rejects.toThrow("CoinGecko");
    expect(wire.health.all().get("coingecko")).toMatchObject({ state: "late" });
    expect(wire.health.isReady()).toBe(true);
    await ping(over);
    expect(wire.health.all().get("coingecko")).toMatchObject({ state: "ok" });
  });
});

describe("several at once", () => {
  test("equal requests of people become one; other requests are not held up by a slow one", async () => {
    market.fail(PING, { kind: "slow", ms: 300 });
    const over = transport();
    const slow = [ping(over), ping(over), ping(over)];
    const quick = over.json("/exchange_rates", {}, z.unknown(), { patience: "person" }).then(() => "quick");
    expect(await Promise.race([...slow, quick])).toBe("quick");
    await Promise.all(slow);
    expect(market.requests.filter(({ path }) => path === "/ping")).toHaveLength(1);
  });

  test("a person does not wait for the same request of a job", async () => {
    market.fail(PING, { kind: "hang" });
    const over = transport({ limits: { jobMs: 300 } });
    const job = ping(over, "job").catch((error: unknown) => error);
    await expect(ping(over)).resolves.toBeDefined();
    expect(await job).toEqual(failure("timeout"));
  });

  test("a failed request is not remembered for the next", async () => {
    market.fail(PING, { kind: "html" });
    const over = transport();
    await expect(Promise.all([ping(over), ping(over)])).rejects.toEqual(failure("unusable"));
    await expect(ping(over)).resolves.toBeDefined();
  });
});

describe("secrets", () => {
  test("a key goes out in its header and appears in no error, log line or health detail", async () => {
    const key = "CG-secret-0123456789";
    const over = transport({ headers: { "x-cg-demo-api-key": key }, limits: { personMs: 400 } });
    const errors: unknown[] = [];
    for (const fault of [{ kind: "reset" }, { kind: "html" }, { kind: "body", body: [1] }, { kind: "hang" }] as const) {
      market.heal();
      market.fail(PING, fault, Infinity);
      errors.push(await ping(over).catch((error: unknown) => error));
    }
    expect(market.requests[0]?.headers["x-cg-demo-api-key"]).toBe(key);
    const said = JSON.stringify([
      errors.map((error) => [String(error), String((error as Error).cause)]),
      wire.lines,
      [...wire.health.all()],
    ]);
    expect(errors).toHaveLength(4);
    expect(said).not.toContain(key);
  });

  test("a key that no header can carry, and a password in the address, are refused without being repeated", () => {
    const bad = [{ headers: { "x-cg-demo-api-key": "se\ncret" } }, { base: "https://me:secret@example.com/v3" }];
    for (const change of bad) {
      expect(() => transport(change)).toThrow(/CoinGecko/);
      expect(() => transport(change)).not.toThrow(/cret/);
    }
  });
});
