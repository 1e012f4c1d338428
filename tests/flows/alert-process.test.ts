import { afterEach, expect, test } from "vitest";
import { openDatabase } from "../../src/store/database.ts";
import { ASSETS } from "../stand-ins/market-assets.ts";
import { startMarket } from "../stand-ins/market.ts";
import { TelegramStandIn, TOKEN } from "../stand-ins/telegram.ts";
import { type DeskProcess, startDesk, temporaryFolder } from "../support/process.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

test(
  "an alert that is reached tells once, though the desk is killed right after it has claimed it",
  { timeout: 180_000 },
  async () => {
    const assets = ASSETS.map((asset) => ({ ...asset }));
    const market = await startMarket({ assets });
    const telegram = await TelegramStandIn.start();
    const folder = await temporaryFolder();
    const path = `${folder.path}/desk.sqlite`;
    closing.push(
      () => folder.remove(),
      () => telegram.close(),
      () => market.close(),
    );
    const begin = (): DeskProcess => {
      const desk = startDesk({
        DATABASE_PATH: path,
        TELEGRAM_BOT_TOKEN: TOKEN,
        TELEGRAM_API_ROOT: telegram.root,
        ACCESS: "open",
        WEB: "off",
        COINGECKO_API_BASE: market.coingeckoBase,
        COINPAPRIKA_API_BASE: market.coinpaprikaBase,
        DEFILLAMA_COINS_API_BASE: market.defillamaCoinsBase,
        DEFILLAMA_API_BASE: market.defillamaBase,
        BINANCE_API_BASE: market.binanceBase,
        FEAR_GREED_API_BASE: market.fearGreedBase,
        COINGECKO_API_KEY: "demo-key",
      });
      closing.push(async () => {
        desk.kill("SIGKILL");
        await desk.ended;
      });
      return desk;
    };
    const ann = telegram.person("Ann");
    const told = () => telegram.ours(ann).filter(({ text }) => text.includes("above $320"));

    const first = begin();
    await first.says(/assets refreshed/);
    telegram.say(ann, ann, '/alert add tao above 320 note "sell a tenth"');
    const made = await telegram.until(() => telegram.ours(ann).find(({ text }) => text.includes("320")), 30_000);
    expect(made.text).toMatch(/alert/i);
    const confirmations = telegram.ours(ann).length;
    for (const asset of assets) if (asset.id === "bittensor") asset.price = 330;
    // What the alert sends never gets an answer, and never arrives.
    for (const method of ["sendMessage", "sendPhoto"] as const)
      telegram.fail(method, { kind: "hang" }, { times: Infinity });
    const database = await openDatabase(path);
    closing.push(() => database.destroy());
    const rows = () => database.selectFrom("outbox").select(["kind", "state"]).where("kind", "=", "alert").execute();
    await expect.poll(rows, { timeout: 130_000, interval: 5 }).toHaveLength(1);
    first.kill("SIGKILL");
    await first.ended;
    // The tick that told took the first backup, too.
    expect(first.logged()).toContain("backup taken");
    expect(first.logged()).not.toContain("step failed");
    expect(telegram.ours(ann)).toHaveLength(confirmations);

    telegram.heal();
    // As if the lease of the dead had run out meanwhile.
    await database.updateTable("outbox").set({ lease_until: 0 }).where("state", "=", "sending").execute();
    const second = begin();
    const message = await telegram.until(() => told().find(({ id }) => id !== made.id), 40_000);
    expect(message.text).toContain("$330");
    expect(message.text).toContain("sell a tenth");
    expect(message.text).toMatch(/Source: (CoinGecko|CoinPaprika|DefiLlama)/);
    expect(message.text).toMatch(/\d+ ?s(ec)? ago|just now|min ago/);
    await expect.poll(rows, { timeout: 10_000 }).toEqual([{ kind: "alert", state: "sent" }]);
    second.kill("SIGTERM");
    expect(await second.ended).toBe(0);
    expect(telegram.ours(ann).filter(({ text }) => text.includes("$330"))).toHaveLength(1);
    expect(telegram.violations).toEqual([]);
    expect(market.violations).toEqual([]);
  },
);
