import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createRunning } from "../../src/agent/running.ts";
import { conversationOf } from "../../src/agent/history.ts";
import { openTraces } from "../../src/compose/traces.ts";
import type { Trace, TraceTexts } from "../../src/core/trace.ts";
import { openDatabase } from "../../src/store/database.ts";
import { type OpenAiStandIn, openAiStandIn } from "../stand-ins/openai.ts";
import { type AgentDeskOptions, agentDesk, labels } from "../support/agent.ts";
import { aCall, NOON } from "../support/calls.ts";
import { peopleDesk, type PeopleDesk } from "../support/people-desk.ts";

const DAY = 86_400_000;

describe("what an answer leaves", () => {
  let server: OpenAiStandIn;
  beforeAll(async () => {
    server = await openAiStandIn();
  });
  afterAll(async () => await server.close());

  /** A desk that asks the stand-in, and what was kept of its answers. */
  async function asking(change: AgentDeskOptions = {}) {
    const kept: { readonly trace: Trace; readonly texts: TraceTexts }[] = [];
    const made = await agentDesk({
      servers: [{ name: "stand-in", baseUrl: server.baseUrl }],
      keepTrace: async (_call, trace, texts) => void kept.push({ trace, texts }),
      ...change,
    });
    return { ...made, kept };
  }

  test("the steps in their order, each with its time, the tokens, the model, the prompt and what the figure check did", async () => {
    const { desk, progress, kept } = await asking();
    server.next({ calls: [{ name: "price", arguments: { assets: ["TAO"] } }] }, { text: "TAO is at $312.46." });
    await desk.ask("how is bittensor?", aCall(), progress);
    const times = { at: expect.any(Number), ms: expect.any(Number) };
    expect(kept.map(({ trace }) => trace)).toEqual([
      {
        lane: "model",
        ended: "answered",
        model: "stand-in",
        prompt: expect.stringMatching(/^agent \d+ \([0-9a-f]{12}\)$/),
        ms: expect.any(Number),
        tokens: { input: 240, output: 60 },
        figures: { rests: 1, unsupported: 0, removed: 0, isPutAside: false },
        steps: [
          { kind: "model", model: "stand-in", tokens: { input: 120, output: 30 }, ...times },
          { kind: "tool", command: "price", state: "done", ...times },
          { kind: "model", model: "stand-in", tokens: { input: 120, output: 30 }, ...times },
        ],
      },
    ]);
    expect(kept[0]?.texts).toEqual({
      question: "how is bittensor?",
      answer: "TAO is at $312.46.",
      calls: ['/price {"assets":["TAO"]}'],
    });
  });

  test("a sentence that was taken out, after a second try", async () => {
    const { desk, progress, kept } = await asking();
    server.next(
      { calls: [{ name: "price", arguments: { assets: ["TAO"] } }] },
      { text: "TAO is at $312.46. It was at $999." },
      { text: "TAO is at $312.46. It was at $999." },
    );
    await desk.ask("how is bittensor?", aCall(), progress);
    expect(kept[0]?.trace.figures).toEqual({ rests: 1, unsupported: 1, removed: 1, isPutAside: false });
    expect(kept[0]?.trace.steps.map(({ kind }) => kind)).toEqual(["model", "tool", "model", "model"]);
  });

  test("a model that failed, and the rules that answered for it", async () => {
    const { desk, progress, kept } = await asking();
    server.next({ fault: "401" });
    await desk.ask("how is bittensor doing?", aCall(), progress);
    expect(kept).toHaveLength(1);
    expect(kept[0]?.trace).toMatchObject({
      lane: "offline",
      ended: "answered",
      failure: "key",
      steps: [
        { kind: "model", failure: "key" },
        { kind: "tool", command: "price", state: "done" },
      ],
    });
  });

  test("a look-up that broke, and one that there is not, whose name is the model's own words", async () => {
    const { desk, progress, kept } = await asking();
    server.next(
      { calls: [{ name: "price", arguments: { assets: ["down"] } }] },
      { calls: [{ name: "words_of_the_asker", arguments: {} }] },
      { text: "I could not look that up." },
    );
    await desk.ask("how is bittensor?", aCall(), progress);
    const tools = kept[0]?.trace.steps.filter(({ kind }) => kind === "tool");
    expect(tools).toMatchObject([{ command: "price", state: "failed" }, { state: "refused" }]);
    expect(JSON.stringify(kept[0]?.trace)).not.toContain("words_of");
  });

  test("a question that was stopped", async () => {
    const running = createRunning();
    const { desk, progress, kept } = await asking({ running });
    server.next({ fault: "hang before headers" });
    const answer = desk.ask("how is bittensor?", aCall(), (line) => {
      progress(line);
      setTimeout(() => running.stop(conversationOf(aCall())), 30);
    });
    await answer;
    expect(kept).toMatchObject([{ trace: { lane: "model", ended: "stopped" }, texts: { answer: "" } }]);
  });

  test("without a model: the rules", async () => {
    const { desk, progress, kept } = await asking({ servers: [] });
    await desk.ask("how is bittensor doing?", aCall(), progress);
    expect(kept).toMatchObject([{ trace: { lane: "offline", steps: [{ command: "price", state: "done" }] } }]);
  });
});

describe("what is kept of it", () => {
  let whole: PeopleDesk;
  beforeEach(async () => {
    whole = await peopleDesk("CODE-CODE-CODE");
  });
  afterEach(async () => await whole.database.destroy());

  type Person = Awaited<ReturnType<PeopleDesk["person"]>>;
  const QUESTION = "please tell me in a word how bittensor is doing?";
  const ask = async (person: Person, question: string, isPublic = false) =>
    await whole.desk.ask(question, person.call(isPublic ? { chatId: "-5", isPublic } : {}), () => undefined);
  const rows = async () => await whole.database.selectFrom("trace").selectAll().execute();

  test("no words, unless the person wants it; and none once they do not want it any more", async () => {
    const one = await whole.person("1");
    await ask(one, QUESTION);
    expect(JSON.stringify(await rows())).not.toMatch(/in a word|bittensor/i);
    expect(await one.read("trace last")).toMatch(
      /The rules; no model was asked[\s\S]*1\. \/price · \d+ ms[\s\S]*without/,
    );

    const last = await one.say("trace last");
    await one.press(last, "Keep the words too");
    await ask(one, QUESTION);
    expect(await one.read("trace last")).toMatch(/You asked: please tell me in a word[\s\S]*Looked up: \/price \{/);
    expect(labels(await one.say("trace last"))).toEqual(["Keep no words"]);

    expect(await one.read("trace off")).toContain("removed");
    expect(JSON.stringify(await rows())).not.toMatch(/in a word|bittensor/i);
    expect(await one.read("trace last")).toContain("/price");
    await ask(one, QUESTION);
    expect((await rows()).map(({ texts }) => texts)).toEqual([null, null, null]);
  });

  test("who lets the desk forget conversations, leaves the words of their traces nowhere", async () => {
    const one = await whole.person("1");
    await one.say("trace on");
    await ask(one, QUESTION);
    await one.say("me forget");
    expect(await one.read("trace last")).not.toContain("in a word");
    expect(await rows()).toHaveLength(1);
  });

  test("each person's for that person alone, wherever they were answered", async () => {
    const [one, two] = [await whole.person("1"), await whole.person("2")];
    await two.say("trace on");
    await ask(two, QUESTION, true);
    expect(await one.read("trace last")).toContain("No answer of yours has left a trace yet.");
    expect(await two.read("trace last")).toContain("You asked: please");
    expect((await two.say("trace last", { chatId: "-5", isPublic: true })).audience).toBe("caller");
    expect(JSON.stringify(await one.say("me export"))).not.toContain("in a word");
    expect(JSON.stringify(await two.say("me export"))).toContain("in a word");
  });

  test("a message that is nothing but a look-up has a trace of one step", async () => {
    const one = await whole.person("1");
    await ask(one, "price of TAO");
    expect(await one.read("trace last")).toMatch(/A look-up; no model was asked[\s\S]*1\. \/price · /);
  });

  test("for 14 days, and of nobody who was deleted", async () => {
    const one = await whole.person("1");
    await ask(one, QUESTION);
    const { step, keep } = openTraces({ database: whole.database, report: () => "ref" });
    await step.run(NOON + 14 * DAY - 1);
    expect(await rows()).toHaveLength(1);
    const late = { ...one.call(), now: NOON + 14 * DAY };
    expect(JSON.stringify(await whole.desk.run("trace last", {}, late))).toContain("No answer of yours");
    await step.run(NOON + 14 * DAY);
    expect(await rows()).toEqual([]);

    const trace = { lane: "offline", ended: "answered", ms: 1, steps: [] } as const;
    await keep(aCall({ caller: { userId: "gone" } }), trace, { question: "q", answer: "a", calls: [] });
    expect(await rows()).toEqual([]);
  });
});

test("an answer whose trace cannot be kept is an answer all the same", async () => {
  const database = await openDatabase(":memory:");
  const faults: unknown[] = [];
  const { keep } = openTraces({ database, report: (error) => `ref${faults.push(error)}` });
  await database.destroy();
  const { desk, progress } = await agentDesk({ keepTrace: keep });
  expect(JSON.stringify(await desk.ask("how is bittensor doing?", aCall(), progress))).toContain("312.46");
  expect(faults).toHaveLength(1);
});
