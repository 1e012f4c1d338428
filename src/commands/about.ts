import { z } from "zod";
import { defineCommand } from "../core/command.ts";
import { fields, rich, link, text } from "../core/reply.ts";

export interface DataSource {
  readonly name: string;
  readonly url: string;
  /** The wording the source asks for. */
  readonly attribution: string;
}

/** Attribution as CoinGecko's guide asks for it, GeckoTerminal included; the others have none in writing, so their name and address are shown. */
export const DATA_SOURCES: readonly DataSource[] = [
  { name: "CoinGecko", url: "https://www.coingecko.com", attribution: "Data provided by CoinGecko" },
  { name: "DefiLlama", url: "https://defillama.com", attribution: "Prices by DefiLlama, when CoinGecko has none" },
  {
    name: "CoinPaprika",
    url: "https://coinpaprika.com",
    attribution: "Prices by CoinPaprika, when the others have none",
  },
  {
    name: "GeckoTerminal",
    url: "https://www.geckoterminal.com",
    attribution: "On-chain data provided by GeckoTerminal",
  },
  {
    name: "DexScreener",
    url: "https://dexscreener.com",
    attribution: "Pools, to check GeckoTerminal and when it is silent",
  },
  {
    name: "alternative.me",
    url: "https://alternative.me/crypto/fear-and-greed-index/",
    attribution: "Fear & Greed index, once a day",
  },
  { name: "GitHub", url: "https://github.com", attribution: "Commits, releases and stars of repositories, once a day" },
  { name: "Binance", url: "https://www.binance.com", attribution: "Funding; histories when the others have none" },
  { name: "Bybit", url: "https://www.bybit.com", attribution: "Funding" },
  { name: "OKX", url: "https://www.okx.com", attribution: "Funding" },
  { name: "Bitget", url: "https://www.bitget.com", attribution: "Funding" },
];

export interface AboutParts {
  readonly version: string;
  /** The model in use, or that the offline rules answer. */
  readonly model: () => string;
  readonly promptVersion: () => string;
}

/** `/about`: version, where data comes from, which model answers. */
export const about = ({ version, model, promptVersion }: AboutParts) =>
  defineCommand({
    name: "about",
    summary: "Version, data sources and the model in use.",
    examples: ["about"],
    input: z.object({}),
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat", "agent", "mcp"],
    run: async () => ({ version, model: model(), promptVersion: promptVersion(), sources: DATA_SOURCES }),
    show: (facts) => ({
      title: `Westbound ${facts.version}`,
      blocks: [
        fields({ Model: facts.model, Prompt: facts.promptVersion }),
        rich(
          ...facts.sources.flatMap(({ name, url, attribution }, index) => [
            index === 0 ? "" : "\n",
            link(name, url),
            `: ${attribution}`,
          ]),
        ),
        text("Evidence and narrative are kept apart: each figure has a source and an age, and nothing is advice."),
      ],
    }),
  });
