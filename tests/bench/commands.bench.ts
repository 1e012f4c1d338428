import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { bench, describe } from "vitest";
import { measured, quantile } from "./report.ts";
import { startDesk, temporaryFolder } from "../support/process.ts";
import { startDiscord } from "../stand-ins/discord.ts";
import { PEOPLE, TOKEN as DISCORD_TOKEN } from "../stand-ins/discord-world.ts";
import { TelegramStandIn, TOKEN as TELEGRAM_TOKEN } from "../stand-ins/telegram.ts";

/**
 * A command from a person's message to the answer in their chat, beside the least bot on the same library, each in a process of its
 * own, in front of the same server on this machine: one after the other, and from 64 chats at once. The least bots send the desk's own
 * answer and keep nothing: they know no update again, lose what was asked when they end, and have nobody's rights, settings or buttons. `npm run bench -- commands`
 */
const TURNS = Number(process.env["TURNS"] ?? 5);
/** One after the other in a turn: so many times so many. */
const BLOCKS = 8;
const BLOCK = 25;
const AT_ONCE = 64;
/** Each of those who ask at once asks so often. */
const EACH = 10;

interface Bot {
  stop(): Promise<void>;
}

/** Resolves each as soon as it is so; one look at all of them after each turn of the loop. */
function watcher(): (isSo: () => boolean) => Promise<void> {
  const waiting = new Set<{ readonly isSo: () => boolean; readonly done: () => void }>();
  let isLooking = false;
  const look = (): void => {
    for (const each of waiting)
      if (each.isSo()) {
        waiting.delete(each);
        each.done();
      }
    isLooking = waiting.size > 0;
    if (isLooking) setImmediate(look);
  };
  return (isSo) =>
    new Promise((done) => {
      waiting.add({ isSo, done });
      if (isLooking) return;
      isLooking = true;
      setImmediate(look);
    });
}

const PEERS = new URL("peers/", import.meta.url);

/** One of the least bots. */
async function startPeer(name: string, environment: Readonly<Record<string, string>>): Promise<Bot> {
  const child = spawn(process.execPath, [fileURLToPath(new URL(name, PEERS))], {
    env: { PATH: process.env["PATH"], ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return {
    async stop() {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

/** The whole desk, answering from its sample data. */
async function startWestbound(environment: Readonly<Record<string, string>>): Promise<Bot> {
  const folder = await temporaryFolder();
  const desk = startDesk({
    ...environment,
    DATABASE_PATH: `${folder.path}/desk.sqlite`,
    MARKET_DATA: "sample",
    WEB: "off",
    OWNER_IDS: `discord:${PEOPLE.ann.id}`,
  });
  return {
    async stop() {
      desk.kill("SIGTERM");
      await desk.ended;
      await folder.remove();
    },
  };
}

/** A bot behind its server. */
interface Side {
  /** The person of that number asks; resolves when they are answered. */
  readonly ask: (person: number) => Promise<void>;
  /** The last answer as it was sent. */
  readonly answer: () => object;
  close(): Promise<void>;
}

/** Milliseconds of each, from saying to the answer. */
interface Times {
  readonly alone: number[];
  readonly together: number[];
}

async function timed(ask: Side["ask"], person: number): Promise<number> {
  const startedAt = performance.now();
  await ask(person);
  return performance.now() - startedAt;
}

/** @param from  the number of the first of those who ask */
async function together(ask: Side["ask"], from: number, each = EACH): Promise<readonly number[]> {
  const times: number[] = [];
  const askOn = async (person: number): Promise<void> => {
    for (let index = 0; index < each; index += 1) times.push(await timed(ask, person));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => askOn(from + index)));
  return times;
}

/**
 * A desk runs for weeks: what is compiled at first is no part of what an answer costs, nor that somebody new is written down, which
 * befalls each of them once.
 */
async function warmUp(ask: Side["ask"]): Promise<void> {
  await together(ask, 0);
  for (let turn = 1; turn <= TURNS; turn += 1) await together(ask, AT_ONCE * turn, 1);
}

const LOADS = { alone: "one by one", together: `${AT_ONCE} at once` } as const;
/** Times the floor, at the most. */
const TARGETS = { 0.5: 1.5, 0.99: 2 } as const;

interface Compared {
  readonly group: string;
  readonly floorName: string;
  readonly name: string;
  readonly ours: () => Promise<Side>;
  /** @param answer  the desk's, which the least bot gives, too */
  readonly floor: (answer: object) => Promise<Side>;
}

/**
 * Both live through the whole comparison and take turns many times, a few dozen commands each, so that whatever else the machine does
 * befalls both.
 */
async function compare({ group, floorName, name, ours, floor }: Compared): Promise<void> {
  const desk = await ours();
  await warmUp(desk.ask);
  const peer = await floor(desk.answer());
  await warmUp(peer.ask);
  const sides = [desk, peer].map(({ ask }) => ({ ask, times: { alone: [], together: [] } as Times }));
  for (let turn = 0; turn < TURNS; turn += 1) {
    // Nobody may ask without end.
    const from = AT_ONCE * (1 + turn);
    for (let block = 0; block < BLOCKS; block += 1)
      for (const { ask, times } of sides)
        for (let index = 0; index < BLOCK; index += 1)
          times.alone.push(await timed(ask, from + ((block * BLOCK + index) % AT_ONCE)));
    for (const { ask, times } of sides) times.together.push(...(await together(ask, from)));
  }
  await desk.close();
  await peer.close();
  const [mine, least] = sides;
  for (const load of ["alone", "together"] as const)
    for (const share of [0.5, 0.99] as const)
      measured({
        group,
        name: `${name} ${LOADS[load]}, p${share * 100}`,
        unit: "ms",
        value: quantile(mine?.times[load] ?? [], share),
        floor: { name: floorName, value: quantile(least?.times[load] ?? [], share) },
        target: TARGETS[share],
      });
}

type Start = (environment: Record<string, string>) => Promise<Bot>;

async function onTelegram(): Promise<void> {
  const open = async (start: Start, line: string): Promise<Side> => {
    const server = await TelegramStandIn.start();
    const bot = await start({ TELEGRAM_BOT_TOKEN: TELEGRAM_TOKEN, TELEGRAM_API_ROOT: server.root });
    const until = watcher();
    const people = Array.from({ length: (1 + TURNS) * AT_ONCE }, (_, index) => server.person(`P${index}`));
    let answer: object = {};
    return {
      async ask(index) {
        const person = people[index] ?? server.person("Nobody");
        server.say(person, person, line);
        await until(() => server.messages.some(({ chatId, from }) => chatId === person.id && from.is_bot));
        const others = server.messages.filter(({ chatId }) => chatId !== person.id);
        server.messages.splice(0, server.messages.length, ...others);
        answer = server.callsOf("sendMessage").at(-1)?.values ?? answer;
        server.calls.length = 0;
      },
      answer: () => answer,
      async close() {
        await bot.stop();
        await server.close();
      },
    };
  };
  for (const line of ["/glossary FDV", "/price TAO"]) {
    const [name = ""] = line.split(" ");
    await compare({
      group: "a command on Telegram",
      floorName: "telegraf echo",
      name,
      ours: () => open(startWestbound, line),
      floor: (answer) => {
        const given = { COMMAND: name.slice(1), ANSWER: JSON.stringify({ ...answer, chat_id: undefined }) };
        return open((environment) => startPeer("telegraf-echo.mjs", { ...environment, ...given }), line);
      },
    });
  }
}

async function onDiscord(): Promise<void> {
  const open = async (start: Start, command: string, fields: Record<string, string>): Promise<Side> => {
    const server = await startDiscord();
    const until = watcher();
    const bot = await start({ DISCORD_BOT_TOKEN: DISCORD_TOKEN, DISCORD_API_BASE: server.apiBase });
    await until(() => server.gateway.identified() > 0);
    let answer: object = {};
    return {
      async ask() {
        const asked = server.slash("ann", "direct", command, fields);
        await until(() => asked.original?.isLoading === false);
        const last = server.world.requests.findLast(({ path }) => path.endsWith("/callback"))?.body;
        answer = (last as { readonly data: object } | undefined)?.data ?? answer;
        server.world.requests.length = 0;
      },
      answer: () => answer,
      async close() {
        await bot.stop();
        await server.close();
        if (server.violations.length > 0) throw new Error(server.violations[0]);
      },
    };
  };
  for (const [command, fields] of [["glossary", { term: "FDV" }] as const, ["price", { assets: "TAO" }] as const])
    await compare({
      group: "a command on Discord",
      floorName: "discord.js echo",
      name: `/${command}`,
      ours: () => open(startWestbound, command, fields),
      floor: (answer) =>
        open(
          (environment) => startPeer("discord-echo.mjs", { ...environment, ANSWER: JSON.stringify(answer) }),
          command,
          fields,
        ),
    });
}

const once_ = { iterations: 1, time: 0, warmupIterations: 0, warmupTime: 0 } as const;
describe("a command", () => {
  bench("on Telegram", onTelegram, once_);
  bench("on Discord", onDiscord, once_);
});
