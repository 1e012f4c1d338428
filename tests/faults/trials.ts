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
  /** The road, where it has another name. */
  readonly road?: string;
  /** Of the requests on it, by their path. */
  readonly concerns?: (path: string) => boolean;
  /** Roads that are closed all the while, so that what is tried is asked at all. */
  readonly closed?: readonly string[];
};

/** The very frame is spoilt that holds what was asked; Discord takes it for delivered. */
const SPOILT: ReadonlySet<RoadFault> = new Set(["malformed JSON", "wrong types"]);

/** One trial for each fault of a road. */
const onRoad = (
  { name, road = name, concerns, closed = [], ...way }: Way,
  faults: readonly RoadFault[] = ROAD_FAULTS,
): readonly Trial[] =>
  faults.map((fault) => ({
    ...way,
    target: name,
    fault,
    async begin(scene: Scene): Promise<void> {
      for (const each of closed) await scene.road(each).break("down");
      if (fault === "DNS failure") scene.machine.forget(road);
      await scene.road(road).break(fault, concerns);
    },
    async end(scene: Scene): Promise<void> {
      if (fault === "DNS failure") scene.machine.learn(road);
      await scene.road(road).heal();
    },
    // What never gets as far as the server is seen at the other end only.
    hits: (scene: Scene) => (fault === "down" || fault === "DNS failure" ? 1 : scene.road(road).hits),
    mayRepeat: UNKNOWN_OUTCOME.has(fault),
    isUnheard: road === "discord-gateway" && SPOILT.has(fault),
  }));

/** Of the glossary or of the model, as on a good day. */
export const isAnswer = (text: string): boolean => text.includes("fully diluted") || text.includes(CALM);

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

/** What cannot befall some requests of a server and not the others. */
const OF_ALL: readonly RoadFault[] = ["down", "expired TLS", "DNS failure"];

/** Updates arrive, but nothing can be said. */
export const TELEGRAM_SENDING = onRoad(
  {
    name: "telegram, sending alone",
    road: "telegram",
    concerns: (path) => !path.endsWith("/getUpdates"),
    affected: ["telegram"],
    ask: (scene) => [ask(scene, "telegram", GLOSSARY), askFreely(scene, "telegram", "what is it like out there")],
    isWell: isAnswer,
    lastsMs: 6_000,
    patienceMs: 1_000,
    recoversMs: 45_000,
  },
  ROAD_FAULTS.filter((fault) => !OF_ALL.includes(fault)),
);

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
  binance: ofProvider("binance", line("chart", "SOL 30d"), (text) => text.includes("Binance"), [
    "coingecko",
    "defillama-coins",
  ]),
  defillama: ofProvider("defillama", line("fees", "virtuals protocol"), (text) => text.includes("a year")),
  "alternative-me": ofProvider(
    "alternative-me",
    line("market", ""),
    (text) => !text.includes("alternative.me does not answer"),
  ),
  geckoterminal: ofProvider("geckoterminal", line("token", ALPHA.address), (text) =>
    text.includes("Source: GeckoTerminal"),
  ),
  dexscreener: ofProvider("dexscreener", line("token", ALPHA.address), (text) =>
    text.includes("agrees with DexScreener"),
  ),
  "binance-futures": ofProvider("binance-futures", FUNDING, (text) => /^Binance [+-]/m.test(text)),
  bybit: ofProvider("bybit", FUNDING, (text) => /^Bybit [+-]/m.test(text)),
  okx: ofProvider("okx", FUNDING, (text) => /^OKX [+-]/m.test(text)),
  bitget: ofProvider("bitget", FUNDING, (text) => /^Bitget [+-]/m.test(text)),
};

/** The owner asks that a feed be read now; the job that reads it each ten minutes goes the same way. */
export const FEEDS = onRoad({
  name: "feeds",
  affected: [],
  ask: (scene) => {
    const shown = scene.asOwner(`/feed add ${scene.feedAddress}`);
    return [{ what: "the owner, on Telegram", shown, isRefused: () => false }];
  },
  // Where the fault was only slowness, the first request has been granted.
  isWell: (text) => /is read (?:from now on|already)/.test(text),
  lastsMs: 0,
  patienceMs: 20_000,
  recoversMs: 30_000,
});
