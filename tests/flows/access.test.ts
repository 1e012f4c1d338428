import { sql } from "kysely";
import { afterEach, describe, expect, test } from "vitest";
import { openDesk } from "../../src/compose/desk.ts";
import { openSampleMarket } from "../../src/compose/market.ts";
import { readConfig } from "../../src/config.ts";
import type { Call, Role } from "../../src/core/call.ts";
import { Health } from "../../src/core/health.ts";
import { plainText } from "../../src/core/plain.ts";
import { openDatabase } from "../../src/store/database.ts";
import { openAiStandIn } from "../stand-ins/openai.ts";
import { aCall, memoryLog, NOON } from "../support/calls.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The services as main puts them together, with a model server that says "Modelled." to everything. */
async function open(access: "owner" | "approved" | "open") {
  const openai = await openAiStandIn();
  openai.brain(() => ({ text: "Modelled." }));
  const database = await openDatabase(":memory:");
  closing.push(
    () => openai.close(),
    () => database.destroy(),
  );
  const config = readConfig({
    OPENAI_BASE_URL: openai.baseUrl,
    MODEL: "stand-in",
    ACCESS: access,
    OWNER_IDS: "telegram:7",
  });
  const log = memoryLog();
  const parts = {
    config,
    database,
    version: "0",
    log,
    report: () => "ref",
    clock: () => NOON,
    health: new Health(),
    jobs: () => [],
  };
  const services = openDesk({ ...parts, served: () => undefined });
  const market = await openSampleMarket({ ...parts, config: config.market });
  services.useMarket(market, market.asOf);

  const { userId } = await services.identify("telegram", "9");
  const call = (role: Role, place: Partial<Call["place"]>): Call =>
    aCall({
      caller: { userId, accountId: "9", role },
      place: { platform: "telegram", chatId: "group", isPublic: true, ...place },
    });
  /** Whether the model was asked; the question is one that the rules can answer, too. */
  const isModelled = async (role: Role, place: Partial<Call["place"]> = {}): Promise<boolean> => {
    const before = openai.requests.length;
    const said = plainText(await services.desk.ask("how is TAO doing?", call(role, place), () => undefined));
    const isAsked = openai.requests.length > before;
    expect(said).toContain(isAsked ? "Modelled." : "Bittensor (TAO)");
    return isAsked;
  };
  return { services, call, isModelled };
}

test("the owner's code is good once, and again when the claim could not be kept", async () => {
  const database = await openDatabase(":memory:");
  closing.push(() => database.destroy());
  const config = readConfig({});
  const parts = {
    config,
    database,
    version: "0",
    log: memoryLog(),
    report: () => "ref",
    clock: () => NOON,
    health: new Health(),
    jobs: () => [],
  };
  const services = openDesk({ ...parts, served: () => undefined, claimCode: "AAAA-BBBB-CCCC" });
  const market = await openSampleMarket({ ...parts, config: config.market });
  services.useMarket(market, market.asOf);
  const { userId } = await services.identify("telegram", "7");
  const claim = async (): Promise<string> =>
    plainText(await services.desk.run("claim", { code: "aaaa bbbb cccc" }, aCall({ caller: { userId } })));

  await sql`PRAGMA query_only = ON`.execute(database);
  expect(await claim()).not.toContain("You own this desk");
  await sql`PRAGMA query_only = OFF`.execute(database);
  expect(await claim()).toContain("You own this desk");
  expect(await services.identify("telegram", "7")).toMatchObject({ isOwner: true });
  // The live market taking over from sample data makes the commands anew.
  services.useMarket(market, undefined);
  expect(await claim()).toContain("not valid");
});

describe("who may use the model", () => {
  test("with ACCESS=approved a stranger's question is answered by the rules until the owner allows the place", async () => {
    const { services, call, isModelled } = await open("approved");
    expect(await isModelled("member")).toBe(false);
    expect(await isModelled("admin")).toBe(false);
    expect(await isModelled("owner")).toBe(true);
    await services.desk.run("allow", {}, call("owner", {}));
    expect(await isModelled("member")).toBe(true);
    expect(await isModelled("member", { chatId: "another" })).toBe(false);
    await services.desk.run("allow", { state: "off" }, call("owner", {}));
    expect(await isModelled("member")).toBe(false);
  });

  test("on the web page, whoever was let in counts as approved", async () => {
    expect(await (await open("approved")).isModelled("member", { platform: "web", isPublic: false })).toBe(true);
    expect(await (await open("owner")).isModelled("member", { platform: "web", isPublic: false })).toBe(false);
  });

  test("with ACCESS=owner only the owner's questions cost anything, with ACCESS=open everybody's", async () => {
    const owner = await open("owner");
    expect(await owner.isModelled("member")).toBe(false);
    expect(await owner.isModelled("owner")).toBe(true);
    expect(await (await open("open")).isModelled("member")).toBe(true);
  });

  test("the owner of the configuration is one, and nobody of that number elsewhere", async () => {
    const { services } = await open("approved");
    expect((await services.identify("telegram", "7")).isOwner).toBe(true);
    expect((await services.identify("discord", "7")).isOwner).toBe(false);
    expect((await services.identify("telegram", "8")).isOwner).toBe(false);
  });
});
