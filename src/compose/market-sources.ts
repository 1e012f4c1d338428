import type { Asset } from "../market/asset.ts";
import { type Closes, closeHistory } from "../market/closes.ts";
import type { Config } from "../config.ts";
import { createBinance } from "../market/providers/binance.ts";
import { createBinanceFutures } from "../market/providers/binance-futures.ts";
import { createBitget } from "../market/providers/bitget.ts";
import { createBybit } from "../market/providers/bybit.ts";
import { createCoinGecko } from "../market/providers/coingecko.ts";
import { createCoinGeckoOnchain } from "../market/providers/coingecko-onchain.ts";
import { createCoinPaprika } from "../market/providers/coinpaprika.ts";
import { createCoinPaprikaProfile } from "../market/providers/coinpaprika-profile.ts";
import { createDefiLlama } from "../market/providers/defillama.ts";
import { createDefiLlamaFees } from "../market/providers/defillama-fees.ts";
import { createDexScreener } from "../market/providers/dexscreener.ts";
import { createFearAndGreed } from "../market/providers/fear-and-greed.ts";
import { createOkx } from "../market/providers/okx.ts";
import { createGeckoTerminal } from "../market/providers/geckoterminal.ts";
import { inOrder, type Need } from "../market/plan.ts";
import type { Wire } from "../wire/transport.ts";

export interface SourceParts {
  readonly config: Config["market"];
  readonly wire: Wire;
  readonly closes: Closes;
  /** Whether the pair of an asset's symbol is certainly that asset. */
  readonly isCertain: (asset: Asset) => boolean;
}

/** Every provider once, and for each need of the plan the sources that serve it, in the plan's order. */
export function openSources({ config, wire, closes, isCertain }: SourceParts) {
  const coingecko = createCoinGecko({ ...wire, ...config.coingecko });
  const defillama = createDefiLlama({ ...wire, base: config.defillamaCoinsBase });
  const coinpaprika = createCoinPaprika({ ...wire, base: config.coinpaprikaBase });
  const binance = createBinance({ ...wire, base: config.binanceBase, isCertain });
  const { apiKey } = config.coingecko;
  const pools =
    apiKey === undefined
      ? createGeckoTerminal({ ...wire, base: config.geckoterminalBase })
      : createCoinGeckoOnchain({ ...wire, ...config.coingecko, apiKey });
  const ofCoinGecko = { CoinGecko: coingecko };

  return {
    price: inOrder("price", { CoinGecko: coingecko, DefiLlama: defillama, CoinPaprika: coinpaprika }),
    marketList: inOrder("marketList", ofCoinGecko),
    history: inOrder("history", {
      CoinGecko: coingecko,
      "daily closes": closeHistory(closes, wire.clock),
      DefiLlama: defillama,
      Binance: binance,
    }),
    pastClose: inOrder("pastClose", { DefiLlama: defillama }),
    candles: inOrder("candles", ofCoinGecko),
    global: inOrder("global", { CoinGecko: coingecko, CoinPaprika: coinpaprika }),
    categories: inOrder("categories", ofCoinGecko),
    trending: inOrder("trending", ofCoinGecko),
    profile: inOrder("profile", {
      CoinGecko: coingecko,
      CoinPaprika: createCoinPaprikaProfile({ ...wire, base: config.coinpaprikaBase }),
    }),
    dexToken: inOrder("dexToken", {
      GeckoTerminal: pools,
      DexScreener: createDexScreener({ ...wire, base: config.dexscreenerBase }),
    }),
    poolCandles: inOrder("poolCandles", { GeckoTerminal: pools }),
    fees: inOrder("fees", { DefiLlama: createDefiLlamaFees({ ...wire, base: config.defillamaBase }) }),
    funding: inOrder("funding", {
      Binance: createBinanceFutures({ ...wire, base: config.binanceFuturesBase }),
      Bybit: createBybit({ ...wire, base: config.bybitBase }),
      OKX: createOkx({ ...wire, base: config.okxBase }),
      Bitget: createBitget({ ...wire, base: config.bitgetBase }),
    }),
    sentiment: inOrder("sentiment", {
      "alternative.me": createFearAndGreed({ ...wire, base: config.fearGreedBase }),
    }),
    rates: inOrder("rates", ofCoinGecko),
    idList: inOrder("idList", ofCoinGecko),
  } satisfies Record<Need, readonly { readonly source: string }[]>;
}
