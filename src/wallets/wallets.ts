import type { Balance, ChainBalances, ChainReader, WalletBalances } from "./balances.ts";
import { ProviderError, type ProviderFailure } from "../core/errors.ts";
import { createMemory } from "../market/memory.ts";
import type { WalletAddress } from "./address.ts";

/** What public addresses hold. */
export interface Wallets {
  /** The chains on which addresses of a family are looked at; none where no node is known, or with sample data. */
  chains(family: WalletAddress["family"]): readonly string[];
  /** Never throws ProviderError: chains that did not answer are named in the result. A minute's answer is given again. */
  balances(address: WalletAddress): Promise<WalletBalances>;
}

export interface WalletsParts {
  readonly readers: readonly ChainReader[];
  readonly clock: () => number;
}

const KEPT_MS = 60_000;
/** Addresses remembered at once for each chain; the oldest go first. */
const KEPT = 500;

type Look = ChainBalances & { readonly asOf: number };

/**
 * Asks all chains of an address's family side by side. A chain that does not answer is told by its last look, marked as old, as
 * long as the process remembers one; addresses are never written down for it.
 */
export function createWallets({ readers, clock }: WalletsParts): Wallets {
  const looks = readers.map((reader) => ({
    ...reader,
    look: createMemory<string, Look>({
      name: `wallet on ${reader.chain}`,
      ask: async (address) => ({ ...(await reader.read(address)), asOf: clock() }),
      keyOf: (address) => address,
      cacheMs: KEPT_MS,
      staleAfterMs: Number.POSITIVE_INFINITY,
      clock,
      size: KEPT,
    }),
  }));

  return {
    chains: (family) => readers.filter((reader) => reader.family === family).map(({ chain }) => chain),

    async balances({ family, address }) {
      const balances: Balance[] = [];
      const chains: string[] = [];
      const silent: { chain: string; failure: ProviderFailure }[] = [];
      const old: { chain: string; asOf: number }[] = [];
      let [unlisted, asOf] = [0, clock()];
      const own = looks.filter((each) => each.family === family);
      const answers = await Promise.allSettled(own.map(({ look }) => look(address)));
      for (const [index, answer] of answers.entries()) {
        const chain = own[index]?.chain ?? family;
        if (answer.status === "fulfilled") {
          if (!answer.value) continue;
          chains.push(chain);
          balances.push(...answer.value.balances);
          unlisted += answer.value.unlisted ?? 0;
          asOf = Math.min(asOf, answer.value.asOf);
          if (answer.value.isStale) old.push({ chain, asOf: answer.value.asOf });
        } else if (answer.reason instanceof ProviderError) silent.push({ chain, failure: answer.reason.failure });
        else throw answer.reason;
      }
      return { balances, unlisted, silent, old, chains, asOf };
    },
  };
}
