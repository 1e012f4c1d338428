import { ChatOpenAI } from "@langchain/openai";
import { createAgent } from "langchain";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type OpenAiStandIn, openAiStandIn } from "../stand-ins/openai.ts";

// The stand-in is only worth something when a client that is not ours gets along with it, and stumbles where real servers trip it.
let server: OpenAiStandIn;
beforeEach(async () => {
  server = await openAiStandIn({ dialect: "openai", apiKey: "sk-right" });
});
afterEach(() => server.close());

const chat = (apiKey = "sk-right") =>
  new ChatOpenAI({ model: "stand-in", apiKey, maxRetries: 0, configuration: { baseURL: server.baseUrl } });
const messages = [
  { role: "system", content: "Be short." },
  { role: "user", content: "Hello?" },
];

test("the stock client reads a whole answer and a streamed one", async () => {
  server.next({ text: "Here I am." }, { text: "Here I am again." });
  expect((await chat().invoke(messages)).text).toBe("Here I am.");
  let streamed = "";
  for await (const chunk of await chat().stream(messages)) streamed += chunk.text;
  expect(streamed).toBe("Here I am again.");
  expect(server.problems).toEqual([]);
});

test("a wrong key is refused, and the list of models is there", async () => {
  await expect(chat("sk-wrong").invoke(messages)).rejects.toThrow(/401/);
  const list = await fetch(`${server.baseUrl}/models`, { headers: { authorization: "Bearer sk-right" } });
  expect(await list.json()).toMatchObject({ data: [{ id: "stand-in" }] });
});

test("a strict server refuses what a bare createAgent sends: that is why the desk has a client of its own", async () => {
  const strict = await openAiStandIn();
  const model = new ChatOpenAI({
    model: "stand-in",
    apiKey: "x",
    maxRetries: 0,
    configuration: { baseURL: strict.baseUrl },
  });
  const agent = createAgent({ model, tools: [], systemPrompt: "Be short." });
  await expect(agent.invoke({ messages: [{ role: "user", content: "Hello?" }] })).rejects.toThrow(/400/);
  await strict.close();
});

test("a history with a call that nobody answered is refused", async () => {
  await expect(
    chat().invoke([
      ...messages,
      {
        role: "assistant",
        content: "",
        tool_calls: [{ id: "a", type: "function", function: { name: "price", arguments: "{}" } }],
      },
      { role: "user", content: "And?" },
    ]),
  ).rejects.toThrow(/without an answer/);
});
