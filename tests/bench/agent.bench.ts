import { ChatOpenAI } from "@langchain/openai";
import { createAgent, tool } from "langchain";
import { afterAll, bench, describe } from "vitest";
import { z } from "zod";
import { openAiStandIn } from "../stand-ins/openai.ts";
import { agentDesk } from "../support/agent.ts";
import { aCall } from "../support/calls.ts";
import { AGENT_LIMITS } from "../../src/agent/limits.ts";

/**
 * What the desk adds to a question with one look-up, beside a bare createAgent loop on the same server in the same run:
 * `npx vitest bench tests/bench/agent.bench.ts`. Compare within a run, never across machines.
 */
const server = await openAiStandIn();
const lax = await openAiStandIn({ dialect: "any" });
for (const each of [server, lax])
  each.brain(({ messages }) =>
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
  model: new ChatOpenAI({ model: "stand-in", apiKey: "none", configuration: { baseURL: lax.baseUrl } }),
  tools: [price],
  systemPrompt: "You answer questions about prices.",
});

afterAll(async () => {
  await server.close();
  await lax.close();
});

describe("a question with one look-up", () => {
  bench(
    "a bare createAgent loop",
    async () => void (await bare.invoke({ messages: [{ role: "user", content: "how is TAO?" }] })),
    { time: 3_000 },
  );
  bench("the desk, model", async () => void (await desk.ask("how is TAO?", somebody(), progress)), { time: 3_000 });
  bench("the desk, offline rules", async () => void (await rules.desk.ask("how is TAO?", somebody(), rules.progress)), {
    time: 3_000,
  });
});
