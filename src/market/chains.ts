import { cleanLine } from "../core/clean.ts";

/** A chain, and what each service calls it: no two agree. */
export interface Chain {
  /** CoinGecko's platform id, as in `Asset.contracts`; of a chain that is not in our table the name that its service uses. */
  readonly id: string;
  /** As people call it. Cleaned, but from outside where the chain is not in our table. */
  readonly name: string;
  /** GeckoTerminal's network, also in CoinGecko's on-chain API. */
  readonly geckoterminal: string;
  /** DexScreener's `chainId`. */
  readonly dexscreener: string;
  /** The chain before the colon in DefiLlama's coin keys. */
  readonly defillama: string;
}

/** Services with names of their own for chains. */
export type ChainService = "geckoterminal" | "dexscreener" | "defillama";

type Row = readonly [
  id: string,
  names: Readonly<Record<ChainService, string>>,
  /** What people type besides, and the hosts of block explorers. */
  more?: { readonly words?: readonly string[]; readonly explorers?: readonly string[] },
];

const everywhere = (name: string) => ({ geckoterminal: name, dexscreener: name, defillama: name });

/** From GeckoTerminal's `/networks` (which names CoinGecko's platform), DexScreener's addresses and DefiLlama's coin keys. */
const ROWS: readonly Row[] = [
  [
    "ethereum",
    { geckoterminal: "eth", dexscreener: "ethereum", defillama: "ethereum" },
    { words: ["mainnet"], explorers: ["etherscan.io"] },
  ],
  [
    "solana",
    everywhere("solana"),
    { words: ["sol"], explorers: ["solscan.io", "explorer.solana.com", "solana.fm", "orbmarkets.io"] },
  ],
  ["base", everywhere("base"), { explorers: ["basescan.org"] }],
  ["binance-smart-chain", everywhere("bsc"), { words: ["bnb", "bnb chain"], explorers: ["bscscan.com"] }],
  ["arbitrum-one", everywhere("arbitrum"), { words: ["arb"], explorers: ["arbiscan.io"] }],
  ["optimistic-ethereum", everywhere("optimism"), { words: ["op"], explorers: ["optimistic.etherscan.io"] }],
  [
    "polygon-pos",
    { geckoterminal: "polygon_pos", dexscreener: "polygon", defillama: "polygon" },
    { words: ["matic", "pol"], explorers: ["polygonscan.com"] },
  ],
  [
    "avalanche",
    { geckoterminal: "avax", dexscreener: "avalanche", defillama: "avax" },
    { explorers: ["snowtrace.io", "snowscan.xyz"] },
  ],
  [
    "sui",
    { geckoterminal: "sui-network", dexscreener: "sui", defillama: "sui" },
    { explorers: ["suiscan.xyz", "suivision.xyz"] },
  ],
  ["the-open-network", everywhere("ton"), { explorers: ["tonviewer.com", "tonscan.org"] }],
  ["tron", everywhere("tron"), { words: ["trx"], explorers: ["tronscan.org"] }],
  ["near-protocol", everywhere("near"), { explorers: ["nearblocks.io"] }],
  ["aptos", everywhere("aptos"), { words: ["apt"], explorers: ["explorer.aptoslabs.com"] }],
  ["sonic", everywhere("sonic"), { explorers: ["sonicscan.org"] }],
  ["berachain", everywhere("berachain"), { words: ["bera"], explorers: ["berascan.com"] }],
  ["hyperevm", everywhere("hyperevm"), { words: ["hyperliquid"] }],
  [
    "zksync",
    { geckoterminal: "zksync", dexscreener: "zksync", defillama: "era" },
    { words: ["zksync era"], explorers: ["explorer.zksync.io"] },
  ],
  ["linea", everywhere("linea"), { explorers: ["lineascan.build"] }],
  ["blast", everywhere("blast"), { explorers: ["blastscan.io"] }],
  ["mantle", everywhere("mantle"), { explorers: ["mantlescan.xyz"] }],
  ["unichain", everywhere("unichain"), { explorers: ["uniscan.xyz"] }],
  [
    "world-chain",
    { geckoterminal: "world-chain", dexscreener: "worldchain", defillama: "wc" },
    { explorers: ["worldscan.org"] },
  ],
  ["xdai", { geckoterminal: "xdai", dexscreener: "gnosischain", defillama: "xdai" }, { explorers: ["gnosisscan.io"] }],
];

/** How chains are called, where CoinGecko's platform id is not their name (`/asset_platforms`). */
const NAMES: Readonly<Record<string, string>> = {
  "arbitrum-one": "Arbitrum",
  "arbitrum-nova": "Arbitrum Nova",
  "binance-smart-chain": "BNB Chain",
  "the-open-network": "TON",
  "optimistic-ethereum": "Optimism",
  "polygon-pos": "Polygon",
  "near-protocol": "NEAR",
  "polygon-zkevm": "Polygon zkEVM",
  zksync: "zkSync",
  xdai: "Gnosis",
  xrp: "XRP Ledger",
  bob: "BOB",
  okex: "OKX Chain",
  "klay-token": "Kaia",
  "harmony-shard-0": "Harmony",
  "internet-computer": "ICP",
  "hedera-hashgraph": "Hedera",
};

/** A chain as people call it: "arbitrum-one" is "Arbitrum". @param platform  CoinGecko's platform id */
export function chainName(platform: string): string {
  if (Object.hasOwn(NAMES, platform)) return NAMES[platform] ?? platform;
  const words = cleanLine(platform, 24).split("-");
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ");
}

/** The chains that we know, the most used first. */
export const CHAINS: readonly Chain[] = ROWS.map(([id, names]) => ({ id, name: chainName(id), ...names }));

const byWord = new Map<string, Chain>();
const byExplorer = new Map<string, Chain>();
for (const [index, [id, names, more]] of ROWS.entries()) {
  const chain = CHAINS[index];
  if (chain === undefined) continue;
  const words = [id, chain.name.toLowerCase(), ...Object.values(names), ...(more?.words ?? [])];
  for (const word of words) byWord.set(word, chain);
  for (const host of more?.explorers ?? []) byExplorer.set(host, chain);
}

/** What a service may call a chain: it becomes part of an address. */
const NAME = /^[a-z0-9][a-z0-9_-]{0,39}$/;

/** A chain of our table, or one that is called so by the services, for all we know. */
export const serviceChain = (service: ChainService, name: string): Chain =>
  CHAINS.find((chain) => chain[service] === name) ?? strange(name);

const strange = (name: string): Chain => ({ id: name, name: cleanLine(name, 24), ...everywhere(name) });

/** A chain by what somebody typed or a button keeps; undefined for what cannot be the name of one. */
export function chainNamed(word: string): Chain | undefined {
  const lower = cleanLine(word, 60).toLowerCase();
  return byWord.get(lower) ?? (NAME.test(lower) ? strange(lower) : undefined);
}

/** Whether a word is what we or a service call a chain of our table. */
export const isChainWord = (word: string): boolean => byWord.has(word.toLowerCase());

/** The chain of a block explorer. @param host  lower case, without "www." */
export const explorerChain = (host: string): Chain | undefined => byExplorer.get(host);
