import { describe, expect, test } from "vitest";
import { aCall } from "../support/calls.ts";
import { marketDesk } from "../support/market-desk.ts";
import { plainText } from "../../src/core/plain.ts";
import { project } from "../../src/commands/project.ts";
import { readSector } from "../../src/sector/sector.ts";
import { score } from "../../src/commands/score.ts";
import { agentDesk } from "../support/agent.ts";
import { openAiStandIn } from "../stand-ins/openai.ts";
import { openWholeDesk } from "../support/whole-desk.ts";
import { parseArguments } from "../../src/core/parse.ts";
import { sectorDesk } from "../support/sector-desk.ts";
import type { ProviderError } from "../../src/core/errors.ts";

const sector = readSector();
/** After the newest evidence that is shipped. */
const LATER = Date.UTC(2026, 10, 23);

async function open(failure?: ProviderError) {
  const { assets, quotes } = await marketDesk();
  quotes.failure = failure;
  const { desk } = await sectorDesk(({ scoreBook, activity }) => [
    project({ sector, assets, quotes, scoreBook, activity }),
    score({ sector, scoreBook }),
  ]);
  const say = async (name: string, input: object) => {
    const reply = await desk.run(name, input, aCall({ now: LATER }));
    return { reply, text: plainText(reply) };
  };
  return { desk, say };
}

/** Every system that the conversation names, and what its card has to say. */
const NAMED: readonly (readonly [asked: string, says: RegExp])[] = [
  ["Bittensor", /^Bittensor \(TAO\) \$324\.94/],
  ["Bit Tensor", /^Bittensor \(TAO\)/],
  ["Nous Research", /No token that we know of/],
  ["Noose Research", /"Noose Research" is how a transcript heard Nous Research/],
  ["Prime Intellect", /No token that we know of/],
  ["Sentient", /Token: SENT/],
  ["Morpheus", /Token: MOR/],
  ["Billy Bets", /Old token BILLY/],
  ["Deep Seek", /^DeepSeek/],
  ["OpenAI", /Closed labs/],
  ["Sam Altman", /"Sam Altman" \(person\) belongs to OpenAI/],
  ["Anthropic", /No token that we know of/],
  ["Midjourney", /not from a dated source/],
  ["Claude", /Builds on Anthropic/],
  ["ChatGPT", /Builds on OpenAI/],
  ["Eliza", /Token: ELIZAOS/],
  ["ai16z", /"ai16z" \(old name\) belongs to elizaOS/],
  ["Arc", /Token: ARC/],
  ["Virtuals", /Old token PATH: became VIRTUAL one for one/],
  ["Solana", /Chain · Chains/],
  ["Base", /No token that we know of/],
  ["Uniswap", /Token: UNI/],
  ["Google Sheets", /In the conversation at 45:51/],
  ["Nvidia", /Its share is NVDA/],
  ["Microsoft", /Its share is MSFT/],
  ["Delphi Digital", /It holds, invests in or advises/],
  ["Bankless", /In the conversation at 0:06/],
];

describe("/project", () => {
  test.each(NAMED)("%s", async (asked, says) => {
    const { say } = await open();
    expect((await say("project", { name: asked })).text).toMatch(says);
  });

  test.each(NAMED)("%s, as it is typed", async (asked, says) => {
    const { desk, say } = await open();
    const command = desk.commands.get("project");
    if (!command) throw new Error("no command project");
    expect((await say("project", parseArguments(command, asked))).text).toMatch(says);
  });

  test('"IET AOS" is answered with what is not known, and with who may be meant', async () => {
    const { say } = await open();
    const { reply, text } = await say("project", { name: "IET AOS" });
    expect(text).toContain("Which name was said is not clear");
    expect(reply.choices?.options.map(({ label }) => label)).toEqual([
      "io.net",
      "Bittensor",
      "AO (Arweave)",
      "Aethir",
      "exo (EXO Labs)",
    ]);
    expect((await say("project", reply.choices?.options[0]?.input ?? {})).text).toContain(
      "Perhaps meant in the conversation",
    );
  });

  test("everything: sources, and addresses that nobody checked are not linked", async () => {
    const { say } = await open();
    const { reply, text } = await say("project", { name: "bittensor", details: true });
    expect(text).toContain("bittensor.com (not checked)");
    expect(text).toContain("Sources: ");
    expect(text).toContain("2026-04-10");
    const links = reply.blocks.flatMap((block) =>
      block.kind === "text" ? block.spans.flatMap(({ link }) => link ?? []) : [],
    );
    expect(links).toContain("https://github.com/opentensor/bittensor");
    expect(links.some((each) => each.includes("bittensor.com"))).toBe(false);
  });

  test("every project of the map has a card, short and in full", async () => {
    const { say } = await open();
    for (const { id, name } of sector.map.projects)
      for (const details of [false, true]) {
        const { text } = await say("project", { name: `=${id}`, details });
        expect(text.startsWith(name)).toBe(true);
        expect(text).not.toMatch(/undefined|NaN|\[object/);
      }
  });

  test("a slip offers what was meant; what is not on the map is said", async () => {
    const { say } = await open();
    expect((await say("project", { name: "Bittensr" })).reply.choices?.options[0]?.label).toBe("Bittensor");
    expect((await say("project", { name: "Photosynthesis" })).text).toContain("is not on the map of the sector");
  });

  test("while somebody types, names and other names are found", async () => {
    const { desk } = await open();
    expect((await desk.suggest("project", "name", "ai16", aCall())).map(({ label }) => label)).toEqual(["elizaOS"]);
  });
});

/** Every system of the list, as somebody would ask for it, and who answers. */
const SENTENCES: readonly (readonly [question: string, says: string])[] = [
  ["what is Nous Research?", "Nous Research"],
  ["what is Noose Research?", "Nous Research"],
  ["who is behind ai16z", "elizaOS"],
  ["tell me about Bit Tensor", "Bittensor"],
  ["what is bittensor", "Bittensor"],
  ["What is Prime Intellect?", "Prime Intellect"],
  ["what do you know about Sentient?", "Sentient"],
  ["tell me about Morpheus", "Morpheus"],
  ["who is behind Billy Bets?", "Billy Bets"],
  ["what is Deep Seek", "DeepSeek"],
  ["who made ChatGPT?", "ChatGPT"],
  ["what's Claude?", "Claude"],
  ["who is behind OpenAI", "OpenAI"],
  ["tell me about Anthropic please", "Anthropic"],
  ["what is Midjourney", "Midjourney"],
  ["what is Eliza?", "elizaOS"],
  ["tell me about the Virtuals project", "Virtuals"],
  ["what is Arc?", "Arc"],
  ["what is Solana?", "Solana"],
  ["what is Base?", "Base"],
  ["tell me about Uniswap", "Uniswap"],
  ["what is Google Sheets", "Google Sheets"],
  ["who is behind Nvidia?", "NVIDIA"],
  ["tell me about Microsoft", "Microsoft"],
  ["who are Delphi Digital?", "Delphi Digital"],
  ["what is Bankless?", "Bankless"],
  ["what is IET AOS?", "Which name was said is not clear"],
];

describe("in a sentence to the agent", () => {
  test("without a model, each is answered by its card", async () => {
    const { desk, faults } = await openWholeDesk();
    for (const [question, says] of SENTENCES)
      expect(plainText(await desk.ask(question, aCall(), () => undefined)), question).toContain(says);
    expect(faults).toEqual([]);
  });

  test("without a model, what is no project goes where it went", async () => {
    const { desk } = await openWholeDesk();
    for (const [question, says] of [
      ["what is the price of TAO?", /^TAO|^Bittensor|\$/],
      ["what is 2+2", /\/help|cannot|do not/i],
      ["what is Photosynthesis?", /not on the map/],
    ] as const)
      expect(plainText(await desk.ask(question, aCall(), () => undefined)), question).toMatch(says);
  });

  test("a model is offered the look-up for such questions among all commands, and answers from it", async () => {
    const server = await openAiStandIn();
    const { assets, quotes } = await marketDesk();
    const whole = await openWholeDesk();
    const { desk: cards } = await sectorDesk(({ scoreBook, activity }) => [
      project({ sector, assets, quotes, scoreBook, activity }),
    ]);
    const own = new Set(["price", "convert", "about", "help", "project"]);
    const { desk } = await agentDesk({
      servers: [{ name: "stand-in", baseUrl: server.baseUrl, apiKey: "sk-of-this-server" }],
      more: [...cards.commands.values(), ...[...whole.desk.commands.values()].filter(({ name }) => !own.has(name))],
    });
    for (const [question, name, said] of [
      ["what is Nous Research?", "Nous Research", "A model lab without a token."],
      ["who is behind ai16z", "ai16z", "That is an old name of elizaOS."],
      ["tell me about Bit Tensor", "Bit Tensor", "Bittensor is a chain of subnets."],
    ] as const) {
      const before = server.requests.length;
      server.next({ calls: [{ name: "project", arguments: { name: [name] } }] }, { text: said });
      expect(plainText(await desk.ask(question, aCall(), () => undefined)), question).toContain(said);
      expect(server.requests[before]?.body.tools?.map((tool) => tool.function.name)).toContain("project");
      expect(JSON.stringify(server.requests.at(-1)?.body.messages.at(-1))).toContain("asOfDay");
    }
    expect(server.problems).toEqual([]);
    await server.close();
  });
});

describe("/score", () => {
  test("a line per criterion, means with their coverage, no overall number", async () => {
    const { say } = await open();
    const { text } = await say("score", { project: "Bittensor" });
    expect(text).toContain("●●○○ Own model: 2 of 4, confidence medium");
    expect(text).toContain("???? Own data: unknown");
    expect(text).toContain("Framework 2.3 of 4 (3 of 5 known)");
    expect(text).toContain("not financial advice");
  });

  test("one criterion shows its evidence, dated, graded and linked", async () => {
    const { say } = await open();
    const { text } = await say("score", { project: "nous research", criterion: "proprietary_model" });
    expect(text).toContain("3 of 4");
    expect(text).toMatch(/Hermes 4 technical report.*2025-08-25, grade A/);
  });

  test("what is not known is said, and is not zero", async () => {
    const { say } = await open();
    expect((await say("score", { project: "Bittensor", criterion: "proprietary_data" })).text).toContain(
      "I found no evidence either way",
    );
    expect((await say("score", { project: "Arc", criterion: "proprietary_model" })).text).toContain("0 of 4");
  });

  test("a hard flag leads, and there are no means", async () => {
    const { say } = await open();
    const { text } = await say("score", { project: "io.net" });
    expect(text).toContain("It is not certain which project the name means");
    expect(text).not.toContain("Framework");
  });

  test("without a token, what reaches it does not apply", async () => {
    const { say } = await open();
    expect((await say("score", { project: "Nous Research" })).text).toContain("---- What reaches the token: no token");
  });

  test("it is not applied to chains for anything and to media", async () => {
    const { say } = await open();
    for (const name of ["Bitcoin", "Base", "Bankless", "Google Sheets"])
      expect((await say("score", { project: name })).text).toContain("it is not applied to");
  });

  test("every project of the map can be asked for", async () => {
    const { say } = await open();
    for (const { id, name } of sector.map.projects)
      expect((await say("score", { project: `=${id}` })).text.startsWith(name)).toBe(true);
  });
});
