import fc from "fast-check";
import type { AnyCommand } from "../../src/core/command.ts";
import { fieldsOf } from "../../src/core/fields.ts";
import { allComponents } from "../stand-ins/discord-rules.ts";
import {
  BOT_ID,
  CHANNEL_ID,
  CROWD,
  directChannelOf,
  PEOPLE,
  type StandInInteraction,
  type StandInMessage,
  type StandInUser,
} from "../stand-ins/discord-world.ts";
import type { StandInFile } from "../stand-ins/discord.ts";
import { type DiscordWhole, openDiscordWhole } from "../support/discord-whole.ts";
import { describe } from "./desk.ts";
import { anySheet } from "./files.ts";
import { anyInput, anyLine, anyText, type CommandInput } from "./grammar.ts";
import { leaksIn } from "./leaks.ts";
import { addVictim, watchOwnersRows } from "./people.ts";
import { newTally, problem, type Tally } from "./tally.ts";

/** So many people do something at once, none of them twice. */
const AT_ONCE = 32;

/** Between two batches; longer than what any cool-down asks. */
const PAUSE_MS = 60_000;

/** What people call themselves. */
const NAMES = [
  "Eve",
  "@everyone",
  "<@&4200000000000000001>",
  "**Eve** [x](https://evil.example)",
  "\u202EevE",
  "```",
  "null",
];

/** The most that Discord passes on in one option, and in one message. */
const OPTION_TEXT = 6_000;
const MESSAGE_TEXT = 2_000;

/** What somebody does, as their own client may make it. */
type Deed =
  | { readonly kind: "slash"; readonly asked: CommandInput; readonly place: "guild" | "direct" | "private" }
  | { readonly kind: "suggest"; readonly command: string; readonly field: string; readonly typed: string }
  | { readonly kind: "press"; readonly id: string; readonly type: 2 | 3; readonly source: number }
  | { readonly kind: "message"; readonly words: string; readonly place: "guild" | "direct" }
  | { readonly kind: "file"; readonly command: string; readonly file: StandInFile }
  | { readonly kind: "unoffered"; readonly type: 2 | 5; readonly name: string };

const whole = (text: string, most: number): string => text.replaceAll(/\p{Surrogate}/gu, "?").slice(0, most);

/** An option's value is text, a number or a truth value; Discord lets nothing else through. */
const asOption = (value: unknown): string | number | boolean =>
  typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))
    ? value
    : whole(typeof value === "string" ? value : JSON.stringify(value ?? ""), OPTION_TEXT);

function anyDeed(commands: readonly AnyCommand[], ids: readonly string[]): fc.Arbitrary<Deed> {
  const fields = commands.flatMap((command) => fieldsOf(command).map(({ name }) => [command.name, name] as const));
  const changed = fc
    .tuple(fc.constantFrom(...ids), fc.nat(21), fc.constantFrom(..."ABCxyz019-_"))
    .map(([id, at, letter]) => `${id.slice(0, at)}${letter}${id.slice(at + 1)}`);
  return fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant("slash" as const),
        asked: anyInput(commands),
        place: fc.constantFrom("guild", "direct", "private"),
      }),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...fields) }, fc.tuple(anyText, anyText)),
          fc.oneof(anyText, fc.constantFrom("t", "TAO, ", "bit", "20")),
        )
        .map(([[command, field], typed]) => ({ kind: "suggest" as const, command, field, typed: whole(typed, 100) })),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant("press" as const),
        id: fc.oneof(
          { weight: 3, arbitrary: fc.constantFrom(...ids) },
          { weight: 1, arbitrary: changed },
          { weight: 1, arbitrary: anyText.map((text) => whole(text, 100)) },
        ),
        type: fc.constantFrom(2, 3),
        source: fc.nat(99),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant("message" as const),
        words: fc.oneof(anyText, anyLine(commands)).map((words) => whole(words, MESSAGE_TEXT - 30)),
        place: fc.constantFrom("guild", "direct", "direct", "direct"),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("file" as const),
        command: fc.constantFrom("portfolio import", "score import"),
        file: fc
          .record(
            {
              filename: fc.oneof(anyText, fc.constantFrom("trades.csv", "../../x.csv")),
              bytes: fc.oneof(anySheet, anyText),
              size: fc.constantFrom(0, 1, 30 * 1024 * 1024),
              url: fc.constantFrom(
                "http://127.0.0.1:1/x",
                "file:///etc/passwd",
                "https://cdn.discordapp.com.evil.example/x",
              ),
            },
            { requiredKeys: ["filename", "bytes"] },
          )
          .map((file) => ({ ...file, filename: whole(file.filename, 260) })),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("unoffered" as const),
        type: fc.constantFrom(2, 5),
        name: anyText,
      }),
    },
  );
}

/** What Ann sees of hers and in the server, with the ids of all that can be pressed there. */
async function showAnn({ discord, whole: { clock } }: DiscordWhole): Promise<readonly StandInMessage[]> {
  const asked = [
    discord.slash("ann", "guild", "price", { assets: "TAO" }, { madeAt: clock() }),
    discord.slash("ann", "guild", "market", {}, { madeAt: clock() }),
    discord.slash("ann", "guild", "portfolio", {}, { madeAt: clock() }),
    discord.slash("ann", "direct", "alert list", {}, { madeAt: clock() }),
    discord.slash("ann", "direct", "note list", {}, { madeAt: clock() }),
    discord.slash("ann", "direct", "wallet list", {}, { madeAt: clock() }),
    discord.slash("ann", "direct", "me", {}, { madeAt: clock() }),
  ];
  await until(() => asked.every(isAnswered));
  return discord.messages().slice();
}

const isAnswered = ({ kind, first, original, suggestions }: StandInInteraction): boolean =>
  kind === "autocomplete" ? suggestions !== undefined : first !== undefined && original?.isLoading !== true;

/** @returns whether it came to hold in time */
async function until(holds: () => boolean, limitMs = 10_000): Promise<boolean> {
  for (const end = performance.now() + limitMs; performance.now() < end;) {
    if (holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return holds();
}

/** @returns whether it has been answered; undefined where it is left alone on purpose */
function does(
  deed: Deed,
  eve: StandInUser,
  cards: readonly StandInMessage[],
  { discord, whole: { clock } }: DiscordWhole,
): (() => boolean) | undefined {
  const when = { madeAt: clock() };
  switch (deed.kind) {
    case "slash": {
      const { asked, place } = deed;
      const options = Object.fromEntries(Object.entries(asked.input).map(([name, value]) => [name, asOption(value)]));
      const given = discord.slash(eve, place, asked.command, options, when);
      return () => isAnswered(given);
    }
    case "file": {
      const given = discord.slash(eve, "direct", deed.command, { file: deed.file }, when);
      return () => isAnswered(given);
    }
    case "suggest": {
      const given = discord.autocomplete(eve, deed.command, deed.field, deed.typed, when);
      return () => isAnswered(given);
    }
    case "press": {
      const source = cards[deed.source % cards.length];
      if (!source) throw new Error("there is no card");
      const isInServer = source.channelId === CHANNEL_ID;
      const data = {
        component_type: deed.type,
        custom_id: deed.type === 2 ? deed.id : "choices",
        ...(deed.type === 3 ? { values: [deed.id] } : {}),
      };
      const given = discord.forge(eve, isInServer ? "guild" : "direct", source, data, when);
      return () => isAnswered(given);
    }
    case "message": {
      const words = deed.place === "guild" ? `<@${BOT_ID}> ${deed.words}` : deed.words;
      const id = discord.message(eve, deed.place, words, when);
      if (deed.place === "guild") return () => discord.messages().some(({ reference }) => reference === id);
      return () => discord.messages().some(({ channelId }) => channelId === directChannelOf(eve));
    }
    case "unoffered": {
      // A form that was never shown, and an item of a message's menu that was never registered.
      const data =
        deed.type === 5
          ? { custom_id: deed.name, components: [] }
          : { id: "1", name: deed.name, type: 3, target_id: "1", resolved: {} };
      const user = { id: eve.id, username: "eve", global_name: "Eve", discriminator: "0", avatar: null };
      const more = {
        version: 1,
        entitlements: [],
        app_permissions: "0",
        attachment_size_limit: 1,
        locale: "en-US",
        context: 1,
        authorizing_integration_owners: { "0": "0" },
      };
      const channel = { channel_id: directChannelOf(eve), channel: { id: directChannelOf(eve), type: 1 } };
      const id = String(BigInt(eve.id) + BigInt(clock()));
      discord.gateway.dispatch("INTERACTION_CREATE", {
        id,
        type: deed.type,
        token: "x",
        user,
        data,
        ...channel,
        ...more,
      });
      return undefined;
    }
  }
}

/** Slash commands, suggestions, presses, forms and messages, through Discord's gateway and REST API. */
export async function fuzzDiscord(runs: number, seed: number): Promise<Tally> {
  const tally = newTally("Discord: commands, suggestions, presses, messages");
  // A machine that stands still for a moment must not pass for a Discord that did not take an answer.
  const door = await openDiscordWhole({ times: { retryMs: 10, drainMs: 50, firstResponseMs: 20_000 } });
  const { whole: desk, discord, log } = door;
  const { world } = discord;
  const ann = await addVictim(desk, {
    platform: "discord",
    accountId: PEOPLE.ann.id,
    chatId: directChannelOf(PEOPLE.ann),
  });
  const cards = await showAnn(door);
  const offered = cards.flatMap(({ components }) =>
    allComponents(components).flatMap(({ type, custom_id: id, options }) =>
      type === 3 ? (options ?? []).map(({ value }) => value) : id === undefined ? [] : [id],
    ),
  );
  const commands = [...desk.desk.commands.values()].filter(({ surfaces }) => surfaces.includes("chat"));
  const deeds = fc.sample(anyDeed(commands, [...offered, ...ann.buttonIds]), { seed, numRuns: runs });
  // A file with all that is kept repeats what its asker once wrote; an answer may come late.
  const everything = JSON.stringify(deeds);
  const before = await ann.rows();
  const changedOfOwners = await watchOwnersRows(desk);
  try {
    for (let from = 0; from < deeds.length; from += AT_ONCE) {
      const batch = deeds.slice(from, from + AT_ONCE);
      // What these people and the ones just before have ever written: they are told again what they last asked.
      const near = (at: number): boolean => (at - from + AT_ONCE + CROWD.length * runs) % CROWD.length < 2 * AT_ONCE;
      const asked = JSON.stringify(deeds.filter((_, at) => near(at)));
      world.messages.length = 0;
      world.requests.length = 0;
      // The last of a long answer may be on its way yet.
      world.interactions.splice(0, world.interactions.length - 20 * AT_ONCE);
      // The cards are there again, as they were: a press may change the one it is on.
      world.messages.push(...cards.map((card) => ({ ...card })));
      desk.pass(PAUSE_MS);
      const shown = world.messages.slice();
      const waiting = batch.map((deed, index) => {
        const somebody = CROWD[(from + index) % CROWD.length];
        const eve = somebody && { ...somebody, name: NAMES[(from + index) % NAMES.length] ?? "Eve" };
        // In a server it is said once, not each time, that there is no model to answer.
        const mayBeSilent = deed.kind === "message" && deed.place === "guild";
        return { deed, isDone: eve && does(deed, eve, shown, door), mayBeSilent };
      });
      tally.inputs += batch.length;
      await until(() => waiting.every(({ isDone, mayBeSilent }) => mayBeSilent || isDone?.() !== false));
      for (const { deed, isDone, mayBeSilent } of waiting) {
        if (isDone?.() === true) tally.answered += 1;
        else if (!isDone || mayBeSilent) tally.silent += 1;
        else problem(tally, "no answer", deed);
      }
      for (const { method, body, files, path } of world.requests) {
        const said = JSON.stringify(body ?? {});
        const inFiles = files.map(({ bytes }) => bytes.toString("utf8")).join("\n");
        for (const leak of [...leaksIn(said, asked), ...leaksIn(inFiles, everything)])
          problem(tally, `leak: ${leak}`, { method, path, said, inFiles, batch });
      }
      for (const { pings, components } of world.messages)
        for (const ping of pings) problem(tally, `pings ${ping}`, { components, batch });
      // That somebody attaches what is not Discord's is for the operator to hear of.
      for (const fault of desk.faults
        .splice(0)
        .map(describe)
        .filter((each) => !each.includes("lies elsewhere")))
        problem(tally, `fault: ${fault}`, batch);
      for (const violation of discord.violations.splice(0)) problem(tally, `Discord says: ${violation}`, batch);
    }
    if ((await ann.rows()) !== before) problem(tally, "somebody changed what is another's", seed);
    for (const table of await changedOfOwners()) problem(tally, `${table} changed`, seed);
    for (const line of log.lines.filter(({ level }) => level === "error")) problem(tally, "logged as an error", line);
  } finally {
    await door.close();
  }
  return tally;
}
