import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AGENT_LIMITS } from "../../src/agent/limits.ts";
import { plainText } from "../../src/core/plain.ts";
import type { CommandButton, Reply } from "../../src/core/reply.ts";
import { type OpenAiStandIn, openAiStandIn } from "../stand-ins/openai.ts";
import { agentDesk } from "../support/agent.ts";
import { aCall } from "../support/calls.ts";

let server: OpenAiStandIn;
beforeEach(async () => {
  server = await openAiStandIn();
});
afterEach(() => server.close());

const here = () => [{ name: "stand-in", baseUrl: server.baseUrl, apiKey: "sk-of-this-server" }];
const look = { calls: [{ name: "price", arguments: { assets: ["TAO", "NEAR"] } }] };
const calculate = (operation: string, ...operands: readonly string[]) => ({
  calls: [{ name: "calculate", arguments: { operation, operands } }],
});
const lastRead = (): string => String(server.requests.at(-1)?.body.messages.at(-1)?.content);

async function sourcesCard({ desk }: Awaited<ReturnType<typeof agentDesk>>, { buttons = [] }: Reply): Promise<string> {
  const button = buttons.find((each): each is CommandButton => "command" in each && each.label === "Sources");
  if (!button) throw new Error("no button");
  return plainText((await desk.press(await desk.keep(button, "user-1"), aCall())).reply);
}

describe("a figure that no look-up returned", () => {
  test("is worked out by the desk, stays in the answer, and its Sources say how", async () => {
    const agent = await agentDesk({ servers: here(), limits: AGENT_LIMITS });
    server.next(look, calculate("product", "2 TAO", "$312.4567"), { text: "2 TAO are worth $624.91." });
    const reply = await agent.desk.ask("what are 2 TAO worth?", aCall(), agent.progress);
    expect(plainText(reply)).toContain("2 TAO are worth $624.91.");
    expect(lastRead()).toContain('"result":624.9134');
    const card = await sourcesCard(agent, reply);
    expect(card).toContain("$624.91: computed: 2 TAO × 312.4567 USD = 624.9134 USD · Test · 2 min ago");
    expect(card).not.toContain("/calculate");
    expect(server.problems).toEqual([]);
  });

  test("is taken out where the model did it in its head, however right", async () => {
    const { desk, progress } = await agentDesk({ servers: here(), limits: AGENT_LIMITS });
    server.next(look, { text: "2 TAO are worth $624.91." }, { text: "2 TAO are worth $624.91." });
    const said = plainText(await desk.ask("what are 2 TAO worth?", aCall(), progress));
    expect(said).not.toContain("624.91");
    expect(said).toContain("$312.46");
  });

  test("can be worked out in the round of repair", async () => {
    const { desk, progress } = await agentDesk({ servers: here(), limits: AGENT_LIMITS });
    server.next(look, { text: "That is $624.91." }, calculate("product", "2", "$312.4567"), {
      text: "That is $624.91.",
    });
    expect(plainText(await desk.ask("what are 2 TAO worth?", aCall(), progress))).toContain("That is $624.91.");
  });

  test("is refused where a number is nobody's: the model reads why, the person sees nothing of it", async () => {
    const { desk, progress } = await agentDesk({ servers: here(), limits: AGENT_LIMITS });
    server.next(look, calculate("product", "7 TAO", "$312.4567"), { text: "TAO is at $312.46." });
    const reply = await desk.ask("how is TAO?", aCall(), progress);
    expect(lastRead()).toContain("neither a figure of this message's tool results nor one that the person wrote");
    expect(plainText(reply)).toBe("TAO is at $312.46.\n\nTest · 2 min ago");
  });

  test("is not worked out before the look-up that it rests on, nor from the figures of an answer before", async () => {
    const { desk, progress } = await agentDesk({ servers: here(), limits: AGENT_LIMITS });
    server.next(look, { text: "TAO is at $312.46." });
    await desk.ask("how is TAO?", aCall(), progress);
    server.next(calculate("product", "2", "$312.46"), { text: "I would have to look it up." });
    await desk.ask("and 2 of them?", aCall(), progress);
    expect(lastRead()).toContain("neither a figure");
  });

  test("a number of the question before counts as the asker's", async () => {
    const { desk, progress } = await agentDesk({ servers: here(), limits: AGENT_LIMITS });
    server.next({ text: "Noted." });
    await desk.ask("say I had 40 TAO", aCall(), progress);
    server.next(look, calculate("product", "40 TAO", "$312.4567"), { text: "They would be worth $12,498.27." });
    expect(plainText(await desk.ask("what would they be worth?", aCall(), progress))).toContain("$12,498.27");
  });
});

test("a number of the asker's notes counts as theirs", async () => {
  const { desk, progress } = await agentDesk({
    servers: here(),
    limits: AGENT_LIMITS,
    notesOf: async () => ["I hold 40 TAO"],
  });
  server.next(look, calculate("product", "40 TAO", "$312.4567"), { text: "They are worth $12,498.27." });
  expect(plainText(await desk.ask("what are mine worth?", aCall(), progress))).toContain("$12,498.27");
});

test("a number that stands in a token's name cannot be calculated with", async () => {
  const { desk, progress } = await agentDesk({ servers: here(), limits: AGENT_LIMITS });
  server.next(
    { calls: [{ name: "price", arguments: { assets: ["EVIL"] } }] },
    calculate("product", "2", "$99999"),
    { text: "2 EVIL are worth $199,998." },
    { text: "2 EVIL are worth $199,998." },
  );
  const said = plainText(await desk.ask("what are 2 EVIL worth?", aCall(), progress));
  expect(said).not.toContain("199,998");
});

test("calculations count among the tool calls of a message", async () => {
  const { desk, progress } = await agentDesk({ servers: here(), limits: AGENT_LIMITS });
  const twelve = Array.from({ length: 12 }, () => ({
    name: "calculate",
    arguments: { operation: "sum", operands: ["2", "3"] },
  }));
  server.next({ calls: twelve.slice(0, 8) }, { calls: twelve.slice(8) }, { text: "5." });
  await desk.ask("what is 2 and 3?", aCall(), progress);
  expect(lastRead()).toContain("No more look-ups for this message");
});

test("when the text is put aside, what was calculated is shown with what was looked up", async () => {
  const { desk, progress } = await agentDesk({ servers: here(), limits: AGENT_LIMITS });
  server.next(
    look,
    calculate("product", "2 TAO", "$312.4567"),
    { text: "They are worth $700." },
    { text: "They are worth $700." },
  );
  const said = plainText(await desk.ask("what are 2 TAO worth?", aCall(), progress));
  expect(said).toContain("2 TAO × 312.4567 USD = 624.9134 USD");
  expect(said).not.toContain("700");
});
