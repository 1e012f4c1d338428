import { directChannelOf, PEOPLE, textOf } from "../stand-ins/discord-world.ts";
import { type TurnLine, wordsOf } from "../support/web-door.ts";
import type { Scene } from "./scene.ts";
import { callTool } from "../support/mcp.ts";

export type Door = "telegram" | "discord" | "page" | "mcp";
export const DOORS: readonly Door[] = ["telegram", "discord", "page", "mcp"];

/** Who asks on Discord, where there are few people; on the other doors everybody is somebody new, but for Ada on the page. */
export type Asker = "ann" | "ben" | "ada";

/** Something that can be asked on each door. */
export interface Line {
  readonly name: string;
  readonly typed: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** What somebody has asked. */
export interface Asked {
  /** "a command on Telegram". */
  readonly what: string;
  /** What they can read by now, oldest first. */
  shown(): readonly string[];
  /** Whether they were told by the platform itself that nothing will come. */
  isRefused(): boolean;
}

const NAMES: Readonly<Record<Door, string>> = {
  telegram: "Telegram",
  discord: "Discord",
  page: "the page",
  mcp: "MCP",
};

let people = 0;

/** A command. Whatever comes of it comes later. */
export function ask(scene: Scene, door: Door, { name, typed, fields }: Line, asker: Asker = "ann"): Asked {
  const what = `a command on ${NAMES[door]}`;
  if (door === "telegram") return onTelegram(scene, what, `/${name} ${typed}`.trim());
  if (door === "page") return later(what, onPage(scene, `/${name} ${typed}`.trim(), asker));
  if (door === "mcp") return later(what, onMcp(scene, name, fields));
  const shown = watchDiscord(scene, asker);
  const interaction = scene.discord.slash(asker, "direct", name, fields);
  return {
    what,
    shown,
    // Discord's own "The application did not respond".
    isRefused: () => interaction.first === undefined && Date.now() - interaction.madeAt > 3_000,
  };
}

/** A question in words of one's own. There is no such thing for programs. */
export function askFreely(scene: Scene, door: Exclude<Door, "mcp">, words: string, asker: Asker = "ann"): Asked {
  const what = `a question on ${NAMES[door]}`;
  if (door === "telegram") return onTelegram(scene, what, words);
  if (door === "page") return later(what, onPage(scene, words, asker));
  const shown = watchDiscord(scene, asker);
  scene.discord.message(asker, "direct", words);
  return { what, shown, isRefused: () => false };
}

function onTelegram({ telegram }: Scene, what: string, words: string): Asked {
  const person = telegram.person(`Person ${(people += 1)}`);
  telegram.say(person, person, words);
  return { what, shown: () => telegram.ours(person).map(({ text }) => text), isRefused: () => false };
}

/**
 * A question and a command of one person on Telegram. The command comes again under the same update id, and then the question,
 * whose id is older than what was taken already.
 */
export function pushTwice({ telegram }: Scene, words: string): readonly Asked[] {
  const person = telegram.person(`Person ${(people += 1)}`);
  const question = telegram.toMessage(telegram.say(person, person, words));
  const command = {
    ...question,
    message_id: Number(question["message_id"]) + 1_000_000,
    text: "/glossary FDV",
    entities: [{ type: "bot_command", offset: 0, length: 9 }],
  };
  const id = telegram.push({ message: command });
  telegram.pushAgain(id, { message: command });
  telegram.pushAgain(id - 1, { message: question });
  const shown = (isCommand: boolean) => (): readonly string[] =>
    telegram
      .ours(person)
      .map(({ text }) => text)
      .filter((text) => text.includes("fully diluted") === isCommand);
  return [
    { what: "a command on Telegram", shown: shown(true), isRefused: () => false },
    { what: "a question on Telegram", shown: shown(false), isRefused: () => false },
  ];
}

/** A line that an answer takes the place of. */
const PROGRESS = /^[^\n]*…$/;

/** What comes from now on into the direct chat with somebody. */
function watchDiscord({ discord }: Scene, asker: Asker): () => readonly string[] {
  const before = discord.world.messages.length;
  const channelId = directChannelOf(PEOPLE[asker]);
  return () =>
    discord.world.messages
      .slice(before)
      .filter((message) => message.channelId === channelId && !message.isLoading && !message.isDeleted)
      .map(textOf)
      .filter((text) => !PROGRESS.test(text));
}

function later(what: string, answer: Promise<string>): Asked {
  const shown: string[] = [];
  answer.then((text) => shown.push(text)).catch((error: unknown) => shown.push(`(no answer: ${String(error)})`));
  return { what, shown: () => shown, isRefused: () => false };
}

/** The cookie of the one whose browser has been here before. */
const cookies = new WeakMap<Scene, string>();

async function onPage(scene: Scene, text: string, asker: Asker): Promise<string> {
  const cookie = asker === "ada" ? cookies.get(scene) : undefined;
  const response = await fetch(`${scene.address}/api/turn`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(cookie === undefined ? {} : { cookie }) },
    body: JSON.stringify({ key: crypto.randomUUID(), text }),
  });
  const [set] = response.headers.getSetCookie();
  if (asker === "ada" && set !== undefined) cookies.set(scene, set.split(";")[0] ?? "");
  const said = await response.text();
  if (!response.ok) return said;
  const lines = said.split("\n").filter((each) => each !== "");
  return wordsOf(JSON.parse(lines.at(-1) ?? "{}") as TurnLine);
}

async function onMcp({ address }: Scene, name: string, fields: Readonly<Record<string, string>>): Promise<string> {
  const said = JSON.parse(await callTool(address, name, fields)) as {
    result?: { content?: readonly { text?: string }[] };
  };
  return said.result?.content?.map((each) => each.text ?? "").join("\n") ?? JSON.stringify(said);
}
