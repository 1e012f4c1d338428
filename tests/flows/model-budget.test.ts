import { afterEach, describe, expect, test } from "vitest";
import type { Call, Place, Role } from "../../src/core/call.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { memoryLog, NOON } from "../support/calls.ts";
import { type OpenAiOptions, type OpenAiStandIn, openAiStandIn } from "../stand-ins/openai.ts";
import { anEdition } from "../support/editions.ts";
import { createDigestWords } from "../../src/agent/digest-words.ts";
import { createModel } from "../../src/agent/model.ts";
import { directPlace } from "../../src/core/delivery.ts";
import { Health } from "../../src/core/health.ts";
import { loadPrompts } from "../../src/agent/prompts.ts";
import { ModelFailure } from "../../src/agent/failures.ts";
import { movePlace } from "../../src/store/place-moves.ts";
import { openDesk } from "../../src/compose/desk.ts";
import { openModelSpending } from "../../src/compose/model-spending.ts";
import { openSampleMarket } from "../../src/compose/market.ts";
import { PersonStore } from "../../src/store/person-store.ts";
import { plainText } from "../../src/core/plain.ts";
import { readConfig } from "../../src/config.ts";

const DAY_MS = 86_400_000;
const GROUP: Place = { platform: "telegram", chatId: "-100200", isPublic: true };
const OTHER_GROUP: Place = { ...GROUP, chatId: "-100300" };
/** Only a model can answer it. */
const QUESTION = "tell me a story about bananas";
/** One answer takes 150 tokens, and a call must have room for 5,400. */
const ROOM_FOR_ONE = "5500";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function server(options: OpenAiOptions = {}): Promise<OpenAiStandIn> {
  const openai = await openAiStandIn(options);
  closing.push(() => openai.close());
  openai.brain(() => ({ text: "Modelled." }));
  return openai;
}

async function emptyDatabase(): Promise<Database> {
  const database = await openDatabase(":memory:");
  closing.push(() => database.destroy());
  return database;
}

interface OpenParts {
  readonly openai: OpenAiStandIn;
  readonly database?: Database;
  readonly clock?: () => number;
}

/** The desk as main puts it together; a second one over the same database is the same desk after a restart. */
async function open(env: Readonly<Record<string, string>>, { openai, clock = () => NOON, ...parts }: OpenParts) {
  const database = parts.database ?? (await emptyDatabase());
  const config = readConfig({ OPENAI_BASE_URL: openai.baseUrl, MODEL: "m", ACCESS: "open", ...env });
  const log = memoryLog();
  const common = { database, log, report: () => "ref", clock, health: new Health(), config, version: "0" };
  const services = openDesk({ ...common, jobs: () => [], served: () => undefined });
  const market = await openSampleMarket({ ...common, config: config.market });
  services.useMarket(market, market.asOf);

  const callOf = async (accountId: string, place?: Place, role: Role = "member"): Promise<Call> => {
    const { userId } = await services.identify("telegram", accountId);
    const direct = directPlace("telegram", accountId);
    if (!direct) throw new Error("no direct chat");
    const caller = { userId, accountId, name: "Ann", role };
    return { caller, place: place ?? direct, surface: "chat", locale: "en", now: clock() };
  };
  return {
    ...services,
    database,
    config,
    log,
    callOf,
    ask: async (accountId: string, place?: Place, question = QUESTION) =>
      plainText(await services.desk.ask(question, await callOf(accountId, place), () => undefined)),
    budget: async (role: Role, place: Place = GROUP) =>
      plainText(await services.desk.run("budget", {}, await callOf("9", place, role))),
  };
}

describe("when a limit is reached, look-ups go on and the place hears of it once, with the reset time", () => {
  test("the whole desk's, in a group", async () => {
    const openai = await server();
    const desk = await open({ MODEL_DAY_TOKENS: ROOM_FOR_ONE }, { openai });
    expect(await desk.ask("1", GROUP)).toContain("Modelled.");
    const told = await desk.ask("1", GROUP);
    expect(told).toContain("budget for the model is used up until 2026-03-02 00:00 UTC; look-ups go on.");
    expect(told).toContain("Look-ups work: /price");
    expect(await desk.ask("2", GROUP)).not.toContain("used up");
    expect(await desk.ask("1", OTHER_GROUP)).toContain("used up until");
    expect(await desk.ask("1", GROUP, "price of TAO")).toMatch(/TAO.*\$/s);
    expect(openai.requests).toHaveLength(1);
  });

  test("a person's, in a direct chat; others are answered", async () => {
    const openai = await server();
    const desk = await open({ MODEL_DAY_TOKENS_PERSON: ROOM_FOR_ONE }, { openai });
    expect(await desk.ask("1")).toContain("Modelled.");
    expect(await desk.ask("1")).toContain("Your share of the model is used up until 2026-03-02 00:00 UTC");
    expect(await desk.ask("1")).not.toContain("used up until");
    expect(await desk.ask("2")).toContain("Modelled.");
  });

  test("a group's; other groups and direct chats are answered", async () => {
    const openai = await server();
    const desk = await open({ MODEL_DAY_TOKENS_PLACE: ROOM_FOR_ONE }, { openai });
    expect(await desk.ask("1", GROUP)).toContain("Modelled.");
    expect(await desk.ask("2", GROUP)).toContain("This group's share of the model is used up");
    expect(await desk.ask("1", OTHER_GROUP)).toContain("Modelled.");
    expect(await desk.ask("1")).toContain("Modelled.");
  });

  test("a month's dollars, until the next month", async () => {
    let now = NOON;
    const openai = await server();
    const desk = await open({ MODEL_MONTH_USD: "1", MODEL_PRICES: "m=1000/1000" }, { openai, clock: () => now });
    expect(await desk.ask("1")).toContain("used up until 2026-04-01 00:00 UTC");
    now += DAY_MS;
    expect(await desk.ask("1")).not.toContain("used up until");
    expect(openai.requests).toHaveLength(0);
  });

  test("the next day the model answers again", async () => {
    let now = NOON;
    const openai = await server();
    const desk = await open({ MODEL_DAY_TOKENS: ROOM_FOR_ONE }, { openai, clock: () => now });
    await desk.ask("1", GROUP);
    await desk.ask("1", GROUP);
    now += DAY_MS;
    expect(await desk.ask("1", GROUP)).toContain("Modelled.");
  });

  test("after a restart it is still reached, and nobody is told twice", async () => {
    const openai = await server();
    const database = await emptyDatabase();
    const before = await open({ MODEL_DAY_TOKENS: ROOM_FOR_ONE }, { openai, database });
    await before.ask("1", GROUP);
    await before.ask("1", GROUP);
    const after = await open({ MODEL_DAY_TOKENS: ROOM_FOR_ONE }, { openai, database });
    expect(await after.ask("2", GROUP)).not.toContain("used up until");
    expect(openai.requests).toHaveLength(1);
  });
});

describe("what counts", () => {
  const parts = (database: Database, env: Readonly<Record<string, string>> = {}) => {
    const config = readConfig({ OPENAI_BASE_URL: "http://127.0.0.1:9/v1", MODEL: "m", ...env });
    return { database, limits: config.budget, models: config.models, prices: config.modelPrices, clock: () => NOON };
  };
  const tokensToday = async (database: Database): Promise<number> => {
    const rows = await database.selectFrom("model_spend").selectAll().execute();
    return rows.reduce((sum, row) => sum + row.input_tokens + row.output_tokens, 0);
  };

  test("a call that a crash cut off, as much as it may have used", async () => {
    const database = await emptyDatabase();
    const most = { input: 1_000, output: 2_000 };
    await openModelSpending(parts(database)).reserve({ purpose: "answer" }, "m", most);
    const after = openModelSpending(parts(database, { MODEL_DAY_TOKENS: "8000" }));
    expect(await after.reached({ purpose: "digest" })).toEqual({});
    expect(await tokensToday(database)).toBe(3_000);
  });

  test("many at once never pass the limit together", async () => {
    const database = await emptyDatabase();
    const spending = openModelSpending(parts(database, { MODEL_DAY_TOKENS: "10000" }));
    const asked = Array.from({ length: 20 }, () =>
      spending.reserve({ purpose: "answer" }, "m", { input: 1_000, output: 2_000 }),
    );
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    for (const each of outcomes)
      if (each.status === "rejected") expect(each.reason).toSatisfy((error) => error instanceof ModelFailure);
  });

  test("the server's own count, and where it gives none about a token for four characters", async () => {
    const counting = await open({}, { openai: await server() });
    await counting.ask("1");
    expect(await tokensToday(counting.database)).toBe(150);

    const mute = await server({ usage: "absent" });
    const estimated = await open({}, { openai: mute });
    await estimated.ask("1");
    const sent = JSON.stringify(mute.requests[0]?.body).length / 4;
    const counted = await tokensToday(estimated.database);
    expect(counted).toBeGreaterThan(sent * 0.6);
    expect(counted).toBeLessThan(sent * 1.6);
  });

  test("nothing where the server did no work, and all that was reserved where nobody knows", async () => {
    const openai = await server();
    const desk = await open({}, { openai });
    openai.next({ fault: "401" });
    await desk.ask("1");
    expect(await tokensToday(desk.database)).toBe(0);
    openai.next({ fault: "200 html" }, { fault: "200 html" });
    await desk.ask("1");
    expect(await tokensToday(desk.database)).toBeGreaterThan(4_000);
  });

  test("a message ends after its tokens: the next call is offered no tools", async () => {
    const openai = await server();
    const desk = await open({ MODEL_MESSAGE_TOKENS: "200" }, { openai });
    openai.brain(({ tools }) =>
      tools ? { calls: [{ name: "price", arguments: { assets: ["TAO"] } }] } : { text: "That is all." },
    );
    await desk.ask("1", undefined, "tell me how bittensor does, at length");
    expect(openai.requests.map(({ body }) => body.tools !== undefined)).toEqual([true, true, false]);
  });

  test("what a deleted person used stays with the desk, without them", async () => {
    const openai = await server();
    const desk = await open({}, { openai });
    await desk.ask("1", GROUP);
    const { userId } = (await desk.callOf("1")).caller;
    expect(await desk.database.selectFrom("person_spend").select("tokens").execute()).toEqual([{ tokens: 150 }]);
    await new PersonStore().remove(desk.database, userId);
    expect(await desk.database.selectFrom("person_spend").selectAll().execute()).toEqual([]);
    expect(await tokensToday(desk.database)).toBe(150);
  });

  test("a group that becomes a supergroup has used what it used", async () => {
    const openai = await server();
    const desk = await open({ MODEL_DAY_TOKENS_PLACE: ROOM_FOR_ONE }, { openai });
    await desk.ask("1", GROUP);
    await movePlace(desk.database, { platform: "telegram", from: GROUP.chatId, to: OTHER_GROUP.chatId });
    expect(await desk.ask("1", OTHER_GROUP)).toContain("This group's share of the model is used up");
  });

  test("the words of a digest, and at a limit it goes out as facts", async () => {
    const openai = await server();
    openai.brain(() => ({ text: '{"opening":[],"lines":[]}' }));
    const database = await emptyDatabase();
    const spending = openModelSpending(parts(database, { MODEL_DAY_TOKENS: ROOM_FOR_ONE }));
    const log = memoryLog();
    const wordsOf = createDigestWords({
      model: createModel([{ name: "m", baseUrl: openai.baseUrl }], { clock: () => NOON, log, spending }),
      prompt: loadPrompts().digest,
      secrets: [],
      log,
      clock: () => NOON,
    });
    expect(await wordsOf(anEdition(), "en")).toMatchObject({ state: "told" });
    expect(await database.selectFrom("model_spend").select(["purpose", "calls"]).execute()).toEqual([
      { purpose: "digest", calls: 1 },
    ]);
    await spending.reserve({ purpose: "answer" }, "m", { input: 5_000, output: 0 });
    expect(await wordsOf(anEdition(), "en")).toEqual({ state: "failed" });
    expect(openai.requests).toHaveLength(1);
  });

  test("for 62 days", async () => {
    const desk = await open({}, { openai: await server() });
    await desk.ask("1", GROUP);
    await desk.modelSpend.run(NOON + 62 * DAY_MS);
    expect(await tokensToday(desk.database)).toBe(150);
    await desk.modelSpend.run(NOON + 63 * DAY_MS);
    expect(await tokensToday(desk.database)).toBe(0);
    expect(await desk.database.selectFrom("person_spend").selectAll().execute()).toEqual([]);
  });
});

describe("/budget", () => {
  test("the owner sees the desk by place, with what it comes to and where it stops", async () => {
    let now = NOON;
    const openai = await server();
    const desk = await open({ MODEL_PRICES: "m=100/1000" }, { openai, clock: () => now });
    await desk.ask("1", GROUP);
    await desk.ask("1");
    now += DAY_MS;
    const reply = await desk.budget("owner");
    expect(reply).toContain("Budget of the desk");
    expect(reply).toContain("nothing");
    // 120 tokens in and 30 out are $0.042; twice, after a day and a half of 31.
    expect(reply).toContain("$0.084");
    expect(reply).toContain("$1.736");
    expect(reply).toContain("telegram:-100200: $0.042");
    expect(reply).toContain("direct chats: $0.042");
    expect(reply).toContain("$5.00 a day, $50.00 a month");
    expect(reply).toContain("MODEL_PRICES");
  });

  test("an admin sees their own place and nothing of others", async () => {
    const openai = await server();
    const desk = await open({ MODEL_PRICES: "m=100/1000" }, { openai });
    await desk.ask("1", OTHER_GROUP);
    const reply = await desk.budget("admin", GROUP);
    expect(reply).toContain("Budget of this place");
    expect(reply).not.toContain("0.042");
    expect(reply).not.toContain("-100300");
    expect(await desk.budget("admin", OTHER_GROUP)).toContain("$0.042");
    expect(await desk.budget("member")).toContain("Only an admin");
  });

  test("a model without a known price is counted in tokens, and said so", async () => {
    const desk = await open({}, { openai: await server() });
    await desk.ask("1", GROUP);
    const reply = await desk.budget("owner");
    expect(reply).toContain("cost unknown · 150 tokens · 1 call");
    expect(reply).toContain("m: price not known, tokens only");
    expect(reply).not.toContain("$0.00");
  });

  test("a list price names its list and its month", async () => {
    const desk = await open({ MODEL: "gpt-5-mini" }, { openai: await server() });
    expect(await desk.budget("owner")).toContain("gpt-5-mini: $0.25 in, $2.00 out (OpenAI price list, 2025-08)");
  });
});
