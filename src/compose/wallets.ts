import type { Assets } from "../market/assets.ts";
import type { Config } from "../config.ts";
import { createEvmReader } from "../wallets/evm.ts";
import { createSolanaReader } from "../wallets/solana.ts";
import { createWallets, type Wallets } from "../wallets/wallets.ts";

/** One look at a node; a person waits for the slowest of them. */
const TIMEOUT_MS = 8_000;

/** Public addresses at the nodes of the configuration. */
export function openWallets(
  { evm, solana }: Config["wallets"],
  assets: Pick<Assets, "onChain">,
  clock: () => number,
): Wallets {
  const nodes = evm.map(({ chain, url }) =>
    createEvmReader({ chain, url, tokens: () => assets.onChain(chain.id), timeoutMs: TIMEOUT_MS }),
  );
  const tokens = (): ReturnType<Assets["onChain"]> => assets.onChain("solana");
  return createWallets({
    readers: [...nodes, createSolanaReader({ url: solana, tokens, timeoutMs: TIMEOUT_MS })],
    clock,
  });
}

/** With sample data nothing outside is asked. */
export const noWallets = (clock: () => number): Wallets => createWallets({ readers: [], clock });
