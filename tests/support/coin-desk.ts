import { aCall, memoryLog, NOON } from "./calls.ts";
import type { AnyCommand } from "../../src/core/command.ts";
import type { Call } from "../../src/core/call.ts";
import { coin } from "../../src/commands/coin.ts";
import { createAssets } from "../../src/market/assets.ts";
import { createCoinGecko } from "../../src/market/providers/coingecko.ts";
import { createCoinPaprikaProfile } from "../../src/market/providers/coinpaprika-profile.ts";
import { createHistories } from "../../src/market/history.ts";
import { createMovers } from "../../src/market/movers.ts";
import { createProfiles } from "../../src/market/profile.ts";
import { createRates } from "../../src/market/rates.ts";
import { movers } from "../../src/commands/movers.ts";
import { type MarketOptions, type MarketStandIn, startMarket } from "../stand-ins/market.ts";
import { parseArguments } from "../../src/core/parse.ts";
import { readCurated } from "../../src/market/curated-assets.ts";
import type { Reply } from "../../src/core/reply.ts";
import { sectorUniverse, type Universe } from "../../src/market/universe.ts";
import { type TestDesk, testDesk } from "./desk.ts";
import { testWire } from "./market.ts";

export interface CoinDesk extends TestDesk {
  readonly standIn: MarketStandIn;
  /** What a person typed, without the slash, as an adapter hands it over. */
  readonly say: (line: string, change?: Partial<Call>) => Promise<Reply>;
  /** Presses the button or picks the option with this label. */
  readonly press: (reply: Reply, label: string) => Promise<Reply>;
  /** What a model reads. */
  readonly facts: (name: string, input: unknown) => Promise<unknown>;
  /** Moves the clock of desk and providers; calls are at its time. */
  readonly pass: (ms: number) => void;
  readonly close: () => Promise<void>;
}

export interface CoinDeskOptions extends MarketOptions {
  /** Besides the sector. */
  readonly layers?: readonly Universe[];
  /** Names of commands that buttons may lead to. */
  readonly others?: readonly string[];
}

/** A desk with /coin and /movers whose providers are the real ones, asking the stand-in on a clock that stands still. */
export async function coinDesk({
  layers = [],
  others = ["chart"],
  ...market
}: CoinDeskOptions = {}): Promise<CoinDesk> {
  let now = NOON;
  const clock = (): number => now;
  const standIn = await startMarket({ now: clock, ...market });
  const wire = () => testWire({ clock, wait: async () => undefined, limits: { personMs: 5_000, personWaitMs: 0 } });
  const coingecko = () => createCoinGecko({ ...wire(), plan: "demo", apiKey: "demo-key", base: standIn.coingeckoBase });
  const markets = coingecko();
  const paprika = createCoinPaprikaProfile({ ...wire(), base: standIn.coinpaprikaBase });
  const log = memoryLog();
  const rates = createRates({ markets, clock, log });
  const store = {
    all: async () => [],
    put: async () => undefined,
    remove: async () => undefined,
    refreshedAt: async () => undefined,
    noteRefresh: async () => undefined,
  };
  const choices = { find: async () => undefined, remember: async () => undefined };
  const assets = createAssets({ source: coingecko(), store, choices, log, clock });
  await assets.refresh();
  const all = new Map<string, AnyCommand>();
  const commands = [
    coin({
      assets,
      rates,
      histories: createHistories({ markets, clock }),
      profiles: createProfiles({ sources: [markets, paprika], clock }),
      currency: "USD",
      all,
    }),
    movers({
      movers: createMovers({ markets, clock }),
      assets,
      universes: [sectorUniverse(readCurated()), ...layers],
    }),
  ];
  for (const command of commands) all.set(command.name, command);
  for (const name of others) all.set(name, commands[0] as AnyCommand);
  const desk = await testDesk(commands, { clock });
  const call = (change: Partial<Call> = {}): Call => aCall({ now, ...change });
  const commandOf = (name: string): AnyCommand => {
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
      return (await command.run(command.input.parse(input), call({ surface: "agent" }), () => undefined)) as unknown;
    },
    pass: (ms) => void (now += ms),
    close: async () => {
      await standIn.close();
      await desk.database.destroy();
    },
  };
}
