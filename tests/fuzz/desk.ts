import fc from "fast-check";
import type { Call } from "../../src/core/call.ts";
import { type CommandButton, isEmpty } from "../../src/core/reply.ts";
import { aCall } from "../support/calls.ts";
import { openWholeDesk, type WholeDesk } from "../support/whole-desk.ts";
import { anyInput, anyLine, anyText, type CommandInput } from "./grammar.ts";
import { leaksIn } from "./leaks.ts";
import { addVictim, watchOwnersRows } from "./people.ts";
import { newTally, problem, type Tally } from "./tally.ts";
import { parseArguments } from "../../src/core/parse.ts";

/** Between two things that somebody does; longer than what any cool-down asks. */
const PAUSE_MS = 20_000;

/** What was put in, as it may be told again: JSON loses numbers that are none, and a list, or two fields, may be told as one text. */
function asAsked(input: unknown): string {
  const json = JSON.stringify(input, (_, value: unknown) => (typeof value === "number" ? String(value) : value));
  return `${json}${json.replaceAll(/","(?:\w+":")?/g, " ")}`;
}

/** A member who means harm; in a direct chat or in a group where they are nobody. */
function addEve({ identify, clock }: WholeDesk): (turn: number, surface: Call["surface"]) => Promise<Call> {
  const accountId = "900900902";
  return async (turn, surface) => {
    // As each door does, since whoever deletes themselves is somebody new the next time.
    const { userId } = await identify("telegram", accountId);
    return aCall({
      caller: { userId, accountId, name: "Eve", role: "member" },
      place: { platform: "telegram", chatId: turn % 3 === 2 ? "-100900" : accountId, isPublic: turn % 3 === 2 },
      surface,
      now: clock(),
      key: `eve-${turn}`,
    });
  };
}

/** Fields of every command as a program gives them and lines as people type them, straight to the desk behind all doors. */
export async function fuzzDesk(runs: number, seed: number): Promise<Tally> {
  const tally = newTally("Desk: every command's fields and lines");
  const whole = await openWholeDesk("CODE-CODE-CODE");
  const { desk, faults } = whole;
  const ann = await addVictim(whole);
  const eve = addEve(whole);
  const hers = await ann.rows();
  const changedOfOwners = await watchOwnersRows(whole);
  const { commands } = desk;
  const byLine = anyLine(commands.values()).map((line): CommandInput => {
    const [first = "", second = "", ...rest] = line.split(" ");
    const longer = commands.get(`${first} ${second}`);
    const command = longer ?? commands.get(first);
    const typed = longer ? rest.join(" ") : [second, ...rest].join(" ");
    return command
      ? { command: command.name, input: parseArguments(command, typed) }
      : { command: first, input: { words: typed } };
  });
  const inputs = fc.sample(fc.oneof(anyInput(commands.values()), byLine), { seed, numRuns: runs });
  // What is private repeats what its asker once wrote.
  const everything = asAsked(inputs);
  try {
    for (const [turn, { command, input }] of inputs.entries()) {
      tally.inputs += 1;
      // Whoever asks without a pause is left unanswered.
      whole.pass(PAUSE_MS);
      const surface = turn % 5 === 4 ? "agent" : turn % 11 === 10 ? "mcp" : "chat";
      const reply = await desk.run(command, input, await eve(turn, surface)).catch((error: unknown) => {
        problem(tally, `thrown: ${String(error)}`, { command, input });
        return { blocks: [] };
      });
      const isPrivate = commands.get(command)?.visibility === "private";
      if (!isEmpty(reply)) tally.answered += 1;
      else problem(tally, "no answer", { command, input, surface });
      for (const leak of leaksIn(JSON.stringify(reply), isPrivate ? everything : asAsked([command, input])))
        problem(tally, `leak: ${leak}`, { command, input, reply });
      for (const fault of faults.splice(0)) problem(tally, `fault: ${describe(fault)}`, { command, input, surface });
      if (turn % 500 === 0 && (await ann.rows()) !== hers) problem(tally, "another's rows changed", { command, input });
    }
    if ((await ann.rows()) !== hers) problem(tally, "another's rows changed", seed);
    for (const table of await changedOfOwners()) problem(tally, `${table} changed`, seed);
  } finally {
    await whole.database.destroy();
  }
  return tally;
}

/** What went wrong and where in the desk, without where the desk lies. */
export function describe(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  const lines = (fault.stack ?? "").split("\n").flatMap((line) => /\/(src\/\S+?)\)?$/.exec(line)?.[1] ?? []);
  return `${fault.name}: ${fault.message} at ${lines.slice(0, 3).join(" < ")}`;
}

/** Ids of buttons: anything at all, real ones with something changed, and another's own. */
export async function fuzzButtons(runs: number, seed: number): Promise<Tally> {
  const tally = newTally("Desk: button ids");
  const whole = await openWholeDesk();
  const { desk, faults } = whole;
  const ann = await addVictim(whole);
  const eve = addEve(whole);
  const writing: CommandButton = { label: "x", command: "note add", input: { text: "x" } };
  const ids = await Promise.all(Array.from({ length: 200 }, () => desk.keep(writing, ann.userId)));
  const changed = fc
    .tuple(fc.constantFrom(...ids), fc.nat(21), fc.constantFrom(..."ABCxyz019-_"))
    .map(([id, at, letter]) => `${id.slice(0, at)}${letter}${id.slice(at + 1)}`)
    .filter((id) => !ids.includes(id));
  const drawn = fc.sample(fc.oneof(anyText, changed, fc.constantFrom(...ids, ...ann.buttonIds)), {
    seed,
    numRuns: runs,
  });
  try {
    const before = await ann.rows();
    for (const [turn, id] of drawn.entries()) {
      tally.inputs += 1;
      whole.pass(PAUSE_MS);
      const { reply } = await desk.press(id, await eve(turn, "chat"));
      if (reply.blocks.length > 0) tally.answered += 1;
      else problem(tally, "no answer", id);
      for (const leak of leaksIn(JSON.stringify(reply), id)) problem(tally, `leak: ${leak}`, id);
      for (const fault of faults.splice(0)) problem(tally, `fault: ${describe(fault)}`, id);
    }
    if ((await ann.rows()) !== before) problem(tally, "another's rows changed", seed);
    const odd = ids.filter((id) => !/^[\w-]{22}$/.test(id));
    if (odd.length > 0 || new Set(ids).size !== ids.length) problem(tally, "ids that are not 128 random bits", odd);
    const sameStart = new Set(ids.map((id) => id.slice(0, 4))).size;
    if (sameStart < ids.length - 1) problem(tally, "ids that follow one another", ids.slice(0, 3));
  } finally {
    await whole.database.destroy();
  }
  return tally;
}
