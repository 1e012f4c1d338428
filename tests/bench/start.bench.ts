import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { bench, describe } from "vitest";
import { measured } from "./report.ts";
import { temporaryFolder } from "../support/process.ts";
import { startDiscord } from "../stand-ins/discord.ts";
import { TOKEN as DISCORD_TOKEN } from "../stand-ins/discord-world.ts";
import { openAiStandIn } from "../stand-ins/openai.ts";
import { TelegramStandIn, TOKEN } from "../stand-ins/telegram.ts";

/**
 * From starting the process to its first poll of Telegram, with the database of a desk that has run before; what it holds in memory
 * then, and after thousands of messages. Beside the least bot on telegraf. Linux alone says what a process has in memory.
 * `npm run bench -- start`; `ROUNDS` and `MESSAGES` take others.
 */
const ROUNDS = Number(process.env["ROUNDS"] ?? 5);
const MESSAGES = Number(process.env["MESSAGES"] ?? 10_000);
const AT_ONCE = 16;
/** Each may ask so often before the desk calls it too fast. */
const EACH = 10;
const GROUP = "start and memory";
const FLOOR = "telegraf echo";

const DESK = fileURLToPath(new URL("../../src/start.mjs", import.meta.url));
const ECHO = fileURLToPath(new URL("peers/telegraf-echo.mjs", import.meta.url));

interface Round {
  readonly startMs: number;
  readonly startMb: number;
  readonly endMb: number;
}

const memoryOf = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_024;

async function askMany(server: TelegramStandIn, messages: number): Promise<void> {
  let asked = 0;
  const askOn = async (): Promise<void> => {
    while (asked < messages) {
      const person = server.person(`P${asked}`);
      for (let index = 0; index < EACH; index += 1) {
        asked += 1;
        server.say(person, person, "/glossary FDV");
        while (!server.messages.some(({ chatId, from }) => chatId === person.id && from.is_bot)) await sleep(1);
        const others = server.messages.filter(({ chatId }) => chatId !== person.id);
        server.messages.splice(0, server.messages.length, ...others);
        server.calls.length = 0;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, askOn));
}

/** @param more  what else the process is told */
async function round(
  entry: string,
  path: string,
  { messages = 0, more = {} }: { readonly messages?: number; readonly more?: Readonly<Record<string, string>> } = {},
): Promise<Round> {
  const server = await TelegramStandIn.start();
  const startedAt = performance.now();
  const child = spawn(process.execPath, [entry], {
    env: {
      PATH: process.env["PATH"],
      TELEGRAM_BOT_TOKEN: TOKEN,
      TELEGRAM_API_ROOT: server.root,
      DATABASE_PATH: `${path}/desk.sqlite`,
      MARKET_DATA: "sample",
      WEB: "off",
      ...more,
    },
    cwd: path,
    stdio: "ignore",
  });
  const { pid = 0 } = child;
  while (!server.calls.some(({ method }) => method === "getUpdates")) await sleep(1);
  const startMs = performance.now() - startedAt;
  const startMb = memoryOf(pid);
  await askMany(server, messages);
  const endMb = memoryOf(pid);
  child.kill("SIGTERM");
  await once(child, "exit");
  await server.close();
  return { startMs, startMb, endMb };
}

async function startAndMemory(): Promise<void> {
  const folder = await temporaryFolder();
  const discord = await startDiscord();
  const model = await openAiStandIn();
  const everything = {
    DISCORD_BOT_TOKEN: DISCORD_TOKEN,
    DISCORD_API_BASE: discord.apiBase,
    OPENAI_API_KEY: "a-key",
    OPENAI_BASE_URL: model.baseUrl,
    MODEL: "a-model",
    WEB: "on",
    PORT: "0",
  };
  // The first of all builds, and makes the tables.
  await round(DESK, folder.path);
  const rounds: { readonly echo: Round; readonly alone: Round; readonly all: Round }[] = [];
  for (let index = 0; index < ROUNDS; index += 1)
    rounds.push({
      echo: await round(ECHO, folder.path),
      alone: await round(DESK, folder.path),
      all: await round(DESK, folder.path, { more: everything }),
    });
  for (const [which, name] of [
    ["alone", "Telegram alone"],
    ["all", "every door and a model"],
  ] as const) {
    const [best] = rounds.toSorted((a, b) => a[which].startMs - b[which].startMs);
    if (!best) continue;
    measured({
      group: GROUP,
      name: `start to first poll, ${name}`,
      unit: "ms",
      limit: 1_500,
      value: best[which].startMs,
      floor: { name: FLOOR, value: best.echo.startMs },
    });
    measured({
      group: GROUP,
      name: `memory at the first poll, ${name}`,
      unit: "MB",
      limit: 150,
      value: best[which].startMb,
      floor: { name: FLOOR, value: best.echo.startMb },
    });
  }
  for (const messages of [MESSAGES / 10, MESSAGES]) {
    // A database of their own: the server numbers its updates anew, and what is known by its number is not answered again.
    const own = await temporaryFolder();
    const [echo, desk] = [await round(ECHO, own.path, { messages }), await round(DESK, own.path, { messages })];
    await own.remove();
    measured({
      group: GROUP,
      name: `memory after ${messages.toLocaleString("en")} messages`,
      unit: "MB",
      value: desk.endMb,
      floor: { name: FLOOR, value: echo.endMb },
    });
  }
  await discord.close();
  await model.close();
  await folder.remove();
}

describe("a process", () => {
  bench("start and memory", startAndMemory, { iterations: 1, time: 0, warmupIterations: 0, warmupTime: 0 });
});
