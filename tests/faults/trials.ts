import { GLOSSARY, type Trial } from "./cell.ts";
import { ask, askFreely, type Line } from "./doors.ts";
import { ALPHA } from "../support/token-desk.ts";
import { ROAD_FAULTS, type RoadFault } from "./faults.ts";
import type { Scene } from "./scene.ts";

/** The answer of the model on a good day. */
export const CALM = "The frontier is calm.";

/** Whether a request may have been carried out though no answer, or no usable one, has come. */
const UNKNOWN_OUTCOME: ReadonlySet<RoadFault> = new Set(["truncated body", "wrong types", "hanging", "resets", "slow"]);

type Way = Pick<Trial, "affected" | "ask" | "isWell" | "lastsMs" | "patienceMs" | "recoversMs"> & {
  readonly name: string;
  /** Roads that are closed all the while, so that what is tried is asked at all. */
  readonly closed?: readonly string[];
};

/** One trial for each fault of a road. */
const onRoad = ({ name, closed = [], ...way }: Way, faults: readonly RoadFault[] = ROAD_FAULTS): readonly Trial[] =>
  faults.map((fault) => ({
    ...way,
    target: name,
    fault,
    async begin(scene: Scene): Promise<void> {
      for (const each of closed) await scene.road(each).break("down");
      if (fault === "DNS failure") scene.machine.forget(name);
      await scene.road(name).break(fault);
    },
    async end(scene: Scene): Promise<void> {
      if (fault === "DNS failure") scene.machine.learn(name);
      await scene.road(name).heal();
    },
    // What never gets as far as the server is seen at the other end only.
    hits: (scene: Scene) => (fault === "down" || fault === "DNS failure" ? 1 : scene.road(name).hits),
    mayRepeat: UNKNOWN_OUTCOME.has(fault),
  }));

const isAnswer = (text: string): boolean => text.includes("fully diluted") || text.includes(CALM);

export const TELEGRAM = onRoad({
  name: "telegram",
  affected: ["telegram"],
  ask: (scene) => [ask(scene, "telegram", GLOSSARY), askFreely(scene, "telegram", "what is it like out there")],
  isWell: isAnswer,
  lastsMs: 4_000,
  patienceMs: 1_000,
  // A poll that hangs is given up after its 25 s and 10 more.
  recoversMs: 45_000,
});

export const DISCORD_REST = onRoad({
  name: "discord",
  affected: ["discord"],
  ask: (scene, when) => {
    const asker = when === "during" ? "ann" : "ben";
    return [
      ask(scene, "discord", GLOSSARY, asker),
      // Where a command is answered, a message is, too: one asker at a time, so that answers can be told apart.
      ...(when === "during" ? [askFreely(scene, "discord", "what is it like out there", "ada")] : []),
    ];
  },
  isWell: isAnswer,
  lastsMs: 5_000,
  patienceMs: 5_000,
  recoversMs: 60_000,
});

export const DISCORD_GATEWAY = onRoad({
  name: "discord-gateway",
  affected: ["discord"],
  ask: (scene, when) => {
    const asker = when === "during" ? "ann" : "ben";
    return [
      ask(scene, "discord", GLOSSARY, asker),
      ...(when === "during" ? [askFreely(scene, "discord", "what is it like out there", "ada")] : []),
    ];
  },
  isWell: isAnswer,
  lastsMs: 5_000,
  patienceMs: 5_000,
  recoversMs: 120_000,
});

export const MODEL = onRoad({
  name: "model",
  affected: [],
  ask: (scene) => [askFreely(scene, "page", "what is it like out there")],
  isWell: isAnswer,
  lastsMs: 0,
  patienceMs: 60_000,
  // A server that has failed three times in a row is left alone for a minute.
  recoversMs: 75_000,
});

/** What is asked of one provider, and the word of it that an answer has on a good day. */
const ofProvider = (
  name: string,
  line: Line,
  isWell: (text: string) => boolean,
  closed: readonly string[] = [],
): readonly Trial[] =>
  onRoad({
    name,
    closed,
    affected: [],
    ask: (scene) => [ask(scene, "page", line)],
    isWell,
    lastsMs: 0,
    patienceMs: 15_000,
    recoversMs: 130_000,
  });

const line = (name: string, typed: string): Line => ({ name, typed, fields: {} });
const PRICE = line("price", "TAO");
const FUNDING = line("funding", "BTC");

/** Each is asked by a desk that has no answer of it yet. */
export const PROVIDERS: Readonly<Record<string, readonly Trial[]>> = {
  coingecko: ofProvider("coingecko", PRICE, (text) => text.includes("Source: CoinGecko")),
  "defillama-coins": ofProvider("defillama-coins", PRICE, (text) => text.includes("Source: DefiLlama"), ["coingecko"]),
  coinpaprika: ofProvider("coinpaprika", PRICE, (text) => text.includes("Source: CoinPaprika"), [
    "coingecko",
    "defillama-coins",
  ]),
  binance: ofProvider("binance", line("chart", "TAO 30d"), (text) => text.includes("Binance"), [
    "coingecko",
    "defillama-coins",
  ]),
  defillama: ofProvider("defillama", line("fees", "virtuals protocol"), (text) => text.includes("a year")),
  "alternative-me": ofProvider("alternative-me", line("market", ""), (text) => /Fear & Greed.*\d/.test(text)),
  geckoterminal: ofProvider("geckoterminal", line("token", ALPHA.address), (text) => text.includes("GeckoTerminal")),
  dexscreener: ofProvider("dexscreener", line("token", ALPHA.address), (text) => text.includes("DexScreener")),
  "binance-futures": ofProvider("binance-futures", FUNDING, (text) => /Binance.*\d/.test(text)),
  bybit: ofProvider("bybit", FUNDING, (text) => /Bybit.*\d/.test(text)),
  okx: ofProvider("okx", FUNDING, (text) => /OKX.*\d/.test(text)),
  bitget: ofProvider("bitget", FUNDING, (text) => /Bitget.*\d/.test(text)),
};
