import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { plainText } from "../../src/core/plain.ts";
import { type Fault, type OpenAiStandIn, openAiStandIn, type Step } from "../stand-ins/openai.ts";
import { agentDesk, QUICK } from "../support/agent.ts";
import { aCall } from "../support/calls.ts";

let server: OpenAiStandIn;
let second: OpenAiStandIn;
beforeEach(async () => {
  server = await openAiStandIn();
  second = await openAiStandIn({ apiKey: "sk-second" });
});
afterEach(async () => {
  await server.close();
  await second.close();
});

const first = () => ({ name: "first", baseUrl: server.baseUrl, apiKey: "sk-first" });
const fallback = () => ({ name: "second", baseUrl: second.baseUrl, apiKey: "sk-second" });

const twice = (step: Step): Step[] => [step, step];

/** Every way in which a model fails, the sentence that it gets, and whether it is tried a second time. */
const FAULTS: readonly (readonly [name: string, step: Step, sentence: string])[] = [
  ...(
    [
      ["reset", "The model does not answer right now."],
      ["500", "The model does not answer right now."],
      ["502 html", "The model does not answer right now."],
      ["200 error", "The model does not answer right now."],
      ["redirect", "The model does not answer right now."],
      ["401", "The model server does not accept this desk's key"],
      ["403", "The model server does not accept this desk's key"],
      ["404", "The model server did not accept the request"],
      ["429", "The model is busy right now"],
      ["429 retry-after 60", "The model is busy right now"],
      ["429 quota", "The model's quota is used up for now."],
      ["402", "The model's quota is used up for now."],
      ["400 context", "That was too much for the model"],
      ["200 html", "The model's answer could not be read."],
      ["malformed json", "The model's answer could not be read."],
      ["empty choices", "The model's answer could not be read."],
      ["hang before headers", "The model took too long to answer."],
      ["hang mid-body", "The model took too long to answer."],
      ["comments forever", "The model took too long to answer."],
      ["empty content", "The model gave no answer."],
      ["content filter", "The model declined to answer that."],
      ["refusal", "The model declined to answer that."],
    ] as const satisfies readonly (readonly [Fault, string])[]
  ).map(([fault, sentence]) => [fault, { fault }, sentence] as const),
  [
    "cut-off tool arguments",
    { calls: [{ name: "convert", arguments: '{"amount":10' }] },
    "The model's answer could not be read.",
  ],
  [
    "arguments that are a list",
    { calls: [{ name: "price", arguments: "[1,2]" }] },
    "The model's answer could not be read.",
  ],
  [
    "a tool call cut off by length",
    { calls: [{ name: "price", arguments: "{}" }], finish: "length" },
    "The model's answer could not be read.",
  ],
  [
    "a call written as text",
    { text: '<tool_call>{"name":"price"}</tool_call>' },
    "The model's answer could not be read.",
  ],
  ["only thoughts", { text: "<think>hm, the price is" }, "The model's answer could not be read."],
];

describe("whatever the model does, the person gets one line and what can be looked up, and the next message works", () => {
  test.each(FAULTS)("%s", async (_name, step, sentence) => {
    const { desk, progress, faults, lines } = await agentDesk({ servers: [first()] });
    server.brain(() => step);
    const reply = plainText(await desk.ask("price of TAO", aCall(), progress));
    expect(reply).toContain(sentence);
    expect(reply).toContain("TAO: $312.46 +1.23%");
    expect(reply).not.toMatch(/sk-|10\.0\.0\.7|html/);
    expect(faults).toEqual([]);
    expect(lines.filter(({ event }) => event === "model failed").length).toBeGreaterThan(0);
    expect(JSON.stringify(lines)).not.toContain("sk-");

    server.next({ text: "Yes, I am here." });
    expect(plainText(await desk.ask("are you there?", aCall(), progress))).toContain("Yes, I am here.");
    expect(server.problems).toEqual([]);
  });

  test("what the rules cannot answer gets the line with a look-up that works", async () => {
    const { desk, progress } = await agentDesk({ servers: [first()] });
    server.next(...twice({ fault: "500" }));
    const reply = await desk.ask("tell me a story", aCall(), progress);
    expect(plainText(reply)).toBe("The model does not answer right now. Look-ups work: /price tao");
  });

  test("also in a group, each time: somebody waits for it", async () => {
    const { desk, progress } = await agentDesk({ servers: [first()] });
    const group = aCall({ place: { isPublic: true } });
    for (let time = 0; time < 2; time += 1) {
      server.next({ fault: "401" });
      expect(plainText(await desk.ask("tell me a story", group, progress))).toContain("Look-ups work");
    }
  });
});

test.each(["500", "429 retry-after 1", "reset"] as const)(
  "%s once is tried again, and nobody notices",
  async (fault) => {
    const { desk, progress } = await agentDesk({
      servers: [first()],
      limits: { ...QUICK, messageMs: 3_000, retryWaitMs: 1_200 },
    });
    server.next({ fault }, { text: "Here I am." });
    expect(plainText(await desk.ask("hello model", aCall(), progress))).toBe("Here I am.");
  },
);

test("thoughts before the answer are not shown", async () => {
  const { desk, progress } = await agentDesk({ servers: [first()] });
  server.next({ text: "<think>secret thoughts</think>The answer." });
  expect(plainText(await desk.ask("hello model", aCall(), progress))).toBe("The answer.");
});

test("calls without ids, two with the same, and one used before are answered each", async () => {
  const { desk, progress } = await agentDesk({ servers: [first()] });
  const call = { name: "price", arguments: { assets: ["TAO"] } };
  server.next(
    { calls: [{ ...call, id: null }] },
    {
      calls: [
        { ...call, id: "a" },
        { ...call, id: "a" },
      ],
    },
    { calls: [{ ...call, id: "a" }] },
    { text: "TAO is at $312.46." },
  );
  expect(plainText(await desk.ask("how is TAO?", aCall(), progress))).toContain("TAO is at $312.46.");
  expect(server.problems).toEqual([]);
});

test("what a thinking model thought before a call goes back to it", async () => {
  const { desk, progress } = await agentDesk({ servers: [first()] });
  server.next(
    { calls: [{ name: "price", arguments: { assets: ["TAO"] } }], reasoning: "I need a price." },
    { text: "TAO is at $312.46." },
  );
  await desk.ask("how is TAO?", aCall(), progress);
  expect(server.requests[1]?.body.messages.at(-2)).toMatchObject({
    role: "assistant",
    reasoning_content: "I need a price.",
  });
});

test("a tool that there is not is named to the model, and it can go on", async () => {
  const { desk, progress } = await agentDesk({ servers: [first()] });
  server.next({ calls: [{ name: "transfer_funds", arguments: { all: true } }] }, { text: "I cannot do that." });
  expect(plainText(await desk.ask("send it all", aCall(), progress))).toBe("I cannot do that.");
  expect(server.requests[1]?.body.messages.at(-1)?.content).toContain("There are: price, convert");
});

test("endless tool calls end: the last call is offered no tools, and the look-ups are shown", async () => {
  const { desk, progress } = await agentDesk({ servers: [first()] });
  server.brain(() => ({ calls: [{ name: "price", arguments: { assets: ["TAO"] } }] }));
  const reply = plainText(await desk.ask("how is TAO?", aCall(), progress));
  expect(server.requests.map(({ body }) => body.tools !== undefined)).toEqual([true, true, true, false, false]);
  expect(reply).toContain("The model's answer could not be read.");
  expect(reply).toContain("TAO: $312.46 +1.23%");
});

test("when it fails after a look-up, what was looked up is shown", async () => {
  const { desk, progress } = await agentDesk({ servers: [first()] });
  server.next({ calls: [{ name: "price", arguments: { assets: ["NEAR"] } }] }, ...twice({ fault: "500" }));
  const reply = plainText(await desk.ask("how is that coin?", aCall(), progress));
  expect(reply).toContain("The model does not answer right now.");
  expect(reply).toContain("NEAR: $2.50");
});

describe("fallbacks", () => {
  test.each(FAULTS)(
    "after %s the next model answers, with its own key, and so does the next message",
    async (_name, step) => {
      const { desk, progress } = await agentDesk({ servers: [first(), fallback()] });
      server.next(...twice(step));
      second.next({ text: "Second here." });
      expect(plainText(await desk.ask("hello model", aCall(), progress))).toBe("Second here.");
      expect(server.requests[0]?.headers.authorization).toBe("Bearer sk-first");
      expect(second.requests.map(({ headers, body }) => [headers.authorization, body.model])).toEqual([
        ["Bearer sk-second", "second"],
      ]);
      // Where one try was enough to give up, what was meant for the second would answer.
      server.brain(() => ({ text: "First again." }));
      expect(plainText(await desk.ask("explain more", aCall({ caller: { userId: "user-2" } }), progress))).toMatch(
        /First again\.|I have nothing to add\./,
      );
    },
  );

  test("the model that answered stands in the log and in /about", async () => {
    const { desk, progress, lines } = await agentDesk({ servers: [first(), fallback()] });
    server.next({ fault: "401" });
    second.next({ text: "Second here." });
    await desk.ask("hello model", aCall(), progress);
    expect(lines.at(-1)).toMatchObject({ event: "answered", fields: { lane: "model", model: "second" } });
    expect(plainText(await desk.run("about", {}, aCall()))).toContain("first, then second; second answered last");
  });

  test.each([
    ["cut-off tool arguments", { calls: [{ name: "convert", arguments: '{"amount":10' }] }],
    ["a call written as text", { text: '<tool_call>{"name":"price"}</tool_call>' }],
  ] as const satisfies readonly (readonly [string, Step])[])(
    "after %s twice the next model answers, and no tool has run on them",
    async (_name, step) => {
      const { desk, progress, lines } = await agentDesk({ servers: [first(), fallback()] });
      server.next(...twice(step));
      second.next({ text: "Second here." });
      expect(plainText(await desk.ask("hello model", aCall(), progress))).toBe("Second here.");
      expect(lines.at(-1)?.fields).toMatchObject({ tools: [] });
    },
  );

  test("in the middle of a message it goes on with what was looked up", async () => {
    const { desk, progress } = await agentDesk({ servers: [first(), fallback()] });
    server.next({ calls: [{ name: "price", arguments: { assets: ["TAO"] } }] }, ...twice({ fault: "500" }));
    second.next({ text: "TAO is at $312.46." });
    expect(plainText(await desk.ask("how is TAO?", aCall(), progress))).toContain("TAO is at $312.46.");
    expect(second.problems).toEqual([]);
  });

  test("a server without a key is sent none, nor what the environment has for another", async () => {
    const before = { ...process.env };
    Object.assign(process.env, {
      OPENAI_API_KEY: "sk-env",
      OPENAI_ORG_ID: "org-env",
      OPENAI_PROJECT_ID: "proj-env",
      OPENAI_CUSTOM_HEADERS: "x-other: env",
      OPENAI_BASE_URL: second.baseUrl,
    });
    try {
      const { desk, progress } = await agentDesk({ servers: [{ name: "local", baseUrl: server.baseUrl }] });
      server.next({ text: "Local here." });
      expect(plainText(await desk.ask("hello model", aCall(), progress))).toBe("Local here.");
      expect(JSON.stringify(server.requests[0]?.headers)).not.toMatch(/env|authorization/);
    } finally {
      process.env = before;
    }
  });

  test("a server that failed three times is left alone for a minute, then tried again", async () => {
    let now = 0;
    const { desk, progress } = await agentDesk({ servers: [first(), fallback()], clock: () => now });
    server.brain(() => ({ fault: "401" }));
    second.brain(() => ({ text: "Second here." }));
    for (let time = 0; time < 5; time += 1) await desk.ask("hello model", aCall(), progress);
    expect(server.requests).toHaveLength(3);
    now = 60_001;
    server.brain(() => ({ text: "First again." }));
    expect(plainText(await desk.ask("hello model", aCall(), progress))).toBe("First again.");
  });

  test("while it is left alone the line says how it failed", async () => {
    const { desk, progress } = await agentDesk({ servers: [first()], clock: () => 0 });
    server.brain(() => ({ fault: "429 quota" }));
    for (let time = 0; time < 4; time += 1)
      expect(plainText(await desk.ask("tell me a story", aCall(), progress))).toContain("quota is used up");
    expect(server.requests).toHaveLength(3);
  });
});

describe("a small model", () => {
  const small = () => ({ name: "small", baseUrl: second.baseUrl, apiKey: "sk-second" });

  test("is asked small questions, the large one all others and follow-ups", async () => {
    const { desk, progress } = await agentDesk({ servers: [first()], small: small() });
    const ask = async (question: string): Promise<string> =>
      plainText(await desk.ask(question, aCall(), progress)).split("\n")[0] ?? "";
    server.brain(() => ({ text: "Large here." }));
    second.brain(() => ({ text: "Small here." }));
    expect(await ask("hello model")).toBe("Small here.");
    expect(await ask("and again?")).toBe("Large here.");
    expect(await ask("explain why that is, and compare both")).toBe("Large here.");
    expect(second.requests.map(({ body }) => body.model)).toEqual(["small"]);
  });

  test("that fails leaves its question to the large one", async () => {
    const { desk, progress, lines } = await agentDesk({ servers: [first()], small: small() });
    second.next(...twice({ fault: "500" }));
    server.next({ text: "Large here." });
    expect(plainText(await desk.ask("hello model", aCall(), progress))).toBe("Large here.");
    expect(lines.at(-1)?.fields).toMatchObject({ model: "first" });
  });
});

test("a look-up that hangs holds the answer up to the deadline, not longer", async () => {
  const { desk, progress, steps } = await agentDesk({ servers: [first()], before: () => new Promise(() => undefined) });
  server.next({ calls: [{ name: "price", arguments: { assets: ["TAO"] } }] });
  const reply = plainText(await desk.ask("price of TAO", aCall(), progress));
  expect(reply).toContain("That took too long, so I stopped.");
  expect(steps).toContain("Looking up TAO…");
  server.next({ text: "Still here." });
  expect(plainText(await desk.ask("hello model", aCall(), progress))).toBe("Still here.");
});

test("when the deadline comes, the model server sees that nobody listens any more", async () => {
  const { desk, progress } = await agentDesk({
    servers: [first()],
    limits: { ...QUICK, modelCallMs: 60_000, silenceMs: 60_000, messageMs: 500, reserveMs: 300 },
  });
  server.next({ fault: "hang before headers" });
  expect(plainText(await desk.ask("tell me a story", aCall(), progress))).toContain(
    "That took too long, so I stopped.",
  );
  await expect.poll(() => server.hungUp()).toBe(1);
});

test("a server that is not there at all", async () => {
  const gone = await openAiStandIn();
  await gone.close();
  const { desk, progress } = await agentDesk({ servers: [{ name: "gone", baseUrl: gone.baseUrl }] });
  expect(plainText(await desk.ask("price of TAO", aCall(), progress))).toContain(
    "The model does not answer right now.",
  );
});

test("why a server refused stands in the log, for the operator", async () => {
  const { desk, progress, lines } = await agentDesk({ servers: [first()] });
  server.next({ fault: "404" });
  await desk.ask("tell me a story", aCall(), progress);
  expect(lines.find(({ event }) => event === "model failed")?.fields).toMatchObject({
    model: "first",
    failure: "refused",
    detail: expect.stringContaining("The model does not exist"),
  });
});

test("what failed is not told to the model as something that it said", async () => {
  const { desk, progress } = await agentDesk({ servers: [first()] });
  server.next({ fault: "401" }, { text: "Here I am." });
  await desk.ask("tell me a story", aCall(), progress);
  await desk.ask("hello model", aCall(), progress);
  expect(server.requests.at(-1)?.body.messages.map(({ role }) => role)).toEqual(["system", "user"]);
});
