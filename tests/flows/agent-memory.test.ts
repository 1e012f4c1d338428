import { afterEach, beforeEach, expect, test } from "vitest";
import { openMemory } from "../../src/compose/memory.ts";
import { aCall, NOON } from "../support/calls.ts";
import { peopleDesk, type PeopleDesk } from "../support/people-desk.ts";
import { plainText } from "../../src/core/plain.ts";

let whole: PeopleDesk;
beforeEach(async () => {
  whole = await peopleDesk("CODE-CODE-CODE");
});
afterEach(async () => await whole.database.destroy());

const DAY = 86_400_000;

test("what two people say in one group at once stays theirs, by place and topic, and outlives the process", async () => {
  const memory = openMemory(whole.database);
  const [one, two] = [await whole.person("1"), await whole.person("2")];
  const calls = [one, two].map((person) => person.call({ chatId: "-5", isPublic: true }));
  await Promise.all(
    calls.flatMap((call, person) => [1, 2, 3].map((turn) => memory.add(call, `canary-${person} ${turn}`, "a"))),
  );
  const again = openMemory(whole.database);
  for (const [person, call] of calls.entries()) {
    const said = (await again.recent(call)).map(({ question }) => question);
    expect(said).toHaveLength(3);
    expect(said.every((each) => each.startsWith(`canary-${person}`))).toBe(true);
  }
  expect(await again.recent(one.call())).toEqual([]);
  const group = one.call({ chatId: "-5", isPublic: true });
  expect(await again.recent({ ...group, place: { ...group.place, topicId: "7" } })).toEqual([]);
});

test("six turns are kept within the budget of a prompt, for 30 days", async () => {
  const memory = openMemory(whole.database);
  const call = (await whole.person("1")).call();
  for (let turn = 1; turn <= 8; turn += 1) await memory.add(call, `q${turn}`, "a");
  expect((await memory.recent(call)).map(({ question }) => question)).toEqual(["q3", "q4", "q5", "q6", "q7", "q8"]);
  expect(await memory.recent({ ...call, now: NOON + 30 * DAY })).toEqual([]);
  for (let turn = 1; turn <= 6; turn += 1) await memory.add(call, `l${turn}`, "word ".repeat(1_000));
  expect((await memory.recent(call)).length).toBeLessThan(4);
  await memory.step.run(NOON + 30 * DAY);
  expect(await whole.database.selectFrom("exchange").select("id").execute()).toEqual([]);
});

test("of somebody who was deleted while they were answered nothing is kept", async () => {
  const memory = openMemory(whole.database);
  await memory.add(aCall({ caller: { userId: "gone" } }), "q", "a");
  expect(await whole.database.selectFrom("exchange").select("id").execute()).toEqual([]);
});

test("follow-ups are understood in a group, each asker's own", async () => {
  const [one, two] = [await whole.person("1"), await whole.person("2")];
  const ask = async (person: typeof one, question: string): Promise<string> =>
    plainText(await whole.desk.ask(question, person.call({ chatId: "-5", isPublic: true }), () => undefined));
  await ask(one, "what is the price of TAO?");
  await ask(two, "what is the price of NEAR?");
  const [first, second] = await Promise.all([ask(one, "and in euros?"), ask(two, "and in euros?")]);
  expect(first).toContain("TAO");
  expect(first).not.toContain("NEAR");
  expect(second).toContain("NEAR");
  expect(second).not.toContain("TAO");
});

test("a note is kept when its person says so, shown to them, no part of a group, and removed", async () => {
  const memory = openMemory(whole.database);
  const [one, two] = [await whole.person("1"), await whole.person("2")];
  expect(await one.read("note add I only hold TAO")).toContain("number 1");
  expect(await one.read("note list")).toContain("I only hold TAO");
  expect(await two.read("note list")).not.toContain("TAO\n");
  expect(await memory.notesOf(one.call())).toEqual(["I only hold TAO"]);
  expect(await memory.notesOf(two.call())).toEqual([]);
  expect(await memory.notesOf(one.call({ chatId: "-5", isPublic: true }))).toEqual([]);
  expect(await one.read("note remove 1")).toContain("removed");
  expect(await memory.notesOf(one.call())).toEqual([]);
});

test("asked in words to remember, the desk proposes, and keeps it once when its person confirms", async () => {
  const memory = openMemory(whole.database);
  const one = await whole.person("1");
  const card = await whole.desk.ask("remember that I only hold TAO", one.call(), () => undefined);
  expect(await memory.notesOf(one.call())).toEqual([]);
  await one.press(card, "Confirm");
  await one.press(card, "Confirm");
  expect(await memory.notesOf(one.call())).toEqual(["I only hold TAO"]);
});

test("with nothing running, stop offers to pause all that comes, and to delete", async () => {
  const one = await whole.person("1");
  const reply = await one.say("stop");
  expect((reply.buttons ?? []).map(({ label }) => label)).toEqual([
    "Pause all you send me",
    "See my alerts",
    "Delete my data",
  ]);
  expect(plainText(await one.press(reply, "Pause all you send me"))).toContain("There is nothing to pause");
});
