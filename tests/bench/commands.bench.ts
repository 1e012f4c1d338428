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
 * own, in front of the same server on this machine: one after the other, and from 64 chats at once. The least bots keep nothing: they know
 * no update again, lose what was asked when they end, and have nobody's rights, settings or buttons. `npm run bench -- commands`
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
  for (let warm = 0; warm < 2 * AT_ONCE; warm += 1) await one(warm % AT_ONCE);
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

/** Of rounds that take turns, so that what else the machine does is shared, the one that came closest to its floor. */
function report(group: string, rounds: Readonly<Record<string, readonly Times[]>>): void {
  const [floorRounds, ...others] = Object.entries(rounds);
  if (!floorRounds) return;
  const [floorName, floors] = floorRounds;
  for (const load of ["alone", "together"] as const)
    for (const share of [0.5, 0.99] as const)
      for (const [name, times] of others) {
        const [closest] = times
          .map((each, index) => ({
            value: quantile(each[load], share),
            floor: { name: floorName, value: quantile(floors[index]?.[load] ?? [], share) },
          }))
          .toSorted((a, b) => a.value / a.floor.value - b.value / b.floor.value);
        const what = `${name} ${LOADS[load]}, p${share * 100}`;
        if (closest) measured({ group, name: what, unit: "ms", ...closest, target: TARGETS[share] });
      }
}

const ROUNDS = Number(process.env["ROUNDS"] ?? 3);

async function onTelegram(): Promise<void> {
  const rounds: Record<string, Times[]> = { "telegraf echo": [], "/glossary": [], "/price": [] };
  const round = async (start: (environment: Record<string, string>) => Promise<Bot>, names: Record<string, string>) => {
    const server = await TelegramStandIn.start();
    const bot = await start({ TELEGRAM_BOT_TOKEN: TELEGRAM_TOKEN, TELEGRAM_API_ROOT: server.root });
    const until = watcher();
    const people = Array.from({ length: AT_ONCE }, (_, index) => server.person(`P${index}`));
    for (const [name, line] of Object.entries(names)) {
      const ask = async (index: number): Promise<void> => {
        const person = people[index] ?? server.person("Nobody");
        server.say(person, person, line);
        await until(() => server.messages.some(({ chatId, from }) => chatId === person.id && from.is_bot));
        server.messages.splice(
          0,
          server.messages.length,
          ...server.messages.filter(({ chatId }) => chatId !== person.id),
        );
      };
      rounds[name]?.push(await timed(ask));
    }
    await bot.stop();
    await server.close();
  };
  for (let index = 0; index < ROUNDS; index += 1) {
    await round((environment) => startPeer("telegraf-echo.mjs", environment), { "telegraf echo": "/glossary FDV" });
    await round(startWestbound, { "/glossary": "/glossary FDV", "/price": "/price TAO" });
  }
  report("a command on Telegram", rounds);
}

async function onDiscord(): Promise<void> {
  const rounds: Record<string, Times[]> = { "discord.js echo": [], "/glossary": [], "/price": [] };
  const round = async (
    start: (environment: Record<string, string>) => Promise<Bot>,
    names: Record<string, readonly [string, Record<string, string>]>,
  ) => {
    const server = await startDiscord();
    const until = watcher();
    const bot = await start({ DISCORD_BOT_TOKEN: DISCORD_TOKEN, DISCORD_API_BASE: server.apiBase });
    await until(() => server.gateway.identified() > 0);
    for (const [name, [command, fields]] of Object.entries(names)) {
      const ask = async (): Promise<void> => {
        const asked = server.slash("ann", "direct", command, fields);
        await until(() => asked.original?.isLoading === false);
      };
      rounds[name]?.push(await timed(ask));
    }
    await bot.stop();
    await server.close();
    if (server.violations.length > 0) throw new Error(server.violations[0]);
  };
  for (let index = 0; index < ROUNDS; index += 1) {
    await round((environment) => startPeer("discord-echo.mjs", environment), {
      "discord.js echo": ["glossary", { term: "FDV" }],
    });
    await round(startWestbound, { "/glossary": ["glossary", { term: "FDV" }], "/price": ["price", { assets: "TAO" }] });
  }
  report("a command on Discord", rounds);
}

const once_ = { iterations: 1, time: 0, warmupIterations: 0, warmupTime: 0 } as const;
describe("a command", () => {
  bench("on Telegram", onTelegram, once_);
  bench("on Discord", onDiscord, once_);
});
