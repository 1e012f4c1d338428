import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { aCall, NOON } from "../support/calls.ts";
import { CHANNEL_ID, HIDDEN_CHANNEL_ID } from "../stand-ins/discord-world.ts";

import { type ExaminedParts, openDoctor } from "../../src/compose/doctor.ts";
import { createModel } from "../../src/agent/model.ts";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Check, doctorFacts } from "../../src/commands/doctor-facts.ts";
import { diskAilments } from "../../src/commands/doctor-checks.ts";
import { doctor } from "../../src/commands/doctor.ts";
import { Health } from "../../src/core/health.ts";
import { memoryLog } from "../support/calls.ts";
import { openAiStandIn, type Step } from "../stand-ins/openai.ts";
import { openDiscordDoor } from "../stand-ins/discord-door.ts";
import { openTelegramWhole } from "../support/telegram-whole.ts";
import { PlaceRights } from "../../src/core/place-rights.ts";
import { plainText } from "../../src/core/plain.ts";
import { problemsIn } from "../../src/core/problems.ts";
import { readConfig } from "../../src/config.ts";
import { testDesk } from "../support/desk.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

let health: Health;
let parts: { -readonly [Key in keyof ExaminedParts]: ExaminedParts[Key] };
let faults: unknown[];

beforeEach(() => {
  health = new Health();
  faults = [];
  checkMs = 5_000;
  for (const part of ["coingecko", "telegram", "discord", "tick", "database"]) health.set(part, "ok", "fine", NOON);
  parts = {
    config: readConfig({ MARKET_DATA: "sample" }),
    health,
    report: (error) => `ref${faults.push(error)}`,
    clock: () => NOON,
    startedAt: NOON - 3 * 24 * HOUR,
    model: undefined,
    months: () => [],
    jobs: () => [{ step: "keep closes", at: NOON, isOk: true }],
    tickedAt: () => NOON - MINUTE,
    oldestDueAt: async () => undefined,
    lastBackup: async () => ({ takenAt: NOON - 20 * HOUR }),
    rights: new PlaceRights(),
    deafness: async () => undefined,
    cashtagsOn: async () => false,
    digests: undefined,
  };
});

/** How long a check may take here. */
let checkMs = 5_000;

async function asked(role: "member" | "admin" | "owner" = "owner", place = {}): Promise<string> {
  const desk = await testDesk([doctor({ ...openDoctor(parts), checkMs })]);
  closing.push(() => desk.database.destroy());
  return plainText(await desk.desk.run("doctor", {}, aCall({ caller: { role }, place })));
}

const linesOf = (said: string): readonly string[] => said.split("\n").filter((line) => line !== "");

test("the command can be offered on every platform, to admins alone, and never to a model", async () => {
  const made = doctor(openDoctor(parts));
  expect(problemsIn([made])).toEqual([]);
  expect(made).toMatchObject({ access: "admin", visibility: "private", surfaces: ["chat"] });
  expect(await asked("member")).not.toContain("Doctor");
});

test("all well takes three lines", async () => {
  expect(linesOf(await asked())).toEqual([
    "Doctor: all well",
    "Looked at: doors, rights here, $CASHTAGS here, database, disk, clock, schedule, backups, providers, configuration.",
    "the whole desk, and this place",
  ]);
});

test("what is wrong stands in a line each with the way out, the worst first", async () => {
  health.set("telegram", "down", "unauthorized", NOON);
  health.set("discord", "late", "not connected: ECONNREFUSED", NOON - 5 * MINUTE);
  health.set("coingecko", "late", "CoinGecko: limited", NOON - 20 * MINUTE);
  health.set("database", "down", "takes no writes", NOON);
  parts.jobs = () => [{ step: "keep closes", at: NOON, isOk: false }];
  parts.oldestDueAt = async () => NOON - 12 * MINUTE;
  parts.lastBackup = async () => ({ takenAt: NOON - 3 * 24 * HOUR });
  expect(linesOf(await asked())).toEqual([
    "Doctor: 7 to mend",
    "Discord Away for 5 min: not connected: ECONNREFUSED. It is tried again by itself; if it stays, look at the network of this machine.",
    "Telegram The door is closed: unauthorized. Get a token from @BotFather, put it into TELEGRAM_BOT_TOKEN, restart.",
    "Database It takes no writes. Is the disk full, or are its rights gone? The log has the error.",
    "Jobs Failed at the last try: keep closes. They are tried again; the log has the errors.",
    "Deliveries The oldest has waited for 12 min. Is its platform's door open? The log says why it was put off.",
    "Backups The last was taken 3 days ago. Try /backup now; is BACKUP_DIR there, writable, and has it room?",
    "CoinGecko No usable answer for 20 min: CoinGecko: limited. Others are asked meanwhile, as far as there are any; a refusal that stays wants another key or address.",
    "the whole desk, and this place",
  ]);
});

test("a tick that stands still, no backup at all, a month used up and a warning of the configuration are found", async () => {
  parts.tickedAt = () => NOON - HOUR;
  parts.lastBackup = async () => undefined;
  parts.months = () => [
    { provider: "CoinGecko", used: 10_000, quota: 10_000, projected: 12_000, stretch: 2, areJobsPaused: true },
    { provider: "DefiLlama", used: 12, stretch: 1, areJobsPaused: false },
  ];
  parts.config = readConfig({ MARKET_DATA: "sample", LANGSMITH_TRACING: "true" });
  const said = await asked();
  expect(said).toContain("Schedule The minute tick has not come for 1 h.");
  expect(said).toContain("Backups There is none yet.");
  expect(said).toContain("CoinGecko The month's 10000 requests are used up.");
  expect(said).toContain("Configuration LANGSMITH_TRACING is ignored");
  expect(said).not.toContain("DefiLlama");
});

test("a desk that has just started is not blamed for what it could not have done yet", async () => {
  parts.startedAt = NOON - MINUTE;
  parts.tickedAt = () => undefined;
  parts.lastBackup = async () => undefined;
  expect(await asked()).toContain("all well");
});

test("too little room is said of each disk, and once of one", () => {
  const low = [
    { of: "database" as const, freeBytes: 120_000_000 },
    { of: "backups" as const, freeBytes: 120_000_000 },
  ];
  expect(diskAilments(low, "en").map(({ what }) => what)).toEqual(["120 MB free where database and backups lie."]);
  const other = [{ of: "database" as const, freeBytes: 5_000_000_000 }, low[1]!];
  expect(diskAilments(other, "en").map(({ what }) => what)).toEqual(["120 MB free where the backups lie."]);
});

test("a check that hangs is cut off and said, one that fails has a reference, and neither hides the others", async () => {
  let wasEnded = false;
  const checks: readonly Check[] = [
    {
      about: "clock",
      of: "desk",
      look: (_call, signal) =>
        new Promise(() => {
          signal.addEventListener("abort", () => (wasEnded = true));
        }),
    },
    { about: "disk", of: "desk", look: () => Promise.reject(new Error("secret detail of 10.0.0.7")) },
    {
      about: "rights here",
      of: "place",
      look: () => [{ about: "Rights here", gravity: "broken", what: "None.", mend: "Ask." }],
    },
  ];
  const report = (error: unknown): string => `ref${faults.push(error)}`;
  const facts = await doctorFacts({ checks, report, checkMs: 30 }, aCall({ caller: { role: "owner" } }));
  expect(facts.ailments).toEqual([
    { about: "Rights here", gravity: "broken", what: "None.", mend: "Ask." },
    {
      about: "clock",
      gravity: "poor",
      what: "No answer within 0 s, so it is not known.",
      mend: "Look again in a minute.",
    },
    {
      about: "disk",
      gravity: "poor",
      what: "It could not be looked at.",
      mend: "The log has the reason (reference ref1).",
    },
  ]);
  expect(wasEnded).toBe(true);
});

test("an admin is told of their place and of nothing else", async () => {
  health.set("telegram", "down", "unauthorized", NOON);
  parts.rights.set("discord", async () => ["attach", "pin"]);
  const said = await asked("admin", { platform: "discord", chatId: "1", isPublic: true });
  expect(linesOf(said)).toEqual([
    "Doctor: 1 to mend",
    "Rights here I may not attach files (charts, exports). An admin allows it in the channel's permissions, for my role.",
    "this place; the rest is for the desk's owner",
  ]);
});

test("cashtags that are on where the desk hears nothing are found", async () => {
  parts.cashtagsOn = async () => true;
  parts.deafness = async () => "Privacy mode is on.";
  expect(await asked("admin", { platform: "telegram", isPublic: true })).toContain(
    "$CASHTAGS here They are on, and do not reach me. Privacy mode is on.",
  );
});

describe("the clock", () => {
  async function serverAt(at: number | undefined): Promise<string> {
    const server: Server = createServer((_request, response) => {
      response.sendDate = false;
      if (at !== undefined) response.setHeader("Date", new Date(at).toUTCString());
      response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closing.push(() => new Promise((resolve) => server.close(resolve)));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  test.each([
    ["ahead", -40_000, "It is 39 s ahead"],
    ["behind", 95_000, "It is 95 s behind"],
  ])("that is %s is found by what a platform says the time is", async (_which, offMs, says) => {
    const base = await serverAt(NOON + offMs);
    parts.config = readConfig({
      MARKET_DATA: "sample",
      DISCORD_BOT_TOKEN: "MTExMTExMTExMTExMTExMTEx.GaBcDe.a-token-of-the-stand-in-server-0123456789",
      DISCORD_API_BASE: `${base}/api`,
    });
    expect(await asked()).toContain(`Clock ${says}`);
  });

  test("is not blamed where it is a little off, or nobody says the time", async () => {
    for (const at of [NOON - 20_000, undefined]) {
      const base = await serverAt(at);
      parts.config = readConfig({ COINGECKO_API_BASE: base, DEFILLAMA_COINS_API_BASE: base });
      expect(await asked()).toContain("all well");
    }
  });
});

describe("the model", () => {
  async function withModel(reply: Step): Promise<string> {
    const openai = await openAiStandIn();
    closing.push(() => openai.close());
    openai.next(reply, reply);
    closing.push(async () => expect(openai.problems).toEqual([]));
    parts.model = createModel([{ name: "stand-in", baseUrl: openai.baseUrl, apiKey: "key-12345" }], {
      clock: () => NOON,
      log: memoryLog(),
    });
    return await asked();
  }

  test("that answers is well", async () => {
    expect(await withModel({ text: "ok" })).toContain("all well");
  });

  test("whose key is refused says which variable is to be changed", async () => {
    expect(await withModel({ fault: "401" })).toContain(
      "Model Its server does not accept the key. Put a valid one into OPENAI_API_KEY, restart.",
    );
  });

  test("that hangs is cut off and said", async () => {
    checkMs = 200;
    expect(await withModel({ fault: "hang before headers" })).toContain("model No answer within");
  });

  test("is not asked for an admin of a place", async () => {
    const openai = await openAiStandIn();
    closing.push(() => openai.close());
    parts.model = createModel([{ name: "stand-in", baseUrl: openai.baseUrl, apiKey: "key-12345" }], {
      clock: () => NOON,
      log: memoryLog(),
    });
    await asked("admin");
    expect(openai.requests).toEqual([]);
  });
});

describe("what the desk may do in a place", () => {
  test("is asked of Discord, overwrites of the channel included", async () => {
    const rights = new PlaceRights();
    const door = await openDiscordDoor([], { rights });
    closing.push(() => door.close());
    const { world } = door.discord;
    const here = { platform: "discord", chatId: CHANNEL_ID, isPublic: true } as const;
    expect(await rights.missing(here)).toEqual(["pin"]);
    world.mayPin = true;
    expect(await rights.missing(here)).toEqual([]);
    world.denied = (1n << 15n) | (1n << 11n);
    expect(await rights.missing(here)).toEqual(["send", "attach"]);
    expect(await rights.missing({ ...here, chatId: HIDDEN_CHANNEL_ID })).toEqual(["view"]);
    expect(await rights.missing({ ...here, chatId: "@444444444444444441", isPublic: false })).toEqual([]);
    world.mishaps.push({ method: "GET", path: /roles/, times: 9, what: { kind: "status", status: 500 } });
    await expect(rights.missing(here)).rejects.toThrow("Discord: broken");
  });

  test("is asked of Telegram, as a member, as an admin and thrown out", async () => {
    const rights = new PlaceRights();
    const door = await openTelegramWhole({ rights });
    closing.push(() => door.close());
    const { server } = door;
    const group = server.group("Desk");
    const here = { platform: "telegram", chatId: String(group.id), isPublic: true } as const;
    expect(await rights.missing(here)).toEqual(["pin", "delete"]);
    server.limit(group, { can_send_documents: false });
    expect(await rights.missing(here)).toEqual(["attach", "pin", "delete"]);
    server.promote(group);
    expect(await rights.missing(here)).toEqual([]);
    server.limit(group, { can_pin_messages: false });
    expect(await rights.missing(here)).toEqual(["pin"]);
    server.shut(group);
    expect(await rights.missing(here)).toEqual(["view"]);
  });

  test("is told to an admin of a Telegram group in their own chat, and to no member", { timeout: 15_000 }, async () => {
    const door = await openTelegramWhole();
    closing.push(() => door.close());
    const { server } = door;
    const [ann, group] = [server.person("Ann"), server.group("Desk")];
    server.setStatus(group, ann, "administrator");
    server.limit(group, { can_send_photos: false });
    server.say(group, ann, "/doctor");
    const answer = await server.shown("Doctor: 1 to mend");
    expect(answer.chatId).toBe(ann.id);
    expect(answer.text).toContain("I may not attach files");
    server.setStatus(group, ann, "member");
    server.say(group, ann, "/doctor");
    expect((await server.shown("Only an admin")).text).not.toContain("Doctor");
  });
});
