import { afterEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { inviteLink } from "../../src/adapters/discord/invite.ts";
import { problemsInRegistrations, toRegistrations } from "../../src/adapters/discord/register.ts";
import { type AnyCommand, defineCommand } from "../../src/core/command.ts";
import { text } from "../../src/core/reply.ts";
import { adminOnly, echo, tally } from "../support/desk.ts";
import { startDiscord } from "../stand-ins/discord.ts";
import { type DiscordDoor, openDiscordDoor } from "../stand-ins/discord-door.ts";

const doors: DiscordDoor[] = [];
const open = async (...given: Parameters<typeof openDiscordDoor>): Promise<DiscordDoor> => {
  const door = await openDiscordDoor(...given);
  doors.push(door);
  return door;
};

afterEach(async () => {
  for (const door of doors.splice(0)) await door.close();
});

/** A command with nothing but a name. */
const named = (name: string, change: Partial<AnyCommand> = {}): AnyCommand => ({
  ...defineCommand({
    name,
    summary: `Does ${name}.`,
    examples: [name],
    input: z.object({}),
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat"],
    run: async () => ({}),
    show: () => ({ blocks: [text(`This is ${name}.`)] }),
  }),
  ...change,
});

test("commands are written once, and not again while Discord has them as they are", async () => {
  const server = await startDiscord();
  const portfolio = [named("portfolio"), named("portfolio add")];
  const commands = [echo, tally(), adminOnly, ...portfolio];
  const puts = () => server.world.requests.filter(({ method }) => method === "PUT").length;

  const first = await openDiscordDoor(commands, { server });
  expect(puts()).toBe(1);
  await first.close();

  const second = await openDiscordDoor([...portfolio, adminOnly, tally(), echo], { server });
  await vi.waitFor(() =>
    expect(server.world.requests.filter(({ path }) => path.endsWith("/commands"))).toHaveLength(3),
  );
  expect(puts()).toBe(1);
  await second.close();

  const third = await openDiscordDoor([...commands, named("news")], { server });
  expect(puts()).toBe(2);
  await third.close();
  await server.close();
});

test("a command is listed with its options, choices and suggestions, for servers and for people", async () => {
  const [registered] = toRegistrations([echo]);
  expect(registered).toMatchObject({
    name: "echo",
    description: "Says back what it is given.",
    integration_types: [0, 1],
    contexts: [0, 1, 2],
    default_member_permissions: null,
    options: [
      { name: "words", type: 3, required: true, autocomplete: true },
      {
        name: "tone",
        type: 3,
        required: false,
        choices: [
          { name: "calm", value: "calm" },
          { name: "loud", value: "loud" },
        ],
      },
      { name: "page", type: 4, required: false },
    ],
  });
});

test("two-word names are subcommands, and the name that begins others is their subcommand show", () => {
  const [registered] = toRegistrations([named("portfolio"), named("portfolio add"), named("portfolio remove")]);
  expect(registered).toMatchObject({
    name: "portfolio",
    description: "Does portfolio.",
    options: [
      { type: 1, name: "show", description: "Does portfolio." },
      { type: 1, name: "add" },
      { type: 1, name: "remove" },
    ],
  });
});

test("what only admins or owners may use is hidden from everybody else", () => {
  const registered = toRegistrations([
    named("a", { access: "admin" }),
    named("b", { access: "owner" }),
    named("c", { access: "owner" }),
    named("c mine"),
  ]);
  expect(registered.map((each) => each.default_member_permissions)).toEqual(["32", "0", null]);
});

test("a required option stands in front, whatever the order of the fields", () => {
  const input = z.object({ note: z.string().optional().describe("A note"), coin: z.string().describe("A coin") });
  const [registered] = toRegistrations([named("add", { input })]);
  expect(registered?.options?.map(({ name }) => name)).toEqual(["coin", "note"]);
});

test("commands that are not for chat are not listed", () => {
  expect(toRegistrations([named("inner", { surfaces: ["agent"] })])).toEqual([]);
});

test("a list that Discord would refuse is told apart, limit by limit", () => {
  expect(problemsInRegistrations(toRegistrations([echo, tally(), adminOnly]))).toEqual([]);
  const many = Array.from({ length: 26 }, (_, index) => named(`x y${index}`));
  const problems = problemsInRegistrations(
    toRegistrations([
      ...many,
      named("wordy", { summary: "w".repeat(101) }),
      named("p show"),
      named("p"),
      ...Array.from({ length: 100 }, (_, index) => named(`c${index}`)),
    ]),
  );
  expect(problems.join("\n")).toContain("103 commands, more than 100");
  expect(problems.join("\n")).toContain("/x: more than 25 options or subcommands");
  expect(problems.join("\n")).toContain('"wordy" has no description');
  expect(problems.join("\n")).toContain("/p: two subcommands of one name");
});

test("a subcommand runs the command of its full name, and show the bare one", async () => {
  const door = await open([named("portfolio"), named("portfolio add")]);
  door.discord.slash("ann", "guild", "portfolio add");
  await door.untilText("This is portfolio add.");
  door.discord.slash("ann", "guild", "portfolio");
  await door.untilText("This is portfolio.");
});

test("suggestions come by label and value, and a list keeps what was typed before", async () => {
  const door = await open([echo]);
  const suggested = async (typed: string) => {
    const asked = door.discord.autocomplete("ann", "echo", "words", typed);
    await vi.waitFor(() => expect(asked.suggestions).toBeDefined());
    return asked.suggestions;
  };
  expect(await suggested("al")).toEqual([{ name: "alpha!", value: "alpha" }]);
  expect(await suggested("alpha, be")).toEqual([{ name: "alpha, beta!", value: "alpha, beta" }]);
  expect(await suggested("zz")).toEqual([]);
  expect(await suggested(`${"alpha, ".repeat(20)}be`)).toEqual([]);
});

test("the invite link asks for six permissions and no more", () => {
  const link = new URL(inviteLink("123"));
  expect(link.searchParams.get("scope")).toBe("bot applications.commands");
  const asked = BigInt(link.searchParams.get("permissions") ?? "0");
  const bits = Array.from({ length: 60 }, (_, bit) => bit).filter((bit) => (asked >> BigInt(bit)) & 1n);
  expect(bits).toEqual([10, 11, 14, 15, 16, 38]);
});
