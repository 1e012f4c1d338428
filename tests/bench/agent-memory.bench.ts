import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, bench, describe } from "vitest";
import { AGENT_LIMITS } from "../../src/agent/limits.ts";
import { aCall } from "../support/calls.ts";
import { agentDesk } from "../support/agent.ts";
import { measured } from "./report.ts";
import { openAiStandIn } from "../stand-ins/openai.ts";

/**
 * What the process keeps of a question once it is answered: heap after a forced collection, before and after many questions of
 * many people with one look-up each. The client alone keeps about 4 KB (nodejs/node issues 54614, 64476).
 * `MESSAGES=5000 npm run bench -- agent-memory`
 */
const MESSAGES = Number(process.env["MESSAGES"] ?? 5_000);
/** Caches and compiled code have their size by then. */
const BEFORE = 500;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const server = await openAiStandIn();
server.brain(({ messages }) =>
  messages.at(-1)?.role === "tool"
    ? { text: "TAO is at $312.46, up 1.2% in a day." }
    : { calls: [{ name: "price", arguments: { assets: ["TAO"] } }] },
);
const { desk, progress, lines, steps } = await agentDesk({
  servers: [{ name: "stand-in", baseUrl: server.baseUrl }],
  limits: AGENT_LIMITS,
});
afterAll(() => server.close());

/** What the test's own ears kept goes first. */
async function heapBytes(): Promise<number> {
  for (const kept of [lines, steps, server.requests] as unknown[][]) kept.length = 0;
  for (let time = 0; time < 4; time += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    collect();
  }
  return process.memoryUsage().heapUsed;
}

async function ask(count: number): Promise<void> {
  // The memory of conversations has a place for so many people, and they are all taken before it is measured.
  for (let index = 0; index < count; index += 1)
    await desk.ask("how is TAO?", aCall({ caller: { userId: `user-${index % 50}` } }), progress);
}

describe(`${MESSAGES} questions`, () => {
  bench(
    "asked and answered",
    async () => {
      await ask(BEFORE);
      const before = await heapBytes();
      await ask(MESSAGES);
      const kept = (await heapBytes()) - before;
      measured({ group: "agent, memory", name: "kept of a question", unit: "KB", value: kept / MESSAGES / 1_024 });
    },
    { iterations: 1, time: 0, warmupIterations: 0, warmupTime: 0 },
  );
});
