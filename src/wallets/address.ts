import { isAddress as isSolana } from "@solana/addresses";

/** A public address, as it is kept: EVM addresses with the capitals of their checksum (EIP-55). */
export interface WalletAddress {
  readonly family: "evm" | "solana";
  readonly address: string;
}

/** `checksum`: it looks like one of an EVM chain, but its capitals say that a letter is wrong. */
export type AddressProblem = "checksum" | "unknown";

/** Reads a public address as people paste it, with blanks around it or a chain's name in front of it ("base:0x…"). */
export async function readAddress(typed: string): Promise<WalletAddress | AddressProblem> {
  const bare = typed.trim().replace(/^[a-z0-9-]{2,20}:/i, "");
  if (/^0x[0-9a-f]{40}$/i.test(bare)) {
    const { getAddress } = await import("ethers");
    try {
      return { family: "evm", address: getAddress(bare) };
    } catch {
      return "checksum";
    }
  }
  return isSolana(bare) ? { family: "solana", address: bare } : "unknown";
}
