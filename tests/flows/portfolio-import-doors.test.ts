import { afterEach, describe, expect, test } from "vitest";
import { openWeb, Visitor, wordsOf } from "../support/web-door.ts";
import { startDesk, temporaryFolder } from "../support/process.ts";
import { createTools } from "../../src/adapters/mcp/tools.ts";
import { openDiscordWhole } from "../support/discord-whole.ts";
import { openTelegramWhole } from "../support/telegram-whole.ts";
import { openWholeDesk } from "../support/whole-desk.ts";
import { startMarket } from "../stand-ins/market.ts";
import { TelegramStandIn, TOKEN as TELEGRAM_TOKEN } from "../stand-ins/telegram.ts";

const HEAD =
  "Date,Sent Amount,Sent Currency,Received Amount,Received Currency,Fee Amount,Fee Currency,Net Worth Amount,Net Worth Currency,Label,Description,TxHash";
const MB = 1024 * 1024;

/** A file of ten megabytes, as somebody has who keeps long remarks: 400 rows. */
const TEN_MB = ((): string => {
  const remark = "x".repeat(26_000);
  const rows = Array.from({ length: 400 }, (_, index) => {
    const at = new Date(Date.UTC(2024, 0, 1) + index * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
    return `${at},${100 + (index % 9)},USD,0.5,TAO,,,,,,${remark},tx${index}`;
  });
  return [HEAD, ...rows].join("\n");
})();
const TOO_LARGE = "The file is too large: at most 20 MB. Split it";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

test("ten megabytes are ten megabytes", () => {
  expect(Buffer.byteLength(TEN_MB)).toBeGreaterThan(10_000_000);
  expect(Buffer.byteLength(TEN_MB)).toBeLessThan(11 * MB);
});

describe("a file of ten megabytes, and one that is too large", () => {
  test("on Telegram", { timeout: 60_000 }, async () => {
    const door = await openTelegramWhole();
    const { server, whole } = door;
    closing.push(() => door.close());
    const ann = server.person("Ann");
    server.sendFile(ann, ann, { name: "ten.csv", bytes: TEN_MB }, "/portfolio import");
    const run = await server.shown("nothing is added before you confirm", ann);
    expect(run.text).toContain("400 rows");
    server.press(run, ann, "Confirm: add 400");
    await server.shown("Added 400 entries from Koinly.", ann);
    server.sendFile(ann, ann, { name: "huge.csv", bytes: "x", claimed: 21 * MB }, "/portfolio import");
    await server.shown(TOO_LARGE, ann);
    expect(whole.faults).toEqual([]);
  });

  test("on Discord", { timeout: 60_000 }, async () => {
    const door = await openDiscordWhole();
    closing.push(() => door.close());
    const { discord, whole } = door;
    const until = (part: string) => door.shown(part, 20_000);
    discord.slash("ann", "direct", "portfolio import", { file: { filename: "ten.csv", bytes: TEN_MB } });
    const run = await until("nothing is added before you confirm");
    discord.press("ann", run.id, "Confirm: add 400");
    await until("Added 400 entries");
    discord.slash("ann", "direct", "portfolio import", { file: { filename: "huge.csv", bytes: "x", size: 21 * MB } });
    await until(TOO_LARGE);
    expect(whole.faults).toEqual([]);
  });

  test("on the page", { timeout: 60_000 }, async () => {
    const whole = await openWholeDesk();
    const door = await openWeb(whole);
    closing.push(async () => {
      await door.close();
      await whole.database.destroy();
    });
    const ann = new Visitor(door.address);
    const { file } = JSON.parse((await ann.sendFile(TEN_MB, { "x-file-name": "ten.csv" })).text) as { file: string };
    const run = (await ann.turn({ text: "/portfolio import", file })).at(-1)!;
    expect(wordsOf(run)).toContain("400 rows");
    const confirm = run.reply?.buttons.find(({ label }) => label.startsWith("Confirm"))?.id;
    expect(wordsOf((await ann.turn({ press: confirm })).at(-1)!)).toContain("Added 400 entries");
    const { status, text } = await ann.sendFile("x".repeat(21 * MB));
    expect([status, text]).toEqual([413, expect.stringContaining("The file is too large: at most 20 MB.")]);
    expect([...door.faults, ...whole.faults]).toEqual([]);
  });

  test("not over MCP, where nothing of a portfolio is offered", async () => {
    const whole = await openWholeDesk();
    closing.push(() => whole.database.destroy());
    const { list } = createTools({
      commands: whole.desk.commands,
      identify: async () => ({ userId: "u1", isOwner: false }),
      notice: () => undefined,
      report: () => "ref",
      clock: Date.now,
    });
    expect(list.length).toBeGreaterThan(10);
    expect(list.filter(({ name }) => /portfolio|wallet|watchlist|alert/.test(name))).toEqual([]);
  });
});

test(
  "a dry run is confirmed after the process was killed and started again, once, and the next process knows that it was",
  { timeout: 90_000 },
  async () => {
    const [telegram, market, folder] = [
      await TelegramStandIn.start(),
      await startMarket(),
      await temporaryFolder(),
    ] as const;
    closing.push(
      () => folder.remove(),
      () => market.close(),
      () => telegram.close(),
    );
    const environment = {
      DATABASE_PATH: `${folder.path}/desk.sqlite`,
      TELEGRAM_BOT_TOKEN: TELEGRAM_TOKEN,
      TELEGRAM_API_ROOT: telegram.root,
      COINGECKO_API_BASE: market.coingeckoBase,
      COINPAPRIKA_API_BASE: market.coinpaprikaBase,
      DEFILLAMA_COINS_API_BASE: market.defillamaCoinsBase,
      FEAR_GREED_API_BASE: market.fearGreedBase,
      COINGECKO_API_KEY: "demo-key",
      WEB: "off",
    };
    const start = () => {
      const desk = startDesk(environment);
      closing.push(async () => {
        desk.kill("SIGKILL");
        await desk.ended;
      });
      return desk;
    };
    const end = async (desk: ReturnType<typeof start>): Promise<void> => {
      desk.kill("SIGKILL");
      await desk.ended;
    };
    const ann = telegram.person("Ann");

    const first = start();
    await first.says(/assets refreshed/);
    const rows = Array.from(
      { length: 40 },
      (_, index) =>
        `2025-04-${String((index % 28) + 1).padStart(2, "0")} 10:00:${String(index).padStart(2, "0")},,,0.1,TAO,,,31,USD,staking,,`,
    );
    telegram.sendFile(ann, ann, { name: "trades.csv", bytes: [HEAD, ...rows].join("\n") }, "/portfolio import");
    const run = await telegram.shown("nothing is added before you confirm", ann);
    await end(first);

    const second = start();
    telegram.press(run, ann, "Confirm: add 40");
    const added = await telegram.shown("Added 40 entries from Koinly.", ann);
    await end(second);

    start();
    telegram.say(ann, ann, "/portfolio import confirm");
    await telegram.shown("added already", ann);
    telegram.press(added, ann, "Undo");
    await telegram.shown("Took back the /portfolio import", ann);
    telegram.say(ann, ann, "/portfolio activities");
    await telegram.shown("is empty", ann);
    expect(telegram.violations).toEqual([]);
  },
);
