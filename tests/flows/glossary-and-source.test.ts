import { describe, expect, test } from "vitest";
import { aCall } from "../support/calls.ts";
import { dispatch } from "../../src/core/dispatch.ts";
import { glossary } from "../../src/commands/glossary.ts";
import { plainText as plain } from "../../src/core/plain.ts";
import { readSector } from "../../src/sector/sector.ts";
import { source } from "../../src/commands/source.ts";
import { testDesk } from "../support/desk.ts";

const sector = readSector();
const open = () => testDesk([glossary(sector.glossary), source(sector.conversation)]);

describe("/glossary", () => {
  test("says what a term means, and where from", async () => {
    const { desk } = await open();
    const reply = await desk.run("glossary", { term: "fully diluted valuation" }, aCall());
    expect(plain(reply)).toMatch(/^FDV \(fully diluted valuation\): The price times all tokens/);
    expect(reply.footer).toMatch(/our glossary of \d{4}-\d\d-\d\d/);
  });

  test("a slip offers the term that is near; the choice answers", async () => {
    const { desk } = await open();
    const reply = await desk.run("glossary", { term: "tokenomcis" }, aCall());
    const [option] = reply.choices?.options ?? [];
    expect(option?.label).toBe("tokenomics");
    expect(plain(await desk.run("glossary", option?.input, aCall()))).toContain("How many tokens there are");
  });

  test("what it does not have is said plainly", async () => {
    const { desk } = await open();
    expect(plain(await desk.run("glossary", { term: "photosynthesis" }, aCall()))).toBe(
      '"photosynthesis" is not in the glossary. It has terms of crypto and AI, such as /glossary DePIN.',
    );
  });

  test("suggests while somebody types", async () => {
    const { desk } = await open();
    expect((await desk.suggest("glossary", "term", "fu", aCall())).map(({ value }) => value)).toContain("funding rate");
  });
});

describe("/source", () => {
  test("answers with claims, each with a mark that leads into the recording", async () => {
    const { desk } = await open();
    const reply = await desk.run("source", { question: "Billy Bets" }, aCall());
    expect(plain(reply)).toContain("12:35");
    const links = reply.blocks.flatMap((block) =>
      block.kind === "text" ? block.spans.flatMap((span) => span.link ?? []) : [],
    );
    expect(links[0]).toMatch(/youtube\.com\/watch\?v=4N0ybueTc1o&t=755s$/);
  });

  test("an unclear name is found under what the transcript gives", async () => {
    const { desk } = await open();
    expect(plain(await desk.run("source", { question: "IET AOS" }, aCall()))).toContain("IET AOS");
  });

  test("a word that the transcript got wrong finds what was meant by it", async () => {
    const { desk } = await open();
    const of = async (question: string) => plain(await desk.run("source", { question }, aCall()));
    expect(await of("deepins")).toContain("DePIN networks for compute");
    expect(await of("Noose")).toContain("as at Nous Research");
    expect(plain(await desk.run("glossary", { term: "deepins" }, aCall()))).toMatch(/^DePIN/);
  });

  test("a word of a name is not asked for by itself: Open AI is no open-source AI", async () => {
    const { desk } = await open();
    const said = plain(await desk.run("source", { question: "What about Open AI?" }, aCall()));
    expect(said).toContain("labs like OpenAI");
    expect(said).not.toContain("Open-source AI is expected to win");
    expect(said).not.toContain("an open movement");
  });

  test("what was not spoken of is said to be so, to a program too", async () => {
    const { desk } = await open();
    expect(plain(await desk.run("source", { question: "the weather in Berlin" }, aCall()))).toContain(
      "says nothing about that",
    );
    const { facts } = await dispatch(
      desk.commands,
      "source",
      { question: "football results" },
      aCall({ surface: "mcp" }),
      () => undefined,
    );
    expect(facts).toMatchObject({ isOffDocument: true, claims: [] });
  });
});
