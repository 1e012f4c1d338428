import { readdirSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { OwnerCode } from "../../src/adapters/web/owner-code.ts";
import { makeVisitor } from "../../src/adapters/web/visitor.ts";
import type { AnyCommand } from "../../src/core/command.ts";
import { parseArguments } from "../../src/core/parse.ts";
import { plainText } from "../../src/core/plain.ts";
import { ButtonStore } from "../../src/store/button-store.ts";
import { ProposalStore } from "../../src/store/proposal-store.ts";
import { aCall } from "../support/calls.ts";
import { addVictim, rowsOfPeople, type Victim, watchOwnersRows } from "../fuzz/people.ts";
import { openWholeDesk, type WholeDesk } from "../support/whole-desk.ts";

let whole: WholeDesk;
let ann: Victim;
beforeEach(async () => {
  whole = await openWholeDesk("CODE-CODE-CODE");
  ann = await addVictim(whole);
});
afterEach(async () => {
  await whole.database.destroy();
});

/** What the first of its examples asks of a command. */
const askedBy = (command: AnyCommand) => ({
  command: command.name,
  input: parseArguments(command, (command.examples[0] ?? "").slice(command.name.length).trim()),
});

const writing = (): readonly AnyCommand[] =>
  [...whole.desk.commands.values()].filter(({ effect }) => effect === "write");

/** Somebody else presses every one of these. @returns what they were told, by command */
async function pressedByEve(
  ids: readonly (readonly [name: string, id: string])[],
): Promise<ReadonlyMap<string, string>> {
  const { userId } = await whole.identify("telegram", "900900902");
  const told = new Map<string, string>();
  for (const [name, id] of ids) {
    whole.pass(60_000);
    const call = aCall({
      caller: { userId, accountId: "900900902", name: "Eve", role: "member" },
      place: { platform: "telegram", chatId: "-100900", isPublic: true },
      now: whole.clock(),
      key: `eve-${name}`,
    });
    told.set(name, plainText((await whole.desk.press(id, call)).reply));
  }
  return told;
}

test(
  "a button that writes is its asker's: nobody else's press of any of them does anything",
  { timeout: 30_000 },
  async () => {
    const ids = await Promise.all(
      writing().map(async (command) => {
        const button = { label: "x", ...askedBy(command) };
        return [command.name, await whole.desk.keep(button, ann.userId)] as const;
      }),
    );
    expect(ids.length).toBeGreaterThan(30);
    await whole.identify("telegram", "900900902");
    const [before, changedOfOwners] = [await rowsOfPeople(whole), await watchOwnersRows(whole)];
    const told = await pressedByEve(ids);
    expect(await rowsOfPeople(whole)).toBe(before);
    expect(await changedOfOwners()).toEqual([]);
    // Hers they are all the same.
    const hers = ids.find(([name]) => name === "watchlist add")?.[1] ?? "";
    await whole.desk.press(hers, ann.call("own"));
    expect(await rowsOfPeople(whole)).not.toBe(before);
    const rights = new Set(writing().flatMap(({ name, access }) => (access === "member" ? [] : [name])));
    for (const [name, words] of told)
      // What is an admin's or the owner's is refused for want of the right, whoever asked for the card.
      expect(words, name).toMatch(rights.has(name) ? /admin|owner|direct chat|Only/i : /^Only the person who asked/);
  },
);

test(
  "what was proposed to somebody, a look-up too, is confirmed and cancelled by nobody else",
  { timeout: 30_000 },
  async () => {
    const commands = [...whole.desk.commands.values()].filter(({ access }) => access === "member");
    const ids: (readonly [string, string])[] = [];
    for (const command of commands) ids.push([command.name, await whole.desk.draft(askedBy(command), ann.call())]);
    await whole.identify("telegram", "900900902");
    const before = await rowsOfPeople(whole);
    const told = await pressedByEve(ids);
    expect(await rowsOfPeople(whole)).toBe(before);
    expect(new Set(told.values())).toEqual(new Set(["Only the person who asked can press this."]));
  },
);

/** Each as bytes; all that opens something to whoever has it. */
const IDS: Readonly<Record<string, () => Promise<readonly Buffer[]>>> = {
  "of buttons": async () => {
    const buttons = Array.from({ length: 2_000 }, () => ({ label: "x", command: "price", input: {} }));
    const ids = await new ButtonStore().keepAll(whole.database, buttons, ann.userId, 1, 2);
    return ids.map((id) => Buffer.from(id, "base64url"));
  },
  "of proposals": async () => {
    const store = new ProposalStore();
    const made: string[] = [];
    for (let turn = 0; turn < 2_000; turn += 1) made.push(await store.add(whole.database, "price", {}, ann.call(), 1));
    return made.map((id) => Buffer.from(id, "base64url"));
  },
  "of browsers": async () => Array.from({ length: 2_000 }, () => Buffer.from(makeVisitor().id, "base64url")),
  "of owner links": async () => Array.from({ length: 2_000 }, () => Buffer.from(new OwnerCode(1).value, "base64url")),
};

test.each(Object.keys(IDS))("ids %s are at least 128 bits, each of them drawn", async (kind) => {
  const ids = (await IDS[kind]?.()) ?? [];
  expect(ids).toHaveLength(2_000);
  expect(new Set(ids.map((id) => id.toString("hex"))).size).toBe(ids.length);
  const [{ length } = Buffer.alloc(0)] = ids;
  expect(length).toBeGreaterThanOrEqual(16);
  for (let bit = 0; bit < length * 8; bit += 1) {
    const set = ids.filter((id) => (((id[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1).length;
    // Six standard deviations of 2,000 throws of a coin.
    expect(Math.abs(set - 1_000), `bit ${bit}`).toBeLessThan(135);
  }
});

test("Math.random, which can be guessed, only spreads out waiting", () => {
  const root = new URL("../../src/", import.meta.url);
  const found = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
    .filter((path) => readFileSync(new URL(path, root), "utf8").includes("Math.random"));
  expect(found.toSorted()).toEqual(["compose/news.ts", "compose/outbox.ts", "wire/transport.ts"]);
});
