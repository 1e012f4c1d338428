import { aCall, memoryLog, NOON } from "./calls.ts";
import type { Call } from "../../src/core/call.ts";
import { createCoinGecko } from "../../src/market/providers/coingecko.ts";
import { createFearAndGreed } from "../../src/market/providers/fear-and-greed.ts";
import { createOverview, type Overview } from "../../src/market/overview.ts";
import { createRates } from "../../src/market/rates.ts";
import { market } from "../../src/commands/market.ts";
import { type MarketStandIn, startMarket } from "../stand-ins/market.ts";
import { parseArguments } from "../../src/core/parse.ts";
import type { Reply } from "../../src/core/reply.ts";
import { type TestDesk, testDesk } from "./desk.ts";
import { testWire } from "./market.ts";
import { trending } from "../../src/commands/trending.ts";

export interface OverviewDesk extends TestDesk {
  readonly standIn: MarketStandIn;
  readonly overview: Overview;
  /** What a person typed, without the slash, as an adapter hands it over. */
  readonly say: (line: string, change?: Partial<Call>) => Promise<Reply>;
  readonly press: (reply: Reply, label: string) => Promise<Reply>;
  /** Moves the clock of desk and providers; calls are at its time. */
  readonly pass: (ms: number) => void;
  readonly close: () => Promise<void>;
}

/** A desk with /market and /trending whose providers are the real ones, asking the stand-in on a clock that stands still. */
export async function overviewDesk(): Promise<OverviewDesk> {
  let now = NOON;
  const clock = (): number => now;
  const standIn = await startMarket({ now: clock });
  const wire = () => testWire({ clock, wait: async () => undefined, limits: { personMs: 2_000, personWaitMs: 0 } });
  const markets = createCoinGecko({ ...wire(), plan: "demo", apiKey: "demo-key", base: standIn.coingeckoBase });
  const sentiment = createFearAndGreed({ ...wire(), base: standIn.fearGreedBase });
  const overview = createOverview({ markets, sentiment, clock });
  const rates = createRates({ markets, clock, log: memoryLog() });
  const desk = await testDesk([market({ overview, rates }), trending({ overview })], { clock });
  const call = (change: Partial<Call> = {}): Call => aCall({ now, ...change });
  return {
    ...desk,
    standIn,
    overview,
    async say(line, change) {
      const [name = "", ...rest] = line.split(" ");
      const command = desk.desk.commands.get(name);
      if (!command) throw new Error(`no command ${name}`);
      return await desk.desk.run(name, parseArguments(command, rest.join(" ")), call(change));
    },
    async press(reply, label) {
      const button = reply.buttons?.find((each) => each.label === label);
      if (!button || "url" in button) throw new Error(`no button ${label}`);
      return (await desk.desk.press(await desk.desk.keep(button, "user-1"), call())).reply;
    },
    pass: (ms) => void (now += ms),
    close: async () => {
      await standIn.close();
      await desk.database.destroy();
    },
  };
}
