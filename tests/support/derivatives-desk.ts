import { aCall, memoryLog, NOON } from "./calls.ts";
import type { AnyCommand } from "../../src/core/command.ts";
import { ASSETS, coin } from "../stand-ins/market-assets.ts";
import type { Call } from "../../src/core/call.ts";
import { createAssets } from "../../src/market/assets.ts";
import { createBinanceFutures } from "../../src/market/providers/binance-futures.ts";
import { createBitget } from "../../src/market/providers/bitget.ts";
import { createBybit } from "../../src/market/providers/bybit.ts";
import { createCoinGecko } from "../../src/market/providers/coingecko.ts";
import { createDefiLlamaFees } from "../../src/market/providers/defillama-fees.ts";
import { createFees } from "../../src/market/fees/fees.ts";
import { createFunding, type Funding } from "../../src/market/derivatives/funding.ts";
import { createOkx } from "../../src/market/providers/okx.ts";
import { createQuotes } from "../../src/market/quotes.ts";
import { createRates } from "../../src/market/rates.ts";
import { fees } from "../../src/commands/fees.ts";
import { funding } from "../../src/commands/funding.ts";
import { type MarketStandIn, startMarket } from "../stand-ins/market.ts";
import { parseArguments } from "../../src/core/parse.ts";
import type { Reply } from "../../src/core/reply.ts";
import { type TestDesk, testDesk } from "./desk.ts";
import { testWire } from "./market.ts";

export interface DerivativesDesk extends TestDesk {
  readonly standIn: MarketStandIn;
  readonly funding: Funding;
  /** What a person typed, without the slash, as an adapter hands it over. */
  readonly say: (line: string, change?: Partial<Call>) => Promise<Reply>;
  /** Presses the button or picks the option with this label. */
  readonly press: (reply: Reply, label: string) => Promise<Reply>;
  /** What a model reads. */
  readonly facts: (name: string, input: unknown) => Promise<unknown>;
  /** Paths that a provider was asked for, in order. */
  readonly asked: (provider: string) => readonly string[];
  /** Moves the clock of desk and providers; calls are at its time. */
  readonly pass: (ms: number) => void;
  readonly close: () => Promise<void>;
}

/** Besides the stand-in's usual ones: a coin too cheap for a contract of its own, and the token of a family of protocols. */
const COINS = [
  ...ASSETS,
  coin("pepe", "pepe", "Pepe", 0.00001, { rank: 60, cap: 4e9 }),
  coin("lend-token", "lnd", "Lend", 50, { rank: 90, cap: 6e8 }),
];

/** A desk with /funding and /fees whose providers are the real ones, asking the stand-in on a clock that stands still. */
export async function derivativesDesk(): Promise<DerivativesDesk> {
  let now = NOON;
  const clock = (): number => now;
  const standIn = await startMarket({ now: clock, assets: COINS });
  const wire = () => testWire({ clock, wait: async () => undefined, limits: { personMs: 5_000, personWaitMs: 0 } });
  const coingecko = () => createCoinGecko({ ...wire(), plan: "demo", apiKey: "demo-key", base: standIn.coingeckoBase });
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
  const choices = { find: async () => undefined, remember: async () => undefined };
  const assets = createAssets({ source: coingecko(), store, choices, log, clock });
  await assets.refresh();
  const exchanges = [
    createBinanceFutures({ ...wire(), base: standIn.binanceFuturesBase }),
    createBybit({ ...wire(), base: standIn.bybitBase }),
    createOkx({ ...wire(), base: standIn.okxBase }),
    createBitget({ ...wire(), base: standIn.bitgetBase }),
  ];
  const market = createFunding({ exchanges, clock });
  const protocols = createFees({ source: createDefiLlamaFees({ ...wire(), base: standIn.defillamaBase }), clock });
  const commands: readonly AnyCommand[] = [
    funding({ assets, quotes, funding: market }),
    fees({ assets, quotes, fees: protocols }),
  ];
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
    funding: market,
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
    asked: (provider) => standIn.requests.filter((each) => each.provider === provider).map(({ path }) => path),
    pass: (ms) => void (now += ms),
    close: async () => {
      await standIn.close();
      await desk.database.destroy();
    },
  };
}
