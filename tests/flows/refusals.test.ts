import { afterAll, afterEach, expect, test } from "vitest";
import { readFile, writeFile } from "node:fs/promises";
import { CHANNEL_ID, type Mishap, NEWS_CHANNEL_ID } from "../stand-ins/discord-world.ts";
import { aPlace } from "../support/outbox.ts";
import type { Delivery } from "../../src/core/delivery.ts";
import { deliveryLoop } from "../support/delivery-loop.ts";
import { echo } from "../support/desk.ts";
import { openDatabase } from "../../src/store/database.ts";
import { openDiscordDoor } from "../stand-ins/discord-door.ts";
import type { TelegramFault } from "../stand-ins/telegram.ts";
import { telegramTest } from "../support/telegram.ts";

const PAGE = new URL("../../docs/refusals.md", import.meta.url);

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** What became of a delivery: its state, how long until the next try, and who can mend it. */
type Outcome = "dropped" | `sent${string}` | `gone, ${string}` | `later, ${string}`;

const error = (code: number, description: string, parameters?: object): TelegramFault => ({
  kind: "error",
  code,
  description,
  ...(parameters && { parameters }),
});

const TELEGRAM: readonly (readonly [what: string, fault: TelegramFault, outcome: Outcome])[] = [
  [
    "403 bot was blocked by the user",
    error(403, "Forbidden: bot was blocked by the user"),
    "gone, mended by the person",
  ],
  ["403 user is deactivated", error(403, "Forbidden: user is deactivated"), "gone, mended by nobody"],
  [
    "403 bot can't initiate conversation with a user",
    error(403, "Forbidden: bot can't initiate conversation with a user"),
    "gone, mended by the person",
  ],
  [
    "403 bot was kicked from the supergroup chat",
    error(403, "Forbidden: bot was kicked from the supergroup chat"),
    "gone, mended by an admin",
  ],
  [
    "403 bot was kicked from the channel chat",
    error(403, "Forbidden: bot was kicked from the channel chat"),
    "gone, mended by an admin",
  ],
  [
    "403 bot is not a member of the supergroup chat",
    error(403, "Forbidden: bot is not a member of the supergroup chat"),
    "gone, mended by an admin",
  ],
  ["403 the group chat was deleted", error(403, "Forbidden: the group chat was deleted"), "gone, mended by nobody"],
  ["400 chat not found", error(400, "Bad Request: chat not found"), "gone, mended by an admin"],
  [
    "400 not enough rights to send text messages to the chat",
    error(400, "Bad Request: not enough rights to send text messages to the chat"),
    "gone, mended by an admin",
  ],
  [
    "400 need administrator rights in the channel chat",
    error(400, "Bad Request: need administrator rights in the channel chat"),
    "gone, mended by an admin",
  ],
  ["400 CHAT_WRITE_FORBIDDEN", error(400, "Bad Request: CHAT_WRITE_FORBIDDEN"), "gone, mended by an admin"],
  ["400 message thread not found", error(400, "Bad Request: message thread not found"), "gone, mended by an admin"],
  ["400 TOPIC_DELETED", error(400, "Bad Request: TOPIC_DELETED"), "gone, mended by an admin"],
  ["400 TOPIC_CLOSED", error(400, "Bad Request: TOPIC_CLOSED"), "later, after 60 min"],
  ["400 message is too long", error(400, "Bad Request: message is too long"), "dropped"],
  ["401 Unauthorized", error(401, "Unauthorized"), "later, after 1 min"],
  ["409 Conflict", error(409, "Conflict: terminated by other getUpdates request"), "later, after 5 s"],
  ["429 with retry_after", error(429, "Too Many Requests: retry after 40", { retry_after: 40 }), "later, after 40 s"],
  ["500", error(500, "Internal Server Error"), "later, after 3 s, once"],
  ["502 with a page instead of an answer", { kind: "html", code: 502 }, "later, after 3 s, once"],
  ["connection cut before an answer", { kind: "drop", when: "before" }, "later, after 3 s, once"],
  ["connection cut after it was taken", { kind: "drop", when: "after" }, "later, after 3 s, once"],
];

const status = (code: number, body: object, headers?: Record<string, string>): Mishap["what"] => ({
  kind: "status",
  status: code,
  body,
  ...(headers && { headers }),
});
const refused = (code: number, api: number, message: string): Mishap["what"] => status(code, { code: api, message });

const AFTER_DISCORD: readonly (readonly [
  what: string,
  route: readonly [string, RegExp],
  fault: Mishap["what"],
  outcome: Outcome,
])[] = [
  ["last one: 10008 Unknown Message", ["DELETE", /messages/], refused(404, 10_008, "Unknown Message"), "sent"],
  [
    "last one: 50001 Missing Access",
    ["DELETE", /messages/],
    refused(403, 50_001, "Missing Access"),
    "sent, said in `why`",
  ],
  [
    "pin: 50013 Missing Permissions",
    ["PUT", /pins/],
    refused(403, 50_013, "Missing Permissions"),
    "sent, said in `why`",
  ],
  [
    "pin: 30003 Maximum number of pins reached",
    ["PUT", /pins/],
    refused(400, 30_003, "Maximum number of pins reached for the channel (50)"),
    "sent, said in `why`",
  ],
  [
    "publishing: 50024 no announcement channel",
    ["POST", /crosspost$/],
    refused(400, 50_024, "Cannot execute action on this channel type"),
    "sent, said in `why`",
  ],
  [
    "publishing: 50068 Invalid message type",
    ["POST", /crosspost$/],
    refused(400, 50_068, "Invalid message type"),
    "sent, said in `why`",
  ],
  [
    "publishing: 40033 already crossposted",
    ["POST", /crosspost$/],
    refused(400, 40_033, "This message has already been crossposted"),
    "sent",
  ],
];

const DISCORD: readonly (readonly [what: string, fault: Mishap["what"], outcome: Outcome])[] = [
  [
    "50007 Cannot send messages to this user",
    refused(403, 50_007, "Cannot send messages to this user"),
    "gone, mended by the person",
  ],
  [
    "50278 Cannot send messages to this user due to having no mutual guilds",
    refused(403, 50_278, "No mutual guilds"),
    "gone, mended by the person",
  ],
  ["10003 Unknown Channel", refused(404, 10_003, "Unknown Channel"), "gone, mended by nobody"],
  ["50001 Missing Access", refused(403, 50_001, "Missing Access"), "gone, mended by an admin"],
  ["50013 Missing Permissions", refused(403, 50_013, "Missing Permissions"), "gone, mended by an admin"],
  ["50083 Thread is archived", refused(400, 50_083, "Thread is archived"), "later, after 60 min"],
  ["160005 Thread is locked", refused(403, 160_005, "Thread is locked"), "later, after 60 min"],
  [
    "40003 opening direct messages too fast",
    refused(400, 40_003, "You are opening direct messages too fast"),
    "later, after 10 min",
  ],
  [
    "20028 write rate limit of the channel",
    status(
      429,
      { code: 20_028, message: "limited", retry_after: 40, global: false },
      { "retry-after": "40", "x-ratelimit-scope": "user" },
    ),
    "later, after 40 s",
  ],
  [
    "429 over everything",
    status(
      429,
      { message: "limited", retry_after: 40, global: true },
      { "retry-after": "40", "x-ratelimit-global": "true", "x-ratelimit-scope": "global" },
    ),
    "later, after 40 s",
  ],
  ["50035 Invalid Form Body", refused(400, 50_035, "Invalid Form Body"), "dropped"],
  ["401 Unauthorized", refused(401, 0, "401: Unauthorized"), "later, after 10 min"],
  ["500", status(500, {}), "later, after 30 s"],
  ["502 with a page instead of an answer", status(502, {}), "later, after 30 s"],
  ["connection cut after it was taken", { kind: "drop" }, "later, after 3 s, once"],
];

const MENDERS = { person: "the person", admin: "an admin", nobody: "nobody" } as const;

function after(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return seconds < 60 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

/** How the one delivery of a loop stands after its first try. */
async function outcomeOf({ rows, gone, database, clock }: ReturnType<typeof deliveryLoop>): Promise<string> {
  const row = (await rows()).at(-1);
  if (row?.state === "gone") return `gone, mended by ${MENDERS[gone[0]?.gone.mendedBy ?? "nobody"]}`;
  if (row?.state === "sent" && row.reason !== null) return "sent, said in `why`";
  if (row?.state !== "later") return row?.state ?? "none";
  const { retry_at: retryAt, unknowns } = await database
    .selectFrom("outbox")
    .select(["retry_at", "unknowns"])
    .executeTakeFirstOrThrow();
  return `later, after ${after(retryAt - clock())}${unknowns > 0 ? ", once" : ""}`;
}

/** Of what is asked for once a post is out: no post is lost for it, and whoever asks why is told. */
const AFTER_TELEGRAM: readonly (readonly [
  what: string,
  method: "deleteMessage" | "pinChatMessage",
  fault: TelegramFault,
  outcome: Outcome,
])[] = [
  [
    "last one: 400 message to delete not found",
    "deleteMessage",
    error(400, "Bad Request: message to delete not found"),
    "sent",
  ],
  [
    "last one: 400 message can't be deleted (older than 48 h, and the desk is no admin)",
    "deleteMessage",
    error(400, "Bad Request: message can't be deleted"),
    "sent, said in `why`",
  ],
  [
    "pin: 400 not enough rights to manage pinned messages in the chat",
    "pinChatMessage",
    error(400, "Bad Request: not enough rights to manage pinned messages in the chat"),
    "sent, said in `why`",
  ],
];

const seen: string[] = [];

test.each(TELEGRAM)("Telegram: %s", async (what, fault, outcome) => {
  const door = await telegramTest({});
  closing.push(() => door.close());
  await door.adapter.start(door.desk);
  const isPersons = outcome.includes("person") || outcome.includes("nobody");
  const chat = isPersons ? door.server.person("Ann") : door.server.group("Desk");
  const loop = deliveryLoop(
    door.database,
    () => [door.adapter],
    (close) => closing.push(close),
  );
  door.server.fail("sendMessage", fault, { times: 9 });
  await loop.enqueue({ place: aPlace(String(chat.id), { isPublic: !isPersons }) });
  const became = await outcomeOf(loop);
  seen.push(`| Telegram | ${what} | ${became} |`);
  expect(became).toBe(outcome);
});

test("Telegram: a group that has become a supergroup", async () => {
  const what = "400 group chat was upgraded to a supergroup chat, with migrate_to_chat_id";
  const door = await telegramTest({});
  closing.push(() => door.close());
  await door.adapter.start(door.desk);
  const loop = deliveryLoop(
    door.database,
    () => [door.adapter],
    (close) => closing.push(close),
  );
  const group = door.server.group("Desk", { type: "group" });
  const moved = door.server.migrate(group);
  await loop.enqueue({ place: aPlace(String(group.id), { isPublic: true }) });
  expect(door.server.ours(moved)).toHaveLength(1);
  const became = await outcomeOf(loop);
  seen.push(`| Telegram | ${what} | ${became} to the new id, and all that is kept for the group moves there |`);
  expect(became).toBe("sent");
});

test.each(AFTER_TELEGRAM)("Telegram, %s", async (what, method, fault, outcome) => {
  const door = await telegramTest({});
  closing.push(() => door.close());
  await door.adapter.start(door.desk);
  const group = door.server.group("Desk");
  door.server.promote(group);
  const loop = deliveryLoop(
    door.database,
    () => [door.adapter],
    (close) => closing.push(close),
  );
  const post = {
    kind: "digest",
    place: aPlace(String(group.id), { isPublic: true }),
    manner: { last: method === "deleteMessage" ? "replace" : "pin" },
  } as const;
  await loop.enqueue({ ...post, occurrence: "1" });
  door.server.fail(method, fault);
  await loop.enqueue({ ...post, occurrence: "2" });
  const became = await outcomeOf(loop);
  seen.push(`| Telegram | ${what} | ${became} |`);
  expect(became).toBe(outcome);
});

test.each(DISCORD)("Discord: %s", async (what, fault, outcome) => {
  const door = await openDiscordDoor([echo], { times: { requestMs: 200 } });
  const database = await openDatabase(":memory:");
  closing.push(
    () => database.destroy(),
    () => door.close(),
  );
  const loop = deliveryLoop(
    database,
    () => [door.adapter()],
    (close) => closing.push(close),
  );
  for (let times = 0; times < 9; times += 1) door.discord.mishap("POST", /messages$/, fault);
  await loop.enqueue({ place: aPlace(CHANNEL_ID, { platform: "discord", isPublic: true }) });
  const became = await outcomeOf(loop);
  seen.push(`| Discord | ${what} | ${became} |`);
  expect(became).toBe(outcome);
});

test.each(AFTER_DISCORD)("Discord, %s", async (what, [method, path], fault, outcome) => {
  const door = await openDiscordDoor([echo], { times: { requestMs: 200 } });
  const database = await openDatabase(":memory:");
  closing.push(
    () => database.destroy(),
    () => door.close(),
  );
  door.discord.world.mayPin = true;
  const loop = deliveryLoop(
    database,
    () => [door.adapter()],
    (close) => closing.push(close),
  );
  const post: Partial<Delivery> = {
    kind: "digest",
    place: aPlace(NEWS_CHANNEL_ID, { platform: "discord", isPublic: true }),
    manner: method === "POST" ? { isCrossposted: true } : { last: method === "DELETE" ? "replace" : "pin" },
  };
  await loop.enqueue({ ...post, occurrence: "1" });
  door.discord.mishap(method, path, fault);
  await loop.enqueue({ ...post, occurrence: "2" });
  const became = await outcomeOf(loop);
  seen.push(`| Discord | ${what} | ${became} |`);
  expect(became).toBe(outcome);
});

afterAll(async () => {
  const table = ["| platform | refusal | what becomes of the delivery |", "| --- | --- | --- |", ...seen].join("\n");
  const page = await readFile(PAGE, "utf8");
  const [before = "", , behind = ""] = page.split(/(?<=<!-- refusals -->\n)|(?=<!-- end -->)/);
  if (process.env["UPDATE_DOCS"] === "1") await writeFile(PAGE, `${before}${table}\n${behind}`);
  else expect(page).toContain(table);
});
