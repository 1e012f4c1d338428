import { createDesk, type DeskParts, type Served } from "../../src/desk.ts";
import { type AnyCommand, defineCommand } from "../../src/core/command.ts";
import type { Desk } from "../../src/core/desk.ts";
import { UserError } from "../../src/core/errors.ts";
import { bold, fields, rich, text } from "../../src/core/reply.ts";
import { ButtonStore } from "../../src/store/button-store.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { ProposalStore } from "../../src/store/proposal-store.ts";
import { NOON } from "./calls.ts";
import { noteFault, overheard } from "./log-watch.ts";
import { z } from "zod";

export interface TestDesk {
  readonly desk: Desk;
  readonly database: Database;
  /** What was reported as a fault. */
  readonly faults: unknown[];
  /** Each reply that was given, and how it came about. */
  readonly served: Served[];
}

/** A real desk over a database in memory, with the commands given; a question is answered by repeating it. */
export async function testDesk(
  commands: readonly AnyCommand[],
  change: Partial<Pick<DeskParts, "answer" | "notice">> & { clock?: () => number } = {},
): Promise<TestDesk> {
  const database = await openDatabase(":memory:");
  const clock = change.clock ?? (() => NOON);
  const store = new ButtonStore();
  const proposals = new ProposalStore();
  const faults: unknown[] = [];
  const served: Served[] = [];
  const desk = createDesk({
    commands: new Map(commands.map((command) => [command.name, command])),
    answer: change.answer ?? (async (question) => ({ blocks: [text(`You asked: ${question}`)] })),
    buttons: {
      keep: async (button, ownerId) => {
        if (ownerId !== undefined) await addUser(database, ownerId);
        return await store.keep(database, button, ownerId, clock(), clock() + 86_400_000);
      },
      find: (id) => store.find(database, id, clock()),
    },
    propose: async (command, input, call) => {
      await addUser(database, call.caller.userId);
      return await proposals.add(database, command, input, call, call.now + 600_000);
    },
    claim: async (id, call) => (await proposals.claim(database, id, call.caller.userId, call.now)) !== undefined,
    withdraw: (id, call) => proposals.withdraw(database, id, call.caller.userId, call.now),
    report: (error) => {
      faults.push(error);
      noteFault(error);
      return "ref123";
    },
    notice: change.notice ?? (() => undefined),
    served: (each) => served.push(each),
  });
  return { desk: overheard(desk), database, faults, served };
}

/** A user as `identify` would have made it at their first call. */
export async function addUser(database: Database, id: string): Promise<void> {
  const row = { id, is_owner: 0, created_at: NOON };
  await database
    .insertInto("user")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

const WORDS = ["alpha", "beta", "gamma"];

/**
 * A small command with every feature that an adapter has to carry: list field, enum, flag, suggestions, choices, table,
 * chart, buttons, footer. `echo fail` is the caller's mistake, `echo crash` a fault of ours, `echo which` asks back,
 * `echo slow` takes 3 s.
 */
export const echo = defineCommand({
  name: "echo",
  aliases: ["e"],
  summary: "Says back what it is given.",
  examples: ["echo alpha beta"],
  input: z.object({
    words: z.array(z.string().min(1).max(40)).min(1).max(10).describe("What to say"),
    tone: z.enum(["calm", "loud"]).default("calm").describe("How to say it"),
    page: z.number().int().min(1).max(9).default(1).describe("Which page"),
  }),
  access: "member",
  effect: "read",
  visibility: "public",
  surfaces: ["chat", "agent", "mcp"],
  suggest: {
    words: async (typed) =>
      WORDS.filter((word) => word.startsWith(typed)).map((word) => ({ label: `${word}!`, value: word })),
  },
  run: async ({ words, tone, page }, call, progress) => {
    if (words.includes("fail")) throw new UserError("That cannot be said.", { hint: "Try /echo alpha." });
    if (words.includes("crash")) throw new Error("secret detail of 10.0.0.7");
    if (words.includes("which"))
      throw new UserError("Which do you mean?", {
        alternatives: {
          word: "which",
          choices: WORDS.map((value) => ({ label: value, value, description: `the word ${value}` })),
        },
      });
    if (words.includes("slow")) {
      progress("Thinking slowly");
      await new Promise((resolve) => setTimeout(resolve, 3_000));
    }
    return { said: tone === "loud" ? words.join(" ").toUpperCase() : words.join(" "), words, page, at: call.now };
  },
  show: ({ said, words, page }) => ({
    title: "Echo",
    blocks: [
      rich(bold(said), " was said"),
      fields({ Page: String(page), Words: String(words.length) }),
      ...(words.includes("table")
        ? [
            {
              kind: "table" as const,
              columns: [
                { label: "Word", align: "left" as const },
                { label: "Letters", align: "right" as const },
              ],
              rows: words.map((word) => [word, String(word.length)]),
            },
          ]
        : []),
      ...(words.includes("chart")
        ? [
            {
              kind: "chart" as const,
              alt: "Letters of each word",
              chart: {
                kind: "line" as const,
                title: "Letters",
                unit: "letters",
                series: [
                  {
                    name: "words",
                    points: words.map((word, index) => [NOON + index * 3_600_000, word.length] as const),
                  },
                ],
                source: "test",
                asOf: NOON,
              },
            },
          ]
        : []),
    ],
    footer: "test · just now",
    buttons: [
      { label: "Next", command: "echo", input: { words, page: Math.min(9, page + 1) } },
      { label: "Again", command: "echo", input: { words }, answer: "new" },
      { label: "Site", url: "https://example.com/" },
    ],
  }),
});

/** Private, and changes something: the number of times it was called by each user. */
export const tally = (counts = new Map<string, number>()): AnyCommand =>
  defineCommand({
    name: "tally add",
    summary: "Counts you.",
    examples: ["tally add"],
    input: z.object({}),
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat", "agent"],
    run: async (_input, call) => {
      const count = (counts.get(call.caller.userId) ?? 0) + 1;
      counts.set(call.caller.userId, count);
      return { count };
    },
    show: ({ count }) => ({
      blocks: [text(`Counted ${count}.`)],
      buttons: [{ label: "Once more", command: "tally add", input: {} }],
    }),
  });

export const adminOnly = defineCommand({
  name: "locked",
  summary: "Only admins may.",
  examples: ["locked"],
  input: z.object({}),
  access: "admin",
  effect: "read",
  visibility: "private",
  surfaces: ["chat"],
  run: async () => ({}),
  show: () => ({ blocks: [text("Unlocked.")] }),
});
