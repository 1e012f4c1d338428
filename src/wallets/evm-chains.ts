/** A chain whose balances can be read. */
export interface EvmChain {
  /** CoinGecko's platform id, as in `Asset.contracts`. */
  readonly id: string;
  /** As the operator writes it in EVM_RPC_URLS. */
  readonly word: string;
  /** EIP-155. */
  readonly chainId: number;
  /** The asset that gas is paid in. */
  readonly coin: string;
}

/** From ethereum-lists/chains and CoinGecko's `/asset_platforms`; Multicall3 lies at the same address on all of them. */
export const EVM_CHAINS: readonly EvmChain[] = [
  { id: "ethereum", word: "ethereum", chainId: 1, coin: "ethereum" },
  { id: "base", word: "base", chainId: 8453, coin: "ethereum" },
  { id: "arbitrum-one", word: "arbitrum", chainId: 42_161, coin: "ethereum" },
  { id: "optimistic-ethereum", word: "optimism", chainId: 10, coin: "ethereum" },
  { id: "polygon-pos", word: "polygon", chainId: 137, coin: "polygon-ecosystem-token" },
  { id: "binance-smart-chain", word: "bnb", chainId: 56, coin: "binancecoin" },
  { id: "avalanche", word: "avalanche", chainId: 43_114, coin: "avalanche-2" },
];
