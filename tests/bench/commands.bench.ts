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
const ONE_BY_ONE = 300;
const AT_ONCE = 64;
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

/** Milliseconds of each, from saying to the answer. @param ask  the person of that number says it; resolves when it is answered */
async function timed(
  ask: (person: number) => Promise<void>,
): Promise<{ readonly alone: number[]; readonly together: number[] }> {
  const one = async (person: number): Promise<number> => {
    const startedAt = performance.now();
    await ask(person);
    return performance.now() - startedAt;
  };
  // A desk runs for weeks: what is compiled at first is no part of what an answer costs. By others, since nobody may ask without end.
  await Promise.all(
    Array.from({ length: AT_ONCE }, async (_, person) => {
      for (let index = 0; index < EACH; index += 1) await one(AT_ONCE + person);
    }),
  );
  const alone: number[] = [];
  for (let index = 0; index < ONE_BY_ONE; index += 1) alone.push(await one(index % AT_ONCE));
  const together: number[] = [];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async (_, person) => {
      for (let index = 0; index < EACH; index += 1) together.push(await one(person));
    }),
  );
  return { alone, together };
}

type Times = Awaited<ReturnType<typeof timed>>;

const LOADS = { alone: "one by one", together: `${AT_ONCE} at once` } as const;
/** Times the floor, at the most. */
const TARGETS = { 0.5: 1.5, 0.99: 2 } as const;

/** What is measured of a door: each command by the desk, and by its least bot, which gives the very answer that the desk gave. */
interface Line {
  readonly name: string;
  readonly ours: Times[];
  readonly floor: Times[];
}

/** Of rounds that take turns, so that what else the machine does is shared, the one that came closest to its floor. */
function report(group: string, floorName: string, lines: readonly Line[]): void {
  for (const load of ["alone", "together"] as const)
    for (const share of [0.5, 0.99] as const)
      for (const { name, ours, floor } of lines) {
        const [closest] = ours
          .map((each, index) => ({
            value: quantile(each[load], share),
            floor: { name: floorName, value: quantile(floor[index]?.[load] ?? [], share) },
          }))
          .toSorted((a, b) => a.value / a.floor.value - b.value / b.floor.value);
        const what = `${name} ${LOADS[load]}, p${share * 100}`;
        if (closest) measured({ group, name: what, unit: "ms", ...closest, target: TARGETS[share] });
      }
}

const ROUNDS = Number(process.env["ROUNDS"] ?? 3);

type Start = (environment: Record<string, string>) => Promise<Bot>;

async function onTelegram(): Promise<void> {
  /** @returns times, and the answer as it was sent */
  const round = async (start: Start, line: string): Promise<{ readonly times: Times; readonly answer: object }> => {
    const server = await TelegramStandIn.start();
    const bot = await start({ TELEGRAM_BOT_TOKEN: TELEGRAM_TOKEN, TELEGRAM_API_ROOT: server.root });
    const until = watcher();
    const people = Array.from({ length: 2 * AT_ONCE }, (_, index) => server.person(`P${index}`));
    const ask = async (index: number): Promise<void> => {
      const person = people[index] ?? server.person("Nobody");
      server.say(person, person, line);
      await until(() => server.messages.some(({ chatId, from }) => chatId === person.id && from.is_bot));
      const others = server.messages.filter(({ chatId }) => chatId !== person.id);
      server.messages.splice(0, server.messages.length, ...others);
    };
    const times = await timed(ask);
    const { chat_id: _chat, ...answer } = server.callsOf("sendMessage").at(-1)?.values ?? {};
    await bot.stop();
    await server.close();
    return { times, answer };
  };
  const lines: Line[] = [];
  for (const line of ["/glossary FDV", "/price TAO"]) {
    const [name = ""] = line.split(" ");
    const measuredLine: Line = { name, ours: [], floor: [] };
    for (let index = 0; index < ROUNDS; index += 1) {
      const { times, answer } = await round(startWestbound, line);
      const given = { COMMAND: name.slice(1), ANSWER: JSON.stringify(answer) };
      const echo = await round((environment) => startPeer("telegraf-echo.mjs", { ...environment, ...given }), line);
      measuredLine.ours.push(times);
      measuredLine.floor.push(echo.times);
    }
    lines.push(measuredLine);
  }
  report("a command on Telegram", "telegraf echo", lines);
}

async function onDiscord(): Promise<void> {
  const round = async (
    start: Start,
    [command, fields]: readonly [string, Record<string, string>],
  ): Promise<{ readonly times: Times; readonly answer: unknown }> => {
    const server = await startDiscord();
    const until = watcher();
    const bot = await start({ DISCORD_BOT_TOKEN: DISCORD_TOKEN, DISCORD_API_BASE: server.apiBase });
    await until(() => server.gateway.identified() > 0);
    const ask = async (): Promise<void> => {
      const asked = server.slash("ann", "direct", command, fields);
      await until(() => asked.original?.isLoading === false);
    };
    const times = await timed(ask);
    const last = server.world.requests.findLast(({ path }) => path.endsWith("/callback"))?.body as {
      readonly data: unknown;
    };
    await bot.stop();
    await server.close();
    if (server.violations.length > 0) throw new Error(server.violations[0]);
    return { times, answer: last.data };
  };
  const lines: Line[] = [];
  for (const asked of [["glossary", { term: "FDV" }] as const, ["price", { assets: "TAO" }] as const]) {
    const measuredLine: Line = { name: `/${asked[0]}`, ours: [], floor: [] };
    for (let index = 0; index < ROUNDS; index += 1) {
      const { times, answer } = await round(startWestbound, asked);
      const given = { ANSWER: JSON.stringify(answer) };
      const echo = await round((environment) => startPeer("discord-echo.mjs", { ...environment, ...given }), asked);
      measuredLine.ours.push(times);
      measuredLine.floor.push(echo.times);
    }
    lines.push(measuredLine);
  }
  report("a command on Discord", "discord.js echo", lines);
}

const once_ = { iterations: 1, time: 0, warmupIterations: 0, warmupTime: 0 } as const;
describe("a command", () => {
  bench("on Telegram", onTelegram, once_);
  bench("on Discord", onDiscord, once_);
});
