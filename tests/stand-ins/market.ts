import { type Answer, commonProblem, type MarketRequest, only, type World } from "./market-rules.ts";
import { answerWith, type Fault } from "./market-faults.ts";
import { ASSETS, filler, type StandInAsset } from "./market-assets.ts";
import { coinpaprika, defillama, defillamaCoins } from "./market-others.ts";
import { binance } from "./market-history.ts";
import { CATEGORIES, fearAndGreed } from "./market-overview.ts";
import { dexscreener, geckoterminal, type StandInPool } from "./market-dex.ts";
import { binanceFutures, bitget, bybit, okx } from "./market-derivatives.ts";
import { llamaFees } from "./market-fees.ts";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { coingecko } from "./market-coingecko.ts";

export type { Fault } from "./market-faults.ts";

export interface MarketOptions {
  readonly assets?: readonly StandInAsset[];
  /** How many coins `/coins/list` has in all; the rest is generated. */
  readonly listSize?: number;
  /** Keys that CoinGecko takes, of either plan. */
  readonly keys?: readonly string[];
  /** Pools on decentralised exchanges; default none. */
  readonly pools?: readonly StandInPool[];
  /** Ids of CoinGecko's categories; default some that crypto AI is sorted into. */
  readonly categories?: readonly string[];
  /** Ids of the coins in them; default none. */
  readonly categoryMembers?: Readonly<Record<string, readonly string[]>>;
  /** The providers' clock; default the real one. */
  readonly now?: () => number;
}

/** A running stand-in for CoinGecko, CoinPaprika, DefiLlama and alternative.me. */
export interface MarketStandIn {
  readonly coingeckoBase: string;
  readonly coingeckoProBase: string;
  readonly coinpaprikaBase: string;
  /** api.llama.fi */
  readonly defillamaBase: string;
  /** coins.llama.fi */
  readonly defillamaCoinsBase: string;
  /** api.alternative.me; its routes begin with "fear-greed". */
  readonly fearGreedBase: string;
  /** data-api.binance.vision */
  readonly binanceBase: string;
  readonly geckoterminalBase: string;
  readonly dexscreenerBase: string;
  readonly binanceFuturesBase: string;
  readonly bybitBase: string;
  readonly okxBase: string;
  readonly bitgetBase: string;
  /** The variables by which a whole desk asks this server and nobody else. */
  readonly variables: Readonly<Record<string, string>>;
  /** Everything that was asked, oldest first, faults included. */
  readonly requests: readonly MarketRequest[];
  /** What was asked against the rules of the real services; a test of a client ends with none. */
  readonly violations: readonly string[];
  /**
   * Makes answers go wrong. The fault set last for a route is used first.
   * @param route  beginning of provider and path: "coingecko", "coingecko/coins/markets", "defillama-coins/prices"
   * @param times  default once; Infinity until `heal`
   */
  fail(route: string, fault: Fault, times?: number): void;
  heal(): void;
  close(): Promise<void>;
}

const ROOTS = [
  ["/coingecko/api/v3", "coingecko"],
  ["/coingecko-pro/api/v3", "coingecko-pro"],
  ["/coinpaprika/v1", "coinpaprika"],
  ["/llama-coins", "defillama-coins"],
  ["/llama", "defillama"],
  ["/alternative-me", "fear-greed"],
  ["/binance", "binance"],
  ["/geckoterminal/api/v2", "geckoterminal"],
  ["/dexscreener", "dexscreener"],
  ["/binance-futures", "binance-futures"],
  ["/bybit", "bybit"],
  ["/okx", "okx"],
  ["/bitget", "bitget"],
] as const;

/** Starts the stand-in on a free port of the loopback. Answers are computed from its assets, requests checked by hand-written rules. */
export async function startMarket(options: MarketOptions = {}): Promise<MarketStandIn> {
  const assets = options.assets ?? ASSETS;
  const world: World = {
    assets,
    filler: filler(Math.max(0, (options.listSize ?? 0) - assets.length)),
    keys: new Set(options.keys ?? ["demo-key", "pro-key"]),
    now: options.now ?? Date.now,
    pools: options.pools ?? [],
    categories: options.categories ?? CATEGORIES,
    categoryMembers: new Map(Object.entries(options.categoryMembers ?? {})),
  };
  const requests: MarketRequest[] = [];
  const violations: string[] = [];
  const faults: { readonly route: string; readonly fault: Fault; left: number }[] = [];

  const handle = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = readRequest(message);
    if (!request) {
      response.writeHead(404).end();
      return;
    }
    requests.push(request);
    const { status = 200, body, violation } = answer(request, world);
    if (violation !== undefined) violations.push(`${request.provider}${request.path}: ${violation}`);
    const planned = faults.findLast(
      ({ route, left }) => left > 0 && `${request.provider}${request.path}`.startsWith(route),
    );
    if (planned) {
      planned.left -= 1;
      await answerWith(planned.fault, body, response);
      return;
    }
    response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(body));
  };

  const server = createServer((message, response) => {
    handle(message, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    coingeckoBase: `${origin}/coingecko/api/v3`,
    coingeckoProBase: `${origin}/coingecko-pro/api/v3`,
    coinpaprikaBase: `${origin}/coinpaprika/v1`,
    defillamaBase: `${origin}/llama`,
    defillamaCoinsBase: `${origin}/llama-coins`,
    fearGreedBase: `${origin}/alternative-me`,
    binanceBase: `${origin}/binance`,
    geckoterminalBase: `${origin}/geckoterminal/api/v2`,
    dexscreenerBase: `${origin}/dexscreener`,
    binanceFuturesBase: `${origin}/binance-futures`,
    bybitBase: `${origin}/bybit`,
    okxBase: `${origin}/okx`,
    bitgetBase: `${origin}/bitget`,
    variables: {
      // A plan whose limits nobody reaches.
      COINGECKO_PLAN: "pro",
      COINGECKO_API_KEY: "pro-key",
      COINGECKO_API_BASE: `${origin}/coingecko-pro/api/v3`,
      COINPAPRIKA_API_BASE: `${origin}/coinpaprika/v1`,
      DEFILLAMA_API_BASE: `${origin}/llama`,
      DEFILLAMA_COINS_API_BASE: `${origin}/llama-coins`,
      FEAR_GREED_API_BASE: `${origin}/alternative-me`,
      GECKOTERMINAL_API_BASE: `${origin}/geckoterminal/api/v2`,
      DEXSCREENER_API_BASE: `${origin}/dexscreener`,
      BINANCE_API_BASE: `${origin}/binance`,
      BINANCE_FUTURES_API_BASE: `${origin}/binance-futures`,
      BYBIT_API_BASE: `${origin}/bybit`,
      OKX_API_BASE: `${origin}/okx`,
      BITGET_API_BASE: `${origin}/bitget`,
      // Nobody is there.
      GITHUB_API_BASE: "http://127.0.0.1:9",
    },
    requests,
    violations,
    fail: (route, fault, times = 1) => void faults.push({ route, fault, left: times }),
    heal: () => void faults.splice(0),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function readRequest(message: IncomingMessage): MarketRequest | undefined {
  const url = new URL(message.url ?? "/", "http://stand-in");
  const root = ROOTS.find(([prefix]) => url.pathname.startsWith(`${prefix}/`));
  if (!root || message.method !== "GET") return undefined;
  return {
    provider: root[1],
    path: url.pathname.slice(root[0].length),
    query: Object.fromEntries(url.searchParams),
    headers: message.headers,
  };
}

function answer(request: MarketRequest, world: World): Answer {
  const problem = commonProblem(request);
  if (problem) return problem;
  const asked = { ...request, only: only(request.query) };
  switch (request.provider) {
    case "coingecko":
    case "coingecko-pro":
      return coingecko(asked, world, request.provider);
    case "binance":
      return binance(asked, world);
    case "geckoterminal":
      return geckoterminal(asked, world);
    case "dexscreener":
      return dexscreener(asked, world);
    case "coinpaprika":
      return coinpaprika(asked, world);
    case "defillama-coins":
      return defillamaCoins(asked, world);
    case "defillama":
      return llamaFees(asked, world) ?? defillama(asked);
    case "fear-greed":
      return fearAndGreed(asked, world);
    case "binance-futures":
      return binanceFutures(asked, world);
    case "bybit":
      return bybit(asked, world);
    case "okx":
      return okx(asked, world);
    case "bitget":
      return bitget(asked, world);
    default:
      return request.provider satisfies never;
  }
}
