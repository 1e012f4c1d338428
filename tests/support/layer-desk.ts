import { aCall, NOON } from "./calls.ts";
import type { AnyCommand } from "../../src/core/command.ts";
import type { Call } from "../../src/core/call.ts";
import { coin, type StandInAsset } from "../stand-ins/market-assets.ts";
import { createCoinGecko } from "../../src/market/providers/coingecko.ts";
import { createMovers } from "../../src/market/movers.ts";
import { indexBook } from "../../src/store/index-level-store.ts";
import { type IndexBook } from "../../src/sector/indices.ts";
import { layer } from "../../src/commands/layer.ts";
import { type MarketStandIn, startMarket } from "../stand-ins/market.ts";
import { parseArguments } from "../../src/core/parse.ts";
import { readSectorMap, type SectorMap } from "../../src/sector/map.ts";
import { countedIn } from "../../src/sector/members.ts";
import type { Reply } from "../../src/core/reply.ts";
import { rotation } from "../../src/commands/rotation.ts";
import { stack } from "../../src/commands/stack.ts";
import { type TestDesk, testDesk } from "./desk.ts";
import { testWire } from "./market.ts";

export const map = readSectorMap();

export interface LayerDesk extends TestDesk {
  readonly standIn: MarketStandIn;
  readonly indices: IndexBook;
  /** What a person typed, without the slash, as an adapter hands it over. */
  readonly say: (line: string) => Promise<Reply>;
  /** Presses the button or picks the option with this label. */
  readonly press: (reply: Reply, label: string) => Promise<Reply>;
  /** What a model reads. */
  readonly facts: (name: string, input: unknown) => Promise<unknown>;
  readonly pass: (ms: number) => void;
  readonly close: () => Promise<void>;
}

/** Every token of the sector with a market of its own, and bitcoin, ether and solana. @param change  what differs, by project id */
export function sectorAssets(
  change: (projectId: string, layerId: string, index: number) => Partial<StandInAsset> | undefined = () => ({}),
): StandInAsset[] {
  const benchmark = (id: string, symbol: string, price: number, rest: Partial<StandInAsset>): StandInAsset =>
    coin(id, symbol, id, price, { cap: price * 1e7, volume: 1e9, ...rest });
  return [
    benchmark("bitcoin", "btc", 70_000, { change24h: 1, change7d: 2, change30d: 5 }),
    benchmark("ethereum", "eth", 2_000, { change24h: -1, change7d: -3, change30d: 10 }),
    benchmark("solana", "sol", 90, { change24h: 4, change7d: 40, change30d: 400 }),
    ...countedIn(map).flatMap((project, index): StandInAsset[] => {
      if (!project.token) return [];
      const own = change(project.id, project.layer, index);
      if (own === undefined) return [];
      const { symbol, assetId } = project.token;
      const rest = { cap: 1e7, volume: 1e6, change24h: 1, change7d: 2, change30d: 3 };
      return [coin(assetId, symbol.toLowerCase(), project.name, 1, { ...rest, ...own })];
    }),
  ];
}

/** A desk with /stack, /layer and /rotation whose provider is the real one, asking the stand-in on a clock that stands still. */
export async function layerDesk(
  assets: readonly StandInAsset[] = sectorAssets(),
  others: readonly string[] = ["project"],
): Promise<LayerDesk> {
  let now = NOON;
  const clock = (): number => now;
  const standIn = await startMarket({ now: clock, assets });
  const wire = testWire({ clock, wait: async () => undefined, limits: { personMs: 5_000, personWaitMs: 0 } });
  const markets = createCoinGecko({ ...wire, plan: "demo", apiKey: "demo-key", base: standIn.coingeckoBase });
  const late: { indices?: IndexBook } = {};
  const indices: IndexBook = {
    keep: async (days) => await late.indices?.keep(days),
    between: async (from, to) => (await late.indices?.between(from, to)) ?? [],
    levels: async (id, until) => await late.indices?.levels(id, until),
  };
  const parts = { sector: { map: map as SectorMap }, movers: createMovers({ markets, clock }), indices };
  const commands: AnyCommand[] = [stack(parts), layer(parts), rotation(parts)];
  const desk = await testDesk(commands, { clock });
  late.indices = indexBook(desk.database);
  const call = (change: Partial<Call> = {}): Call => aCall({ now, ...change });
  const commandOf = (name: string): AnyCommand => {
    const command = desk.desk.commands.get(name);
    if (!command) throw new Error(`no command ${name}`);
    return command;
  };
  return {
    ...desk,
    standIn,
    indices,
    async say(line) {
      const [name = "", ...rest] = line.split(" ");
      return await desk.desk.run(name, parseArguments(commandOf(name), rest.join(" ")), call());
    },
    async press(reply, label) {
      const shown = [...(reply.buttons ?? []), ...(reply.choices?.options ?? [])];
      const button = shown.find((each) => each.label === label);
      if (!button || "url" in button) throw new Error(`no button ${label}`);
      if (others.includes(button.command)) throw new Error(`${label} leads to /${button.command}`);
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
