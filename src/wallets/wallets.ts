import type { Balance, ChainReader, WalletBalances } from "./balances.ts";
import { ProviderError } from "../core/errors.ts";
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
/** Addresses remembered at once; the oldest go first. */
const KEPT = 500;

/** Asks all chains of an address's family side by side. */
export function createWallets({ readers, clock }: WalletsParts): Wallets {
  const kept = new Map<string, { readonly at: number; readonly found: Promise<WalletBalances> }>();

  async function look({ family, address }: WalletAddress): Promise<WalletBalances> {
    const asOf = clock();
    const balances: Balance[] = [];
    const chains: string[] = [];
    const silent: { chain: string; failure: ProviderError["failure"] }[] = [];
    let unlisted = 0;
    const own = readers.filter((reader) => reader.family === family);
    const answers = await Promise.allSettled(own.map((reader) => reader.read(address)));
    for (const [index, answer] of answers.entries()) {
      const chain = own[index]?.chain ?? family;
      if (answer.status === "fulfilled") {
        chains.push(chain);
        balances.push(...answer.value.balances);
        unlisted += answer.value.unlisted ?? 0;
      } else if (answer.reason instanceof ProviderError) silent.push({ chain, failure: answer.reason.failure });
      else throw answer.reason;
    }
    return { balances, unlisted, silent, chains, asOf };
  }

  return {
    chains: (family) => readers.filter((reader) => reader.family === family).map(({ chain }) => chain),

    async balances(address) {
      const key = `${address.family} ${address.address}`;
      const known = kept.get(key);
      if (known && clock() - known.at < KEPT_MS) return await known.found;
      const found = look(address);
      kept.delete(key);
      kept.set(key, { at: clock(), found });
      for (const oldest of kept.keys()) {
        if (kept.size <= KEPT) break;
        kept.delete(oldest);
      }
      try {
        const answer = await found;
        // What did not answer is asked again at the next look.
        if (answer.silent.length > 0) kept.delete(key);
        return answer;
      } catch (error) {
        kept.delete(key);
        throw error;
      }
    },
  };
}
