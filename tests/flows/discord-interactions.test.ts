import { afterEach, expect, test, vi } from "vitest";
import { z } from "zod";
import type { Call } from "../../src/core/call.ts";
import { type AnyCommand, defineCommand } from "../../src/core/command.ts";
import { type Reply, SILENCE, text } from "../../src/core/reply.ts";
import { adminOnly, echo, tally } from "../support/desk.ts";
import { type DiscordDoor, openDiscordDoor } from "../stand-ins/discord-door.ts";
import { CHANNEL_ID, isEphemeral, PEOPLE, picturesOf, textOf } from "../stand-ins/discord-world.ts";

const doors: DiscordDoor[] = [];
const open = async (...given: Parameters<typeof openDiscordDoor>): Promise<DiscordDoor> => {
  const door = await openDiscordDoor(...given);
  doors.push(door);
  door.discord.world.requests.length = 0;
  return door;
};

afterEach(async () => {
  for (const door of doors.splice(0)) await door.close();
});

/** A command that takes as long as the test wants, says what it is doing, and tells who called. */
function slowly(change: Partial<AnyCommand> & { reply?: (call: Call) => Reply } = {}) {
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const calls: Call[] = [];
  const { reply, ...rest } = change;
  const command: AnyCommand = {
    ...defineCommand({
      name: "slow",
      summary: "Takes its time.",
      examples: ["slow"],
      input: z.object({}),
      access: "member",
      effect: "read",
      visibility: "public",
      surfaces: ["chat"],
      run: async (_input, call, progress) => {
        calls.push(call);
        progress("Looking it up");
        await finished;
        return {};
      },
      show: (_facts, call) => reply?.(call) ?? { title: "Slow", blocks: [text("Done at last.")] },
    }),
    ...rest,
  };
  return { command, calls, finish: () => finish() };
}

const soon = { deferMs: 30, progressMs: 20 };

test("a command that is ready in time is one request", async () => {
  const door = await open([echo]);
  door.discord.slash("ann", "guild", "echo", { words: "alpha" });
  await door.untilText("alpha was said");
  expect(door.discord.world.requests).toMatchObject([{ method: "POST", body: { type: 4, data: { flags: 1 << 15 } } }]);
  expect(await door.rows()).toEqual([]);
});

test("one that is not is deferred, tells its progress, and its answer takes the deferral's place", async () => {
  const slow = slowly();
  const door = await open([slow.command], { times: soon });
  door.discord.slash("ann", "guild", "slow");
  const shown = await door.untilText("Looking it up");
  expect(await door.open()).toHaveLength(1);
  slow.finish();
  expect((await door.untilText("Done at last.")).id).toBe(shown.id);
  expect(door.discord.messages()).toHaveLength(1);
  await vi.waitFor(async () => expect(await door.rows()).toMatchObject([{ payload: "" }]));
  expect(await door.open()).toEqual([]);
});

test("a slow private command is deferred for the asker alone, but in the direct chat it stays", async () => {
  const slow = slowly({ visibility: "private" });
  const door = await open([slow.command], { times: soon });
  door.discord.slash("ann", "guild", "slow");
  door.discord.slash("ann", "private", "slow");
  door.discord.slash("ann", "direct", "slow");
  await vi.waitFor(() => expect(door.discord.messages()).toHaveLength(3));
  slow.finish();
  await vi.waitFor(() => expect(door.discord.messages().every((each) => textOf(each).includes("Done"))).toBe(true));
  expect(door.discord.messages().map(isEphemeral)).toEqual([true, true, false]);
});

test("an answer that turns out to be for the asker alone is not put in a public deferral's place", async () => {
  const slow = slowly({ reply: () => ({ blocks: [text("You own 3 TAO.")], audience: "caller" }) });
  const door = await open([slow.command], { times: soon });
  door.discord.slash("ann", "guild", "slow");
  await vi.waitFor(() => expect(door.discord.messages()).toHaveLength(1));
  slow.finish();
  const shown = await door.untilText("You own 3 TAO.");
  expect(shown.onlyFor).toBe(PEOPLE.ann.id);
  await vi.waitFor(() => expect(door.discord.messages()).toEqual([shown]));
  const everybodyRead = door.discord.world.messages.filter(({ onlyFor }) => onlyFor === undefined).map(textOf);
  expect(everybodyRead.join()).not.toContain("TAO");
});

test("an empty reply is acknowledged and leaves nothing behind", async () => {
  const quick = slowly({ reply: () => SILENCE });
  const door = await open([quick.command], { times: soon });
  quick.finish();
  const asked = door.discord.slash("ann", "guild", "slow");
  await vi.waitFor(() => expect(asked.original?.isDeleted).toBe(true));
  expect(asked.original && isEphemeral(asked.original)).toBe(true);
});

test("a picture is uploaded after a deferral, since that may take longer than a first response has", async () => {
  const door = await open([echo]);
  door.discord.slash("ann", "guild", "echo", { words: "chart" });
  const card = await door.until((message) => picturesOf(message).length > 0);
  expect(picturesOf(card)).toEqual(["Letters of each word"]);
  expect(card.files.map(({ name }) => name)).toHaveLength(1);

  door.discord.press("ann", card.id, "Next");
  const turned = await door.untilText("Page: 2");
  expect(turned.id).toBe(card.id);
  expect(turned.files).toHaveLength(1);
  expect(door.discord.world.requests.map(({ method, body }) => [method, (body as { type?: number }).type])).toEqual([
    ["POST", 5],
    ["PATCH", undefined],
    ["POST", 6],
    ["PATCH", undefined],
  ]);
});

test("a chart that cannot be drawn is told in words", async () => {
  const door = await open([echo], { draw: () => Promise.reject(new Error("no font")) });
  door.discord.slash("ann", "guild", "echo", { words: "chart" });
  await door.untilText("Letters of each word");
  expect(door.faults).toEqual([]);
});

test("the asker's press edits by one request; the reply to another's is theirs alone", async () => {
  const door = await open([echo]);
  door.discord.slash("ann", "guild", "echo", { words: "alpha" });
  const card = await door.untilText("alpha was said");
  door.discord.press("ann", card.id, "Next");
  await door.untilText("Page: 2");
  door.discord.press("ben", card.id, "Next");
  const answer = await door.until(({ id }) => id !== card.id);
  expect(answer.onlyFor).toBe(PEOPLE.ben.id);
  expect(textOf(card)).toContain("Page: 2");
  expect(door.discord.world.requests.map(({ body }) => (body as { type: number }).type)).toEqual([4, 7, 4]);
});

test("a press on what only the asker sees is answered where only the asker sees it", async () => {
  const door = await open([tally()]);
  door.discord.slash("ann", "guild", "tally add");
  const counted = await door.untilText("Counted 1.");
  door.discord.press("ann", counted.id, "Once more");
  expect(await door.untilText("Counted 2.")).toBe(counted);
  expect(isEphemeral(counted)).toBe(true);
});

test("a slow press shows nothing until its answer is there", async () => {
  const slow = slowly();
  const start: AnyCommand = {
    ...slow.command,
    name: "start",
    run: async () => ({}),
    show: () => ({ title: "Start", blocks: [], buttons: [{ label: "Go", command: "slow", input: {} }] }),
  };
  const door = await open([start, slow.command], { times: soon });
  door.discord.slash("ann", "guild", "start");
  const card = await door.untilText("Start");
  const pressed = door.discord.press("ann", card.id, "Go");
  await vi.waitFor(() => expect(pressed.first).toBe(6));
  expect(textOf(card)).toBe("Start");
  slow.finish();
  expect(await door.untilText("Done at last.")).toBe(card);
});

test("a button that is too old says so to the presser", async () => {
  const door = await open([echo]);
  door.discord.slash("ann", "guild", "echo", { words: "alpha" });
  const card = await door.untilText("alpha was said");
  card.components = JSON.parse(
    JSON.stringify(card.components).replaceAll(/"custom_id":"[^"]+"/g, '"custom_id":"gone"'),
  );
  door.discord.press("ann", card.id, "Next");
  expect((await door.untilText("This button is too old.")).onlyFor).toBe(PEOPLE.ann.id);
});

test("choices beyond one select go on in the next, and picking one runs it", async () => {
  const options = Array.from({ length: 30 }, (_, index) => ({
    label: `Coin ${index}`,
    command: "echo",
    input: { words: [`c${index}`] },
  }));
  const ask = slowly({ reply: () => ({ blocks: [], choices: { prompt: "Which coin?", options } }) });
  ask.finish();
  const door = await open([ask.command, echo]);
  door.discord.slash("ann", "guild", "slow");
  const question = await door.untilText("Which coin?");
  door.discord.press("ann", question.id, "Coin 29");
  await door.untilText("c29 was said");
});

test("where only the person has installed the app it answers too, without channel or guild", async () => {
  const door = await open([echo, adminOnly]);
  door.discord.slash("ann", "guild", "echo", { words: "alpha" }, { install: "user", isBare: true });
  await door.untilText("alpha was said");
});

test("an admin of a server that the desk is not in is no admin", async () => {
  const door = await open([adminOnly]);
  door.discord.slash("ada", "guild", "locked", {}, { install: "user" });
  await door.untilText("Only an admin of this place");
  door.discord.slash("ada", "guild", "locked");
  await door.untilText("Unlocked.");
});

test("the application's owner owns the desk, and the call carries who, where and in which language", async () => {
  const slow = slowly({ access: "owner" });
  slow.finish();
  const door = await open([slow.command]);
  const asked = door.discord.slash("olga", "guild", "slow", {}, { locale: "de" });
  await door.untilText("Done at last.");
  expect(slow.calls).toMatchObject([
    {
      caller: { accountId: PEOPLE.olga.id, name: "Olga", role: "owner" },
      place: { platform: "discord", chatId: CHANNEL_ID, isPublic: true },
      surface: "chat",
      locale: "de",
      key: `discord:${PEOPLE.olga.id}:${asked.id}`,
    },
  ]);
  door.discord.slash("ada", "guild", "slow");
  await door.untilText("Only the owner of this desk");
});

test("an interaction that Discord gave up on is a line in the log, and no more", async () => {
  const door = await open([echo]);
  door.discord.mishap("POST", /callback$/, {
    kind: "status",
    status: 404,
    body: { code: 10_062, message: "Unknown interaction" },
  });
  door.discord.slash("ann", "guild", "echo", { words: "alpha" });
  await vi.waitFor(() => expect(door.discord.world.requests.map(({ status }) => status)).toEqual([404]));
  door.discord.slash("ann", "guild", "echo", { words: "beta" });
  await door.untilText("beta was said");
  expect(door.discord.messages()).toHaveLength(1);
  expect(door.faults).toEqual([]);
  expect(door.log.lines).toContainEqual(
    expect.objectContaining({ level: "warn", event: "a discord interaction could not be answered" }),
  );
});

test("one that arrives so late that Discord has given it up is not carried out", async () => {
  const counts = new Map<string, number>();
  const door = await open([tally(counts)]);
  const gone = { code: 10_062, message: "Unknown interaction" };
  door.discord.mishap("POST", /callback$/, { kind: "status", status: 404, body: gone });
  door.discord.slash("ann", "guild", "tally add", {}, { madeAt: Date.now() - 2_100 });
  await vi.waitFor(async () => expect(await door.rows()).toMatchObject([{ payload: "" }]));
  expect(counts.size).toBe(0);
  door.discord.slash("ann", "guild", "tally add", {}, { madeAt: Date.now() - 2_100 });
  await door.untilText("Counted 1.");
});

test("a first response whose answer was lost is repeated, and shown once", async () => {
  const door = await open([echo]);
  door.discord.mishap("POST", /callback$/, { kind: "drop" });
  door.discord.slash("ann", "guild", "echo", { words: "alpha" });
  await vi.waitFor(() => expect(door.discord.world.requests).toHaveLength(2));
  expect(door.discord.messages()).toHaveLength(1);

  door.discord.mishap("POST", /callback$/, { kind: "reset" });
  door.discord.slash("ann", "guild", "echo", { words: "beta" });
  await door.untilText("beta was said");
  expect(door.discord.messages()).toHaveLength(2);
});

test("an edit that fails for a while arrives in the end", async () => {
  const slow = slowly();
  const door = await open([slow.command], { times: { deferMs: 30 } });
  door.discord.mishap("PATCH", /@original$/, { kind: "status", status: 503 }, 2);
  door.discord.slash("ann", "guild", "slow");
  await vi.waitFor(() => expect(door.discord.messages()).toHaveLength(1));
  slow.finish();
  await door.untilText("Done at last.");
});

test("an answer that cannot be brought to Discord stays open for the next start", async () => {
  const slow = slowly();
  const door = await open([slow.command], { times: { deferMs: 30, retryMs: 1 } });
  door.discord.mishap("PATCH", /@original$/, { kind: "status", status: 503 }, 10);
  door.discord.slash("ann", "guild", "slow");
  await vi.waitFor(() => expect(door.discord.messages()).toHaveLength(1));
  slow.finish();
  await vi.waitFor(
    () =>
      expect(door.log.lines.map(({ event }) => event)).toContain(
        "a deferred discord interaction could not be answered",
      ),
    { timeout: 5_000 },
  );
  expect(await door.open()).toHaveLength(1);
  await door.adapter().stop();
  await door.startAnother();
  await door.untilText("Done at last.");
});

test("a message that Discord refuses as malformed is replaced by an apology with a reference", async () => {
  const door = await open([echo]);
  door.discord.mishap("POST", /callback$/, {
    kind: "status",
    status: 400,
    body: { code: 50_035, message: "Invalid Form Body" },
  });
  door.discord.slash("ann", "guild", "echo", { words: "alpha" });
  await door.untilText("quote reference ref456");
  expect(door.faults).toHaveLength(1);
});

test.each(["hang", "stall"] as const)("one response that comes to a %s holds up nobody else's", async (kind) => {
  const door = await open([echo], { times: { firstResponseMs: 400 } });
  door.discord.mishap("POST", /callback$/, { kind });
  door.discord.slash("ann", "guild", "echo", { words: "alpha" });
  await vi.waitFor(() => expect(door.discord.world.requests).toHaveLength(1));
  door.discord.slash("ben", "guild", "echo", { words: "beta" });
  await door.untilText("beta was said");
  expect(door.discord.messages()).toHaveLength(1);
  await door.untilText("alpha was said");
});

test("sixty-four commands at once are each answered once, without a warning", async () => {
  const warnings: Error[] = [];
  const listen = (warning: Error): unknown => warnings.push(warning);
  process.on("warning", listen);
  const door = await open([echo]);
  const words = Array.from({ length: 64 }, (_, index) => `word${index}`);
  for (const word of words) door.discord.slash("ann", "guild", "echo", { words: word });
  await vi.waitFor(() => expect(door.discord.messages()).toHaveLength(64), { timeout: 5_000 });
  const shown = door.discord.messages().map(textOf);
  for (const word of words) expect(shown.filter((each) => each.includes(`${word} was said`))).toHaveLength(1);
  process.off("warning", listen);
  expect(warnings).toEqual([]);
});

test("an answer that outlives its token is announced, and comes as a message", async () => {
  const slow = slowly();
  const door = await open([slow.command], { times: { deferMs: 30, tokenMs: 80 } });
  door.discord.slash("ann", "guild", "slow");
  const announced = await door.untilText("The answer will follow as a message.");
  slow.finish();
  const late = await door.untilText("Done at last.");
  expect(late.id).not.toBe(announced.id);
  await vi.waitFor(async () => expect(await door.open()).toEqual([]));
});

test("a private one is not: it asks for patience instead", async () => {
  const slow = slowly({ visibility: "private" });
  const door = await open([slow.command], { times: { deferMs: 30, tokenMs: 80 } });
  door.discord.slash("ann", "guild", "slow");
  await door.untilText("Please ask again in a while.");
  slow.finish();
  await vi.waitFor(async () => expect(await door.open()).toEqual([]));
  expect(door.discord.messages().every(isEphemeral)).toBe(true);
});

test("what was deferred when the process was killed is answered by the next one, in its place", async () => {
  const slow = slowly();
  const door = await open([slow.command], { times: soon });
  door.discord.slash("ann", "guild", "slow");
  const thinking = await door.untilText("Looking it up");
  // The process dies here: its adapter stops without waiting, and what it still does is nobody's any more.
  await door.adapter().stop();
  slow.finish();
  expect(await door.open()).toHaveLength(1);
  await door.startAnother();
  expect((await door.untilText("Done at last.")).id).toBe(thinking.id);
  await vi.waitFor(async () => expect(await door.rows()).toMatchObject([{ payload: "" }]));
  expect(door.discord.messages()).toHaveLength(1);
});
