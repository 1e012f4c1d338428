import { EVM_CHAINS, type EvmChain } from "./wallets/evm-chains.ts";

/** A node of an EVM chain. Its address may hold a key, so it is never logged or shown. */
export interface EvmServer {
  readonly chain: EvmChain;
  readonly url: string;
}

/**
 * `chain=address` with commas between.
 * @param problems  takes what is wrong, one sentence each; addresses are not repeated in them
 */
export function evmServersIn(list: string, problems: string[]): readonly EvmServer[] {
  const servers = new Map<string, EvmServer>();
  for (const each of list.split(",").map((item) => item.trim())) {
    if (each === "") continue;
    const [, name, url = ""] = /^([a-z0-9-]+)=(https?:\/\/\S+)$/i.exec(each) ?? [];
    const chain = EVM_CHAINS.find(({ id, word }) => id === name?.toLowerCase() || word === name?.toLowerCase());
    if (name === undefined || !URL.canParse(url))
      problems.push("EVM_RPC_URLS: an item is not of the form chain=https://address.");
    else if (!chain)
      problems.push(`EVM_RPC_URLS: "${name}" is not one of ${EVM_CHAINS.map(({ word }) => word).join(", ")}.`);
    else servers.set(chain.id, { chain, url });
  }
  return [...servers.values()];
}
