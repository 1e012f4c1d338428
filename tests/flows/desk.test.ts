import { expect, test } from "vitest";
import type { Reply } from "../../src/core/reply.ts";
import { isEmpty } from "../../src/core/reply.ts";
import { ButtonStore } from "../../src/store/button-store.ts";
import { ProposalStore } from "../../src/store/proposal-store.ts";
import { aCall, NOON } from "../support/calls.ts";
import { addUser, adminOnly, echo, tally, testDesk } from "../support/desk.ts";

const words = (reply: Reply): string =>
  [
    reply.title,
    ...reply.blocks.map((block) =>
      block.kind === "text" ? block.spans.map((span) => span.text).join("") : block.kind,
    ),
  ].join("\n");

const group = { isPublic: true, chatId: "group-1" };

test("a command answers with what it found", async () => {
  const { desk } = await testDesk([echo]);
  expect(words(await desk.run("echo", { words: ["alpha"] }, aCall()))).toBe("Echo\nalpha was said\nfields");
});

test("lists and numbers that arrive as text are read", async () => {
  const { desk } = await testDesk([echo]);
  expect(words(await desk.run("echo", { words: "alpha, beta", page: "2", tone: "LOUD" }, aCall()))).toContain(
    "ALPHA BETA was said",
  );
});

test("what the caller can put right is said, with a way out, to the caller", async () => {
  const { desk, faults } = await testDesk([echo]);
  const reply = await desk.run("echo", { words: ["fail"] }, aCall({ place: group }));
  expect(words(reply)).toContain("That cannot be said. Try /echo alpha.");
  expect(reply.audience).toBe("caller-if-possible");
  expect(faults).toEqual([]);
});

test("a fault of ours is reported, and the caller gets a reference and no detail", async () => {
  const { desk, faults } = await testDesk([echo]);
  const said = words(await desk.run("echo", { words: ["crash"] }, aCall()));
  expect(said).toContain("ref123");
  expect(said).not.toContain("10.0.0.7");
  expect(faults).toHaveLength(1);
});

test.each<[string, unknown, string]>([
  ["nothing", {}, '"words" is missing.'],
  ["an empty list", { words: [] }, '"words" needs at least 1.'],
  ["too many", { words: Array.from({ length: 11 }, () => "a") }, 'That is too many for "words": at most 10 at once.'],
  ["a long word", { words: ["a".repeat(10_000)] }, "too long: at most 40 characters"],
  ["an unknown choice", { words: ["a"], tone: "shrill" }, '"tone" can be calm, loud, but not "shrill".'],
  ["a number that is none", { words: ["a"], page: "many" }, '"page" should be a number, but "many" is not one.'],
  ["a number out of range", { words: ["a"], page: 1e308 }, '"page"'],
  ["not a number", { words: ["a"], page: Number.NaN }, '"page"'],
  ["no object at all", "hello", '"hello" is not one'],
])("%s gets a sentence and an example that works", async (_, input, sentence) => {
  const { desk } = await testDesk([echo]);
  const said = words(await desk.run("echo", input, aCall()));
  expect(said).toContain(sentence);
  expect(said).toContain("For example: /echo alpha beta");
});

test("an unknown command is answered with the one that was probably meant", async () => {
  const { desk } = await testDesk([echo, adminOnly]);
  expect(words(await desk.run("ecoh", {}, aCall()))).toContain('There is no command "ecoh". Did you mean /echo?');
  expect(words(await desk.run("lockd", {}, aCall()))).not.toContain("locked");
});

test("an admin's command is refused to members and open to admins and owners", async () => {
  const { desk } = await testDesk([adminOnly]);
  const as = async (role: "member" | "admin" | "owner") =>
    words(await desk.run("locked", {}, aCall({ caller: { role } })));
  expect(await as("member")).toContain("Only an admin of this place can use /locked.");
  expect(await as("admin")).toContain("Unlocked.");
  expect(await as("owner")).toContain("Unlocked.");
});

test("an unclear word is asked back, and picking one runs the command again with it", async () => {
  const { desk } = await testDesk([echo]);
  const reply = await desk.run("echo", { words: ["which", "x"], tone: "loud" }, aCall({ place: group }));
  expect(reply.choices?.options.map(({ label }) => label)).toEqual(["alpha", "beta", "gamma"]);
  expect(reply.audience).toBeUndefined();
  const [, beta] = reply.choices?.options ?? [];
  expect(beta).toMatchObject({ command: "echo", input: { words: ["beta", "x"], tone: "loud" } });
  const id = await desk.keep(beta!, "user-1");
  const pressed = await desk.press(id, aCall({ place: group }));
  expect(words(pressed.reply)).toContain("BETA X was said");
  expect(pressed.edit).toBe(true);
});

test("the word is found in an input that is still one string", async () => {
  const { desk } = await testDesk([echo]);
  const reply = await desk.run("echo", { words: "which, x" }, aCall());
  expect(reply.choices?.options[0]?.input).toEqual({ words: "alpha, x" });
});

test("a button's id fits every platform and nothing of the input travels", async () => {
  const { desk } = await testDesk([echo]);
  const id = await desk.keep({ label: "L", command: "echo", input: { words: ["secret"] } }, "user-1");
  expect(id).toMatch(/^[\w-]{22}$/);
});

test("the asker's press edits; another's press answers that person alone and edits nothing", async () => {
  const { desk } = await testDesk([echo]);
  const id = await desk.keep({ label: "L", command: "echo", input: { words: ["alpha"] } }, "user-1");
  const own = await desk.press(id, aCall({ place: group }));
  expect([own.edit, own.reply.audience]).toEqual([true, undefined]);
  const foreign = await desk.press(id, aCall({ place: group, caller: { userId: "user-2" } }));
  expect([foreign.edit, foreign.reply.audience]).toEqual([false, "caller"]);
  expect(words(foreign.reply)).toContain("alpha was said");
});

test("a button on a post that nobody asked for answers everybody in private", async () => {
  const { desk } = await testDesk([echo]);
  const id = await desk.keep({ label: "L", command: "echo", input: { words: ["alpha"] } }, undefined);
  for (const userId of ["user-1", "user-2"]) {
    const pressed = await desk.press(id, aCall({ place: group, caller: { userId } }));
    expect([pressed.edit, pressed.reply.audience]).toEqual([false, "caller"]);
  }
});

test("a failure never takes the place of the message that the button sits on", async () => {
  const { desk } = await testDesk([echo]);
  const id = await desk.keep({ label: "L", command: "echo", input: { words: ["crash"] } }, "user-1");
  expect(await desk.press(id, aCall())).toMatchObject({ edit: false });
});

test("the asker's press on a button that answers anew is answered to everybody, as the command was", async () => {
  const { desk } = await testDesk([echo]);
  const again = { label: "Again", command: "echo", input: { words: ["alpha"] }, answer: "new" } as const;
  const pressed = await desk.press(await desk.keep(again, "user-1"), aCall({ place: group }));
  expect([pressed.edit, pressed.reply.audience]).toEqual([false, undefined]);
});

test("a write is its asker's alone", async () => {
  const counts = new Map<string, number>();
  const { desk } = await testDesk([tally(counts)]);
  const id = await desk.keep({ label: "L", command: "tally add", input: {} }, "user-1");
  const foreign = await desk.press(id, aCall({ place: group, caller: { userId: "user-2" } }));
  expect(words(foreign.reply)).toContain("Only the person who asked can press this.");
  expect(counts.size).toBe(0);
});

test("a confirmed proposal is carried out once, by its owner, before it expires", async () => {
  const counts = new Map<string, number>();
  const { desk, database } = await testDesk([tally(counts)]);
  const propose = async (expiresAt: number) => {
    await addUser(database, "user-1");
    const proposalId = await new ProposalStore().add(database, "tally add", {}, aCall(), expiresAt);
    return await new ButtonStore().keep(
      database,
      { label: "Confirm", command: "tally add", input: {}, proposalId },
      "user-1",
      NOON,
      NOON + 1e6,
    );
  };
  const id = await propose(NOON + 600_000);
  expect(words((await desk.press(id, aCall())).reply)).toContain("Counted 1.");
  expect(words((await desk.press(id, aCall())).reply)).toContain("confirmed already");
  const late = await propose(NOON - 1);
  expect(words((await desk.press(late, aCall())).reply)).toContain("expired");
  expect(counts.get("user-1")).toBe(1);
});

test("an old or invented button says so", async () => {
  const { desk } = await testDesk([echo]);
  for (const id of ["", "nope", "'; DROP TABLE button; --", "x".repeat(10_000)]) {
    const pressed = await desk.press(id, aCall());
    expect(words(pressed.reply)).toContain("too old");
  }
});

test("a question is answered, and an empty or endless one is not worked on", async () => {
  const { desk } = await testDesk([echo]);
  const ask = async (question: string) => words(await desk.ask(question, aCall(), () => undefined));
  expect(await ask("what is TAO?")).toContain("You asked: what is TAO?");
  expect(await ask(" \u200B\u0000 ")).toContain("There was no question. For example:");
  expect(await ask("a".repeat(10_000))).toContain("10,000 characters; I read at most 2,000");
});

test("an answer that says nothing stays nothing, even when every reply carries a notice", async () => {
  const { desk } = await testDesk([echo], { answer: async () => ({ blocks: [] }), notice: () => "sample data" });
  expect(isEmpty(await desk.ask("hm", aCall({ place: group }), () => undefined))).toBe(true);
  expect((await desk.run("echo", { words: ["a"] }, aCall())).footer).toBe("test · just now · sample data");
});

test("suggestions come from the command, and a failing or unknown one gives none", async () => {
  const { desk } = await testDesk([echo]);
  expect(await desk.suggest("echo", "words", "al", aCall())).toEqual([{ label: "alpha!", value: "alpha" }]);
  expect(await desk.suggest("echo", "nope", "al", aCall())).toEqual([]);
  expect(await desk.suggest("nope", "words", "al", aCall())).toEqual([]);
});

test("a database that fails under a press is reported, and nothing is changed", async () => {
  const { desk, database, faults } = await testDesk([echo]);
  await database.destroy();
  const pressed = await desk.press("0123456789012345678901", aCall());
  expect(words(pressed.reply)).toContain("reference ref123");
  expect(faults).toHaveLength(1);
});

test("each reply is counted by platform, known command and outcome", async () => {
  const { desk, served } = await testDesk([echo]);
  for (const words of [["alpha"], ["fail"], ["crash"]]) await desk.run("echo", { words }, aCall());
  await desk.run("typed by somebody", {}, aCall());
  expect(served.map(({ platform, command, outcome }) => `${platform} ${command} ${outcome}`)).toEqual([
    "web echo answered",
    "web echo refused",
    "web echo failed",
    "web unknown refused",
  ]);
});
