import { describe, expect, test } from "vitest";
import { about } from "../../src/commands/about.ts";
import { allow } from "../../src/commands/allow.ts";
import { ask } from "../../src/commands/ask.ts";
import { claim } from "../../src/commands/claim.ts";
import { help } from "../../src/commands/help.ts";
import { start } from "../../src/commands/start.ts";
import type { AnyCommand } from "../../src/core/command.ts";
import type { Call } from "../../src/core/call.ts";
import { parseArguments } from "../../src/core/parse.ts";
import { plainText } from "../../src/core/plain.ts";
import { isEmpty, type Reply, SILENCE, text } from "../../src/core/reply.ts";
import { isTypedCode, makeTypedCode } from "../../src/core/secret.ts";
import { aCall } from "../support/calls.ts";
import { adminOnly, echo, testDesk } from "../support/desk.ts";

const group = { isPublic: true, chatId: "group-1" };

async function open(
  answer: (question: string, call: Call) => Promise<Reply> = async (question) => ({
    blocks: [text(`So: ${question}`)],
  }),
) {
  const all = new Map<string, AnyCommand>();
  const allowed: [string, boolean][] = [];
  const code = makeTypedCode();
  const owners: string[] = [];
  const commands = [
    echo,
    adminOnly,
    ask(answer),
    help(all),
    start(),
    about({ version: "1.2.3", model: () => "stand-in", promptVersion: () => "agent 7" }),
    claim(async (given, call) => {
      if (owners.length > 0 || !isTypedCode(given, code)) return false;
      owners.push(call.caller.userId);
      return true;
    }),
    allow(async (state, { place }) => {
      allowed.push([place.chatId, state === "on"]);
      return { state };
    }),
  ];
  for (const command of commands) all.set(command.name, command);
  const { desk, faults } = await testDesk(commands);
  const reply = (line: string, call: Call = aCall()): Promise<Reply> => {
    const [name = ""] = line.split(" ");
    const command = all.get(name);
    return desk.run(name, command ? parseArguments(command, line.slice(name.length)) : {}, call);
  };
  const say = async (line: string, call?: Call): Promise<string> => plainText(await reply(line, call));
  return { say, reply, faults, allowed, code, owners };
}

describe("help", () => {
  test("lists what this caller may use, one line each, and says how to learn more", async () => {
    const { say } = await open();
    const said = await say("help");
    expect(said).toContain("/echo");
    expect(said).toContain("/help price");
    expect(said).not.toContain("/locked");
    expect(await say("help", aCall({ caller: { role: "admin" } }))).toContain("/locked");
    expect(await say("help", aCall({ caller: { role: "admin" } }))).not.toContain("/allow");
    expect(await say("help", aCall({ caller: { role: "owner" } }))).toContain("/allow");
  });

  test("explains one command, by name or short form, with its fields and examples", async () => {
    const { say } = await open();
    for (const line of ["help echo", "help /echo", "help e", "help ECHO"]) {
      const said = await say(line);
      expect(said).toContain("What to say");
      expect(said).toContain("/echo alpha beta");
      expect(said).toContain("Short: /e");
    }
  });

  test.each([
    ["ecko", "Did you mean /help echo?"],
    ["locked", "/help lists them all."],
    ["x".repeat(10_000), "too long"],
    ["'; DROP TABLE user; --", "There is no command"],
    ["<b>@everyone</b>", "There is no command"],
  ])("of %.20j says that there is no such thing", async (word, sentence) => {
    const { say, faults } = await open();
    expect(await say(`help ${word}`)).toContain(sentence);
    expect(faults).toEqual([]);
  });
});

describe("start", () => {
  test("says who it is, gives three things to try as new messages, and says who sees what", async () => {
    const { say, reply } = await open();
    const { buttons = [] } = await reply("start");
    expect(buttons).toHaveLength(3);
    expect(buttons.every((button) => "command" in button && button.answer === "new")).toBe(true);
    expect(await say("start")).toContain("only you read this chat");
    expect(await say("start", aCall({ place: group }))).toContain("everybody here reads");
    expect(await say("start whatever a link carried")).toContain("Westbound");
  });
});

describe("about", () => {
  test("names version, model, prompt, and every source with its attribution", async () => {
    const { say } = await open();
    const said = await say("about");
    for (const part of ["1.2.3", "stand-in", "agent 7", "Data provided by CoinGecko", "DefiLlama", "CoinPaprika"])
      expect(said).toContain(part);
  });
});

describe("ask", () => {
  test("answers, and where the free answer would be silent it says so, since somebody waits", async () => {
    const { say } = await open();
    expect(await say("ask what is up?")).toContain("So: what is up?");
    const silent = await open(async () => SILENCE);
    expect(isEmpty(await silent.reply("ask hm", aCall({ place: group })))).toBe(false);
  });

  test.each([
    ["", '"question" is missing.'],
    ["   ", '"question" is missing.'],
    ["a".repeat(10_000), "too long: at most 2000 characters"],
  ])("of %.10j gets a sentence and an example", async (question, sentence) => {
    const { say } = await open();
    const said = await say(`ask ${question}`);
    expect(said).toContain(sentence);
    expect(said).toContain("For example: /ask what is TAO worth in euros?");
  });
});

describe("claim", () => {
  test("takes the code once, however it is typed, and tells only its sender", async () => {
    const { say, reply, code, owners } = await open();
    expect(await say("claim AAAA-BBBB-CCCC")).toContain("not valid");
    const done = await reply(`claim ${code.toLowerCase().replaceAll("-", " ")}`, aCall({ place: group }));
    expect(plainText(done)).toContain("You own this desk now.");
    expect(done.audience).toBe("caller");
    expect(owners).toEqual(["user-1"]);
    expect(await say(`claim ${code}`, aCall({ caller: { userId: "user-2" } }))).toContain("not valid");
  });

  test.each(["", "' OR 1=1 --", "\u202E\u0000", "🚀".repeat(30), "A".repeat(10_000)])(
    "of %.10j makes nobody an owner",
    async (code) => {
      const { say, owners, faults } = await open();
      expect(await say(`claim ${code}`)).not.toContain("You own");
      expect([owners, faults]).toEqual([[], []]);
    },
  );
});

describe("allow", () => {
  test("is the owner's alone, and says what holds now", async () => {
    const { say, allowed } = await open();
    for (const role of ["member", "admin"] as const)
      expect(await say("allow", aCall({ caller: { role }, place: group }))).toContain("Only the owner");
    expect(allowed).toEqual([]);
    const owner = aCall({ caller: { role: "owner" }, place: group });
    expect(await say("allow", owner)).toContain("answered by the model here");
    expect(await say("allow off", owner)).toContain("no longer use the model");
    expect(await say("allow maybe", owner)).toContain('"state" can be on, off, but not "maybe".');
    expect(allowed).toEqual([
      ["group-1", true],
      ["group-1", false],
    ]);
  });
});
