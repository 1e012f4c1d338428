import { chart } from "../../src/commands/chart.ts";
import { coin } from "../../src/commands/coin.ts";
import { compare } from "../../src/commands/compare.ts";
import { convert } from "../../src/commands/convert.ts";
import { fees } from "../../src/commands/fees.ts";
import { funding } from "../../src/commands/funding.ts";
import { layer } from "../../src/commands/layer.ts";
import { market } from "../../src/commands/market.ts";
import { movers } from "../../src/commands/movers.ts";
import { news } from "../../src/commands/news.ts";
import { price } from "../../src/commands/price.ts";
import { project } from "../../src/commands/project.ts";
import { rotation } from "../../src/commands/rotation.ts";
import { readSector } from "../../src/sector/sector.ts";
import { score } from "../../src/commands/score.ts";
import { sectorNames } from "../../src/compose/sector-names.ts";
import { stack } from "../../src/commands/stack.ts";
import { token } from "../../src/commands/token.ts";
import { trending } from "../../src/commands/trending.ts";
import type { AnyCommand } from "../../src/core/command.ts";
import type { Named } from "../../src/core/desk.ts";
import { isCurrencyCode } from "../../src/agent/currencies.ts";
import { createPhrases } from "../../src/phrases/phrases.ts";
import { COINS, type Coin, testAssets } from "./market-desk.ts";

/** Coins whose names people also use for other things, all of them large enough to be known. */
const EVERYDAY: readonly Coin[] = [
  ["harmony", "ONE", "Harmony", 301, 90_000_000],
  ["grass", "GRASS", "Grass", 302, 90_000_000],
  ["simons-cat", "CAT", "Simon's Cat", 303, 90_000_000],
  ["gm-coin", "GM", "GM", 304, 90_000_000],
  ["hi-dollar", "HI", "hi Dollar", 305, 90_000_000],
  ["okb", "OKB", "OKB", 30, 9_000_000_000],
  ["ok-coin", "OK", "OK", 306, 90_000_000],
  ["gas", "GAS", "Gas", 307, 90_000_000],
  ["just", "JST", "JUST", 308, 90_000_000],
  ["mask-network", "MASK", "Mask Network", 309, 90_000_000],
  ["story-2", "IP", "Story", 310, 90_000_000],
  ["space-id", "ID", "SPACE ID", 311, 90_000_000],
  ["time-coin", "TIME", "Time", 312, 90_000_000],
  ["me-coin", "ME", "Magic Eden", 313, 90_000_000],
  ["this-coin", "THIS", "This", 314, 90_000_000],
  ["dog-coin", "DOG", "Dog", 315, 90_000_000],
  ["love-coin", "LOVE", "Love", 316, 90_000_000],
  ["thanks-coin", "THANKS", "Thanks", 317, 90_000_000],
  ["it-coin", "IT", "It", 318, 90_000_000],
  ["moon-coin", "MOON", "Moon", 319, 90_000_000],
  ["hello-coin", "HELLO", "Hello", 320, 90_000_000],
  ["aave", "AAVE", "Aave", 40, 3_000_000_000],
  ["uniswap", "UNI", "Uniswap", 41, 3_000_000_000],
  ["dogecoin", "DOGE", "Dogecoin", 9, 30_000_000_000],
];

const nothing = {} as never;
const sector = readSector();

/** Every command that a plain look-up may ask for, as far as its input goes: none of them can be run. */
export const LOOK_UPS: readonly AnyCommand[] = [
  price(nothing),
  convert(nothing),
  chart(nothing),
  compare(nothing),
  coin(nothing),
  market(nothing),
  trending(nothing),
  movers(nothing),
  funding(nothing),
  fees(nothing),
  token(nothing),
  news({ sector, news: nothing }),
  layer({ sector, movers: nothing, indices: nothing }),
  project({ sector } as never),
  score({ sector } as never),
  stack({ sector: nothing, movers: nothing, indices: nothing }),
  rotation({ sector: nothing, movers: nothing, indices: nothing }),
];

/** The grammar over the coins of `COINS` and the everyday ones. */
export async function testPhrases(
  commands: readonly AnyCommand[] = LOOK_UPS,
  more: readonly Coin[] = [],
): Promise<(message: string) => Named | undefined> {
  const { assets } = await testAssets([...COINS, ...EVERYDAY, ...more]);
  return createPhrases({
    names: assets,
    sector: sectorNames(sector),
    rates: { isCurrency: (code) => isCurrencyCode(code) && !["BTC", "ETH", "USDT", "USDC"].includes(code) },
    commands: new Map(commands.map((command) => [command.name, command])),
  });
}
