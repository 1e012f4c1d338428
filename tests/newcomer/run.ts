import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterAll, expect, test } from "vitest";
import { here } from "../faults/play-all.ts";
import { textOf } from "../stand-ins/discord-world.ts";
import { until } from "../support/telegram.ts";
import { busyHour } from "./hour.ts";
import { commandsOf, emptyMachine, type Running, sizeMb, variablesOf } from "./machine.ts";
import { MCP_TOKEN, MODEL_ANSWER, openPlatforms, type Platforms } from "./platforms.ts";
import { peakMb, smallServer } from "./small.ts";
import { type Newcomer, pageOf } from "./table.ts";
import { callTool } from "../support/mcp.ts";

const found: Newcomer = { install: undefined, start: undefined, platforms: [], hour: undefined, upgrade: undefined };
const machine = emptyMachine();
const clone = machine.clone("westbound");
/** The commit whose tables are one schema older than today's: the one before the last migration came. */
const FORMER = execFileSync(
  "git",
  [
    "log",
    "-1",
    "--diff-filter=A",
    "--format=%H^",
    "--",
    ...execFileSync("git", ["ls-files", "src/store/migrations/0*.ts"], { cwd: clone, encoding: "utf8" })
      .trim()
      .split("\n")
      .slice(-1),
  ],
  { cwd: clone, encoding: "utf8" },
).trim();

afterAll(() => {
  machine.remove();
  const run = { ...here(), ...found };
  const { hour, install } = found;
  const summary = `installed in ${install?.seconds.toFixed(0)} s; an hour at ${hour?.peakMb.toFixed(0)} MB at most`;
  writeFileSync("docs/newcomer.json", `${JSON.stringify({ ...run, summary }, null, 2)}\n`);
  writeFileSync("docs/newcomer.md", pageOf(run));
}, 120_000);

async function askPage(address: string, words: string): Promise<string> {
  const response = await fetch(`${address}/api/turn`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: address },
    body: JSON.stringify({ key: `newcomer-${words.length}`, text: words }),
  });
  return await response.text();
}

test("README's first line installs, builds and starts a desk that answers", async () => {
  const [first = "", second = ""] = commandsOf(clone, 2);
  expect([first, second]).toEqual(["npm ci && npm start", "npm ci && npm test"]);
  // In its two parts, so that each has its time; the second line is what a check of each change runs.
  const [install = "", start = ""] = first.split(" && ");
  const installMs = await machine.run(install, clone);
  found.install = { seconds: installMs / 1_000, packagesMb: sizeMb(join(clone, "node_modules")) };
  const from = performance.now();
  const desk = machine.start(start, clone, { PORT: "0", MARKET_DATA: "sample" });
  try {
    const address = await desk.says(/open at (http:\S+?)\/\s/);
    found.start = { seconds: (performance.now() - from) / 1_000 };
    const said = await askPage(address, "What is the price of TAO?");
    expect(said).toContain("Bittensor");
    expect(said).toContain("sample data");
  } finally {
    await desk.stop();
  }
});

/** `.env` as README says: the example copied, and what is needed filled in. */
function writeEnv(variables: Readonly<Record<string, string>>): void {
  const known = variablesOf(clone);
  expect(Object.keys(variables).filter((name) => !known.has(name))).toEqual([]);
  copyFileSync(join(clone, ".env.example"), join(clone, ".env"));
  const filled = readFileSync(join(clone, ".env"), "utf8").replaceAll(/^([A-Z_]+)=$/gm, (line, name: string) =>
    variables[name] === undefined ? line : `${name}=${variables[name]}`,
  );
  writeFileSync(join(clone, ".env"), filled);
}

/** Says `/claim` with the code that the desk has printed, as README tells a newcomer to. */
async function claim({ telegram }: Platforms, desk: Running) {
  const owner = telegram.person("Nora");
  const code = await desk.says(/\/claim (\S+)/);
  telegram.say(owner, owner, `/claim ${code}`);
  await until(() => telegram.ours(owner).length > 0, 20_000);
  return owner;
}

test("every platform is connected by what README says, and an hour of work on a small server fits into its memory", async () => {
  const platforms = await openPlatforms();
  const { telegram, discord } = platforms;
  const server = smallServer();
  writeEnv(platforms.variables);
  const desk = machine.start(`${server.under}node src/start.mjs`, clone);
  try {
    const address = await desk.says(/open at (http:\S+?)\/\s/);
    const owner = await claim(platforms, desk);
    expect(telegram.ours(owner)[0]?.text).toMatch(/own/i);
    expect(desk.said()).toMatch(/https:\/\/t\.me\/\S+/);
    telegram.say(owner, owner, "what do people think?");
    await until(() => telegram.ours(owner).some(({ text }) => text.includes(MODEL_ANSWER)), 20_000);

    await desk.says(/(https:\/\/discord\.com\/\S*oauth2\S*)/);
    await until(() => discord.world.commands.length > 0, 20_000);
    discord.slash("ann", "direct", "price", { assets: "TAO" });
    await until(() => discord.messages().some((message) => textOf(message).includes("Bittensor")), 20_000);

    expect(await askPage(address, "/price NEAR")).toContain("NEAR Protocol");

    expect(await callTool(address, "price", { assets: "TAO" }, MCP_TOKEN)).toContain("Bittensor");
    found.platforms = ["Telegram", "Discord", "a model", "the page", "MCP"];

    const from = performance.now();
    const hour = await busyHour(telegram, owner);
    found.hour = {
      ...hour,
      seconds: (performance.now() - from) / 1_000,
      peakMb: peakMb(desk.pid),
      isEnforced: server.isEnforced,
    };
    expect(platforms.violations()).toEqual([]);
    expect(desk.said()).not.toMatch(/"level":"?(?:error|50|fatal|60)"?/);
  } finally {
    await desk.stop();
    await platforms.close();
    server.close();
  }
});

/** Rows by table, without the index's own and what a start itself writes. */
function rowsOf(path: string): ReadonlyMap<string, number> {
  const file = new Sqlite(path, { readonly: true });
  try {
    const tables = file
      .prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'kysely_%'",
      )
      .pluck()
      .all() as string[];
    const counted = tables.filter((name) => !/^(?:lease|note|news_text_.*|provider_use|daily_close)$/.test(name));
    return new Map(
      counted.map((name) => [name, file.prepare(`SELECT count(*) FROM "${name}"`).pluck().get() as number]),
    );
  } finally {
    file.close();
  }
}

test("a desk of the schema before is upgraded with all that it holds, and led back by what it prints", async () => {
  const former = machine.clone("former", FORMER);
  const name = "westbound.sqlite";
  const path = join(machine.folder, name);
  const platforms = await openPlatforms();
  const { telegram } = platforms;
  const variables = {
    ...platforms.variables,
    DATABASE_PATH: path,
    BACKUP_DIR: join(machine.folder, "backups"),
    WEB: "off",
  };
  const live = async (folder: string, work: (desk: Running) => Promise<void>): Promise<string> => {
    const desk = machine.start("exec node src/start.mjs", folder, variables);
    try {
      await desk.says(/"started"/);
      await work(desk);
    } finally {
      await desk.stop();
    }
    return desk.said();
  };
  try {
    // Its packages are nearly today's; what differs is not what this is about.
    symlinkSync(join(clone, "node_modules"), join(former, "node_modules"));
    const ann = telegram.person("Ann");
    const say = async (line: string, wanted: RegExp): Promise<void> => {
      const before = telegram.ours(ann).length;
      telegram.say(ann, ann, line);
      const isThere = (): boolean =>
        telegram
          .ours(ann)
          .slice(before)
          .some(({ text }) => wanted.test(text));
      await until(isThere, 30_000).catch(() => {
        throw new Error(
          `${line}: ${JSON.stringify(
            telegram
              .ours(ann)
              .slice(before)
              .map(({ text }) => text.slice(0, 300)),
          )}`,
        );
      });
    };
    await live(former, async () => {
      await say("/portfolio add buy 1.5 TAO at 300 usd on 2026-03-01", /Bought/);
      await say("/note add I like trains", /number 1/);
      await say("/alert add tao above 9000", /I tell you when/);
      await say("/watchlist add near", /NEAR/);
      await say("/digest subscribe at 09:00 in UTC", /each day at 09:00/);
      await say("what do people think?", new RegExp(MODEL_ANSWER));
    });
    const before = rowsOf(path);
    const log = await live(clone, async () => {
      await say("/portfolio", /Value: \$450/);
      await say("/note list", /trains/);
      await say("/alert list", /9,000/);
      await say("/watchlist", /NEAR/);
    });
    const after = rowsOf(path);
    const lost = [...before].filter(([table, count]) => (after.get(table) ?? 0) < count);
    expect(lost).toEqual([]);
    const line = /npm run restore -- \S+/.exec(log)?.[0] ?? "";
    expect(line).toContain("restore");

    // Back: the former version does not open what the new one wrote, says so, and does after the printed command.
    const refused = machine.start("exec node src/start.mjs", former, variables);
    expect(await refused.says(/(written by a newer version)/)).toBeTruthy();
    await refused.stop();
    const restored = machine.start(line, former, variables);
    await restored.says(/is now \S+ \(schema /);
    await restored.stop();
    await live(former, () => say("/note list", /trains/));
    expect(existsSync(path)).toBe(true);
    found.upgrade = {
      from: execFileSync("git", ["log", "-1", "--format=%h of %as", FORMER], { cwd: clone, encoding: "utf8" }).trim(),
      rows: [...before.values()].reduce((sum, count) => sum + count, 0),
      tables: [...before.values()].filter((count) => count > 0).length,
    };
  } finally {
    await platforms.close();
  }
});
