import { aCall, memoryLog, NOON } from "./calls.ts";
import type { Call } from "../../src/core/call.ts";
import { chart } from "../../src/commands/chart.ts";
import { createCoinGeckoOnchain } from "../../src/market/providers/coingecko-onchain.ts";
import { createDexScreener } from "../../src/market/providers/dexscreener.ts";
import { createDexTokens } from "../../src/market/dex/tokens.ts";
import { createGeckoTerminal } from "../../src/market/providers/geckoterminal.ts";
import type { LogLine } from "./calls.ts";
import { type MarketStandIn, startMarket } from "../stand-ins/market.ts";
import { parseArguments } from "../../src/core/parse.ts";
import { price } from "../../src/commands/price.ts";
import type { Reply } from "../../src/core/reply.ts";
import type { StandInPool, StandInToken } from "../stand-ins/market-dex.ts";
import { testAssets } from "./market-desk.ts";
import { type TestDesk, testDesk } from "./desk.ts";
import { testWire } from "./market.ts";
import { token } from "../../src/commands/token.ts";

export const ALPHA: StandInToken = {
  address: "0xA1a1A1a1A1a1A1a1A1a1A1a1A1a1A1a1A1a1A1a1",
  symbol: "ALPHA",
  name: "Alpha",
};
export const WETH: StandInToken = {
  address: "0x4200000000000000000000000000000000000006",
  symbol: "WETH",
  name: "Wrapped Ether",
};
export const MINT: StandInToken = {
  address: "So1aMintAuthority11111111111111111111111111",
  symbol: "MINT",
  name: "Mint Coin",
};
export const BASE = ["base", "base"] as const;
export const SOLANA = ["solana", "solana"] as const;
export const SOL: StandInToken = {
  address: "So11111111111111111111111111111111111111112",
  symbol: "SOL",
  name: "Wrapped SOL",
};

const DAY = 86_400_000;

/** A pool of ALPHA and WETH on Base, with two dollars an ALPHA and a million in it, unless said otherwise. */
export const aPool = (change: Partial<StandInPool> = {}): StandInPool => ({
  chain: BASE,
  address: "0x0000000000000000000000000000000000000b01",
  dex: "Aerodrome",
  base: ALPHA,
  quote: WETH,
  price: "2.000000000000000000000000000000000000000000000001",
  liquidity: 1_000_000,
  volume24h: 500_000,
  fdv: 40_000_000,
  cap: 30_000_000,
  createdAt: NOON - 100 * DAY,
  ...change,
});

export interface TokenDesk extends TestDesk {
  readonly standIn: MarketStandIn;
  readonly lines: readonly LogLine[];
  /** What a person typed, without the slash, as an adapter hands it over. */
  readonly say: (line: string, change?: Partial<Call>) => Promise<Reply>;
  /** Presses the button or picks the option with this label. */
  readonly press: (reply: Reply, label: string) => Promise<Reply>;
  /** What a model reads. */
  readonly facts: (name: string, input: unknown) => Promise<Readonly<Record<string, unknown>>>;
  readonly pass: (ms: number) => void;
  readonly close: () => Promise<void>;
}

/** A desk with /token, /price and /chart whose pools come from the real clients, asking the stand-in on a clock that stands still. */
export async function tokenDesk(
  pools: readonly StandInPool[],
  options: { readonly key?: "demo-key" } = {},
): Promise<TokenDesk> {
  let now = NOON;
  const clock = (): number => now;
  const standIn = await startMarket({ now: clock, pools });
  const log = memoryLog();
  const wire = () =>
    testWire({ clock, log, wait: async () => undefined, limits: { personMs: 2_000, personWaitMs: 0 } });
  const data =
    options.key === undefined
      ? createGeckoTerminal({ ...wire(), base: standIn.geckoterminalBase })
      : createCoinGeckoOnchain({ ...wire(), plan: "demo", apiKey: options.key, base: standIn.coingeckoBase });
  const check = createDexScreener({ ...wire(), base: standIn.dexscreenerBase });
  const tokens = createDexTokens({ data, check, clock });
  const { assets } = await testAssets();
  const parts = {
    tokens,
    assets,
    // Listed coins are not asked about here.
    quotes: undefined as never,
    histories: undefined as never,
    rates: { isCurrency: (code: string) => code.toUpperCase() === "EUR", currencies: () => ["EUR"] },
    currency: "USD",
  };
  const desk = await testDesk([token(parts), price(parts), chart(parts)], { clock });
  const call = (change: Partial<Call> = {}): Call => aCall({ now, ...change });
  const commandOf = (name: string) => {
    const command = desk.desk.commands.get(name);
    if (!command) throw new Error(`no command ${name}`);
    return command;
  };
  return {
    ...desk,
    standIn,
    lines: log.lines,
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
      const read = await command.run(command.input.parse(input), call({ surface: "agent" }), () => undefined);
      return read as Readonly<Record<string, unknown>>;
    },
    pass: (ms) => void (now += ms),
    close: async () => {
      await standIn.close();
      await desk.database.destroy();
    },
  };
}
