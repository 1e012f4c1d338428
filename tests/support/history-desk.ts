import { aCall, memoryLog, NOON } from "./calls.ts";
import type { Call } from "../../src/core/call.ts";
import { chart } from "../../src/commands/chart.ts";
import { compare } from "../../src/commands/compare.ts";
import { createAssets } from "../../src/market/assets.ts";
import { createCoinGecko } from "../../src/market/providers/coingecko.ts";
import { createHistories } from "../../src/market/history.ts";
import { createQuotes } from "../../src/market/quotes.ts";
import type { HistorySource } from "../../src/market/source.ts";
import { createRates } from "../../src/market/rates.ts";
import { type MarketOptions, type MarketStandIn, startMarket } from "../stand-ins/market.ts";
import { parseArguments } from "../../src/core/parse.ts";
import type { Reply } from "../../src/core/reply.ts";
import { type TestDesk, testDesk } from "./desk.ts";
import { testWire } from "./market.ts";

export interface HistoryDesk extends TestDesk {
  readonly standIn: MarketStandIn;
  /** What a person typed, without the slash, as an adapter hands it over. */
  readonly say: (line: string, change?: Partial<Call>) => Promise<Reply>;
  /** Presses the button or picks the option with this label. */
  readonly press: (reply: Reply, label: string) => Promise<Reply>;
  /** What a model reads. */
  readonly facts: (name: string, input: unknown) => Promise<unknown>;
  readonly pass: (ms: number) => void;
  readonly close: () => Promise<void>;
}

export interface HistoryDeskOptions extends MarketOptions {
  readonly plan?: "demo" | "pro";
  readonly fallbacks?: readonly HistorySource[];
}

/** A desk with /chart and /compare whose provider is the real one, asking the stand-in on a clock that stands still. */
export async function historyDesk(options: HistoryDeskOptions = {}): Promise<HistoryDesk> {
  let now = NOON;
  const clock = (): number => now;
  const { plan = "demo", fallbacks = [], ...market } = options;
  const standIn = await startMarket({ now: clock, ...market });
  const coingecko = () =>
    createCoinGecko({
      ...testWire({ clock, wait: async () => undefined, limits: { personMs: 5_000, personWaitMs: 0 } }),
      plan,
      apiKey: `${plan}-key`,
      base: plan === "pro" ? standIn.coingeckoProBase : standIn.coingeckoBase,
    });
  const markets = coingecko();
  const log = memoryLog();
  const rates = createRates({ markets, clock, log });
  const quotes = createQuotes({ markets, fallbacks: [], rates, clock, log });
  const store = {
    all: async () => [],
    put: async () => undefined,
    remove: async () => undefined,
    refreshedAt: async () => undefined,
    noteRefresh: async () => undefined,
  };
  const chosen = new Map<string, string>();
  const choices = {
    find: async (userId: string, key: string) => chosen.get(`${userId} ${key}`),
    remember: async (userId: string, key: string, id: string) => void chosen.set(`${userId} ${key}`, id),
  };
  const assets = createAssets({ source: coingecko(), store, choices, log, clock });
  await assets.refresh();
  const parts = { assets, quotes, rates, histories: createHistories({ markets, fallbacks, clock }), currency: "USD" };
  const desk = await testDesk([chart(parts), compare(parts)], { clock });
  const call = (change: Partial<Call> = {}): Call => aCall({ now, ...change });
  const commandOf = (name: string) => {
    const command = desk.desk.commands.get(name);
    if (!command) throw new Error(`no command ${name}`);
    return command;
  };
  return {
    ...desk,
    standIn,
    async say(line, change) {
      const [name = "", ...rest] = line.split(" ");
      return await desk.desk.run(name, parseArguments(commandOf(name), rest.join(" ")), call(change));
    },
    async press(reply, label) {
      const shown = [...(reply.buttons ?? []), ...(reply.choices?.options ?? [])];
      const button = shown.find((each) => each.label === label);
      if (!button || "url" in button)
        throw new Error(`no button ${label} among ${shown.map((each) => each.label).join(", ")}`);
      return (await desk.desk.press(await desk.desk.keep(button, "user-1"), call())).reply;
    },
    async facts(name, input) {
      const command = commandOf(name);
      return await command.run(command.input.parse(input), call({ surface: "agent" }), () => undefined);
    },
    pass: (ms) => void (now += ms),
    close: async () => {
      await standIn.close();
      await desk.database.destroy();
    },
  };
}
