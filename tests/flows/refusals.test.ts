import { afterAll, afterEach, expect, test } from "vitest";
import { readFile, writeFile } from "node:fs/promises";
import { CHANNEL_ID, type Mishap } from "../stand-ins/discord-world.ts";
import { aPlace } from "../support/outbox.ts";
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

/** What became of a delivery in a group or channel: its state, how long until the next try, and who can mend it. */
type Outcome = `${"sent" | "dropped"}` | `gone, ${string}` | `later, ${string}`;

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
  ["400 TOPIC_CLOSED", error(400, "Bad Request: TOPIC_CLOSED"), "later, after 60 min"],
  ["400 message is too long", error(400, "Bad Request: message is too long"), "dropped"],
  ["401 Unauthorized", error(401, "Unauthorized"), "later, after 1 min"],
  ["409 Conflict", error(409, "Conflict: terminated by other getUpdates request"), "later, after 5 s"],
  ["429 with retry_after", error(429, "Too Many Requests: retry after 40", { retry_after: 40 }), "later, after 40 s"],
  ["500", error(500, "Internal Server Error"), "later, after 3 s"],
  ["502 with a page instead of an answer", { kind: "html", code: 502 }, "later, after 3 s"],
  ["connection cut before an answer", { kind: "drop", when: "before" }, "later, after 3 s"],
  ["connection cut after it was taken", { kind: "drop", when: "after" }, "later, after 3 s"],
];

const status = (code: number, body: object, headers?: Record<string, string>): Mishap["what"] => ({
  kind: "status",
  status: code,
  body,
  ...(headers && { headers }),
});
const refused = (code: number, api: number, message: string): Mishap["what"] => status(code, { code: api, message });

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
  ["connection cut after it was taken", { kind: "drop" }, "later, after 3 s"],
];

const MENDERS = { person: "the person", admin: "an admin", nobody: "nobody" } as const;

function after(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return seconds < 60 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

/** How the one delivery of a loop stands after its first try. */
async function outcomeOf({ rows, gone, database, clock }: ReturnType<typeof deliveryLoop>): Promise<string> {
  const [row] = await rows();
  if (row?.state === "gone") return `gone, mended by ${MENDERS[gone[0]?.gone.mendedBy ?? "nobody"]}`;
  if (row?.state !== "later") return row?.state ?? "none";
  const { retry_at: retryAt } = await database.selectFrom("outbox").select("retry_at").executeTakeFirstOrThrow();
  return `later, after ${after(retryAt - clock())}`;
}

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

afterAll(async () => {
  const table = ["| platform | refusal | what becomes of the delivery |", "| --- | --- | --- |", ...seen].join("\n");
  const page = await readFile(PAGE, "utf8");
  const [before = "", , behind = ""] = page.split(/(?<=<!-- refusals -->\n)|(?=<!-- end -->)/);
  if (process.env["UPDATE_DOCS"] === "1") await writeFile(PAGE, `${before}${table}\n${behind}`);
  else expect(page).toContain(table);
});
