import { afterEach, describe, expect, test, vi } from "vitest";
import { agentDesk } from "../support/agent.ts";
import { aCall } from "../support/calls.ts";
import { conversationOf } from "../../src/agent/history.ts";
import { createRunning } from "../../src/agent/running.ts";
import { type BothDoors, openBothDoors } from "../support/both-doors.ts";
import { openAiStandIn, type OpenAiStandIn } from "../stand-ins/openai.ts";
import { plainText } from "../../src/core/plain.ts";
import { textOf } from "../stand-ins/discord-world.ts";

test("a question that is stopped ends at once, with those that wait, and nobody else's", async () => {
  let free: (() => void) | undefined;
  const held = new Promise<void>((resolve) => (free = resolve));
  let begun: (() => void) | undefined;
  const atWork = new Promise<void>((resolve) => (begun = resolve));
  const running = createRunning();
  const { desk, database, progress, faults } = await agentDesk({
    running,
    before: async () => {
      begun?.();
      await held;
    },
  });
  const other = aCall({ caller: { userId: "user-2" } });
  const asked = [desk.ask("price of TAO", aCall(), progress), desk.ask("price of NEAR", aCall(), progress)];
  const theirs = desk.ask("price of FET", other, progress);
  await atWork;
  expect(running.stop(conversationOf(aCall()))).toBe(2);
  for (const each of asked) expect(plainText(await each)).toBe("Stopped.");
  free?.();
  expect(plainText(await theirs)).toContain("FET");
  expect(running.stop(conversationOf(aCall()))).toBe(0);
  expect(faults).toEqual([]);
  await database.destroy();
});

describe("on the doors, with a model server that lets one wait", () => {
  let doors: BothDoors;
  let model: OpenAiStandIn;
  afterEach(async () => {
    await doors.close();
    await model.close();
  });

  const open = async () => {
    model = await openAiStandIn();
    doors = await openBothDoors(Date.parse("2026-10-19T12:00Z"), {
      environment: { OPENAI_BASE_URL: model.baseUrl, MODEL: "m" },
    });
    return { telegram: doors.telegram, discord: doors.discord };
  };
  const WAIT = { timeout: 8_000, interval: 10 };

  test("on Telegram a second question is answered after the first, and a price in between", async () => {
    const { telegram } = await open();
    const ann = telegram.person("Ann");
    let finish = (): void => undefined;
    const after = new Promise<void>((resolve) => (finish = resolve));
    model.next({ text: "The first one.", after }, { text: "The second one." });
    telegram.say(ann, ann, "tell me a story about bananas");
    await vi.waitFor(() => expect(model.requests).toHaveLength(1), WAIT);
    telegram.say(ann, ann, "and one about apples");
    telegram.say(ann, ann, "/price TAO");
    await telegram.shown("Bittensor", ann);
    expect(model.requests).toHaveLength(1);
    finish();
    await telegram.shown("The second one.", ann);
    const texts = telegram.ours(ann).map(({ text }) => text);
    expect(texts.findIndex((each) => each.includes("The first one."))).toBeLessThan(
      texts.findIndex((each) => each.includes("The second one.")),
    );
  });

  test("on Telegram /stop ends the one at work and those that wait, and the model server sees that nobody listens", async () => {
    const { telegram } = await open();
    const [ann, ben] = [telegram.person("Ann"), telegram.person("Ben")];
    model.next({ fault: "hang before headers" }, { text: "For Ben." });
    telegram.say(ann, ann, "tell me a story about bananas");
    await vi.waitFor(() => expect(model.requests).toHaveLength(1), WAIT);
    telegram.say(ann, ann, "and one about apples");
    telegram.say(ben, ben, "tell me a story about pears");
    await telegram.shown("For Ben.", ben);
    telegram.say(ann, ann, "/stop");
    await telegram.shown("Stopping, with 1 that waited.", ann);
    await vi.waitFor(
      () => expect(telegram.ours(ann).filter(({ text }) => text.startsWith("Stopped."))).toHaveLength(2),
      WAIT,
    );
    await vi.waitFor(() => expect(model.hungUp()).toBe(1), WAIT);
    expect(model.requests).toHaveLength(2);
    model.next({ text: "A third story." });
    telegram.say(ann, ann, "tell me a story about cherries");
    await telegram.shown("A third story.", ann);
  });

  test("on Discord as well", async () => {
    const { discord } = await open();
    model.next({ fault: "hang before headers" });
    const first = discord.slash("ann", "guild", "ask", { question: "tell me a story about bananas" });
    await vi.waitFor(() => expect(model.requests).toHaveLength(1), WAIT);
    const stopped = discord.slash("ann", "guild", "stop");
    await vi.waitFor(() => expect(stopped.original && textOf(stopped.original)).toContain("Stopping."), WAIT);
    await vi.waitFor(() => expect(first.original && textOf(first.original)).toContain("Stopped."), WAIT);
    await vi.waitFor(() => expect(model.hungUp()).toBe(1), WAIT);
  });

  test("more than wait in line are told so, and none is lost without a word", async () => {
    const { telegram } = await open();
    const ann = telegram.person("Ann");
    model.next({ fault: "hang before headers" });
    telegram.say(ann, ann, "tell me a story about bananas");
    await vi.waitFor(() => expect(model.requests).toHaveLength(1), WAIT);
    for (const fruit of ["apples", "pears", "plums", "figs"]) telegram.say(ann, ann, `and one about ${fruit}`);
    await telegram.shown("I am still working on your earlier questions.", ann);
    telegram.say(ann, ann, "/stop");
    await telegram.shown("Stopping, with 3 that waited.", ann);
  });
});
