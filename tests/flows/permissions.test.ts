import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { sql } from "kysely";
import type { AnyCommand } from "../../src/core/command.ts";
import { type BothDoors, openBothDoors } from "../support/both-doors.ts";
import { parseArguments } from "../../src/core/parse.ts";
import { PEOPLE, textOf } from "../stand-ins/discord-world.ts";
import type { Group, Person } from "../stand-ins/telegram.ts";

/** Everything that needs a right, tried on both doors by somebody who has none. */

const NEEDED = /Only (?:an admin|the owner)/;
/** Asked for inside, since in a direct chat they are the caller's own; the export is made there alone. */
const IN_PLACES = ["settings", "settings set", "settings get", "settings reset", "settings import"];

let doors: BothDoors;
let group: Group;
let ben: Person;
beforeAll(async () => {
  doors = await openBothDoors();
  group = doors.telegram.group("Desk");
  ben = doors.telegram.person("Ben");
  // Known, so that a later look finds the same rows.
  doors.telegram.say(ben, ben, "/help");
  await doors.telegram.until(() => doors.telegram.ours(ben).length > 0);
}, 30_000);
afterAll(() => doors.close());

/** Their fields, or those of the first example. */
const lineOf = (command: AnyCommand): string => (command.examples[0] ?? command.name).slice(command.name.length).trim();

const rightful = (): readonly AnyCommand[] =>
  [...doors.services.desk.commands.values()].filter(
    ({ name, access }) => access !== "member" || IN_PLACES.includes(name),
  );

/** Rows of what admins and owners change; what is only noted of a message that came is not among them. */
async function kept(): Promise<string> {
  const tables = [
    "setting",
    "subscription",
    "alert",
    "feed",
    "evidence",
    "score_change",
    "audit",
    "user_setting",
    "greeting",
  ];
  const rows = tables.map(async (table) => (await sql`SELECT * FROM ${sql.table(table)}`.execute(doors.database)).rows);
  return JSON.stringify(await Promise.all(rows));
}

test("there are such commands, each with a right that is named", () => {
  expect(rightful().length).toBeGreaterThan(20);
});

test("on Telegram each is refused to a member, and changes nothing", { timeout: 120_000 }, async () => {
  const before = await kept();
  for (const command of rightful()) {
    doors.telegram.messages.length = 0;
    doors.telegram.say(group, ben, `/${command.name} ${lineOf(command)}`.trim());
    // What is between the two of us is refused between the two of us.
    const isRefused = (): boolean => doors.telegram.ours().some(({ text }) => NEEDED.test(text));
    await doors.telegram.until(() => isRefused() || undefined).catch(() => undefined);
    expect([command.name, isRefused()]).toEqual([command.name, true]);
  }
  expect(await kept()).toBe(before);
});

test("on Discord each is refused to a member, and changes nothing", { timeout: 120_000 }, async () => {
  const before = await kept();
  for (const command of rightful()) {
    const input = parseArguments(command, lineOf(command)) as Readonly<Record<string, unknown>>;
    const options = Object.fromEntries(
      Object.entries(input).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, Array.isArray(value) ? value.join(", ") : String(value as string)]],
      ),
    );
    const asked = doors.discord.slash("ben", "guild", command.name, options);
    await vi.waitFor(() => expect(asked.original?.isLoading).toBe(false), { timeout: 8_000, interval: 5 });
    expect([command.name, asked.original && textOf(asked.original)]).toEqual([
      command.name,
      expect.stringMatching(NEEDED) as unknown,
    ]);
    // Nobody else has to read it.
    expect([command.name, asked.original?.onlyFor]).toEqual([command.name, PEOPLE.ben.id]);
  }
  expect(await kept()).toBe(before);
});

test("a button of each is refused to a member who gets hold of it", { timeout: 60_000 }, async () => {
  const before = await kept();
  const { desk, identify } = doors.services;
  const { userId } = await identify("telegram", String(ben.id), "Ben");
  const caller = { userId, accountId: String(ben.id), role: "member", name: "Ben" } as const;
  const place = { platform: "telegram", chatId: String(group.id), isPublic: true } as const;
  const call = { caller, place, locale: "en", surface: "chat", now: doors.clock() } as const;
  for (const command of rightful()) {
    const input = parseArguments(command, lineOf(command)) as Record<string, unknown>;
    for (const ownerId of [undefined, "somebody else"]) {
      // A button of somebody else is one of a card that they asked for.
      const owner = ownerId === undefined ? undefined : (await identify("telegram", "999000", "Ada")).userId;
      const id = await desk.keep({ label: "x", command: command.name, input }, owner);
      const { reply } = await desk.press(id, call);
      expect([command.name, JSON.stringify(reply)]).toEqual([
        command.name,
        expect.stringMatching(/Only (?:an admin|the owner|the person who asked)/) as unknown,
      ]);
    }
  }
  expect(await kept()).toBe(before);
});
