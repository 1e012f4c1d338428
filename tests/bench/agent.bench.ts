import { ChatOpenAI } from "@langchain/openai";
import { createAgent, tool } from "langchain";
import { afterAll, bench, describe } from "vitest";
import { z } from "zod";
import { openAiStandIn } from "../stand-ins/openai.ts";
import { agentDesk } from "../support/agent.ts";
import { aCall } from "../support/calls.ts";
import { AGENT_LIMITS } from "../../src/agent/limits.ts";

/**
 * What the desk adds to a question with one look-up (its history, tools, checks and limits), beside a bare createAgent loop that makes
 * the same two calls to the same server in the same run, alone and 32 at once: `npm run bench -- agent.bench`.
 * At most 1.5 times. The server runs in this process and is a part of both. Compare within a run, never across machines.
 */
const server = await openAiStandIn({ dialect: "any" });
server.brain(({ messages }) =>
  messages.at(-1)?.role === "tool"
    ? { text: "TAO is at $312.46, up 1.2% in a day." }
    : { calls: [{ name: "price", arguments: { assets: ["TAO"] } }] },
);
const { desk, progress } = await agentDesk({
  servers: [{ name: "stand-in", baseUrl: server.baseUrl }],
  limits: AGENT_LIMITS,
});
const rules = await agentDesk({ limits: AGENT_LIMITS });
let asked = 0;
/** Each question from somebody new, so that no history grows. */
const somebody = () => aCall({ caller: { userId: `user-${(asked += 1)}` } });

const price = tool(async () => JSON.stringify({ price: 312.4567, change24hFraction: 0.01234 }), {
  name: "price",
  description: "The price of coins now.",
  schema: z.object({ assets: z.array(z.string()) }),
});
const bare = createAgent({
  model: new ChatOpenAI({ model: "stand-in", apiKey: "none", configuration: { baseURL: server.baseUrl } }),
  tools: [price],
  systemPrompt: "You answer questions about prices.",
});

afterAll(() => server.close());

/** Each keeps to the answer: a fast failure would be no measure. */
const saysThePrice = (said: unknown): void => {
  if (!JSON.stringify(said).includes("312.46")) throw new Error(`no answer: ${JSON.stringify(said)}`);
};
const byLoop = async (): Promise<void> =>
  saysThePrice(
    (await bare.invoke({ messages: [{ role: "user", content: "what is the price of TAO?" }] })).messages.at(-1)?.text,
  );
const byDesk = async (): Promise<void> =>
  saysThePrice(await desk.ask("what is the price of TAO?", somebody(), progress));
const byRules = async (): Promise<void> =>
  saysThePrice(await rules.desk.ask("what is the price of TAO?", somebody(), rules.progress));

const TIMES = [
  [1, "alone"],
  [32, "32 at once"],
] as const;

for (const [together, name] of TIMES) {
  const work = (one: () => Promise<void>) => async (): Promise<void> =>
    void (await Promise.all(Array.from({ length: together }, one)));
  describe(`a question with one look-up, ${name}`, () => {
    bench("floor: a bare createAgent loop", work(byLoop), { time: 3_000, warmupTime: 1_000 });
    bench("the desk, model", work(byDesk), { time: 3_000, warmupTime: 1_000 });
    bench("the desk, offline rules", work(byRules), { time: 3_000, warmupTime: 1_000 });
  });
}
