import { type Reply, text } from "../core/reply.ts";
import { type FollowedWallet, WALLET_LIMIT, type WalletBook, walletName } from "./wallet-book.ts";
import { cleanLine } from "../core/clean.ts";
import { chainName } from "../market/chains.ts";
import { defineCommand } from "../core/command.ts";
import { readAddress, type WalletAddress } from "../wallets/address.ts";
import { removableWallets } from "./wallet-reply.ts";
import { UserError } from "../core/errors.ts";
import type { Wallets } from "../wallets/wallets.ts";
import { z } from "zod";

interface WalletChangeParts {
  readonly wallets: Pick<Wallets, "chains">;
  readonly walletBook: WalletBook;
}

const LABEL = 30;

interface AddedFacts {
  readonly wallet: FollowedWallet;
  readonly became: "added" | "renamed" | "there" | "full";
  readonly chains: readonly string[];
  readonly count: number;
}

/** `/wallet add`: follows a public address. It can only ever be looked at. */
export const walletAdd = ({ wallets, walletBook }: WalletChangeParts) =>
  defineCommand({
    name: "wallet add",
    summary: "Follows a public address (EVM, Base included, or Solana). Never send a key or a seed phrase.",
    examples: ["wallet add 0x52908400098527886E0F7030069857D2E4169EE7 savings"],
    input: z.object({
      address: z.string().min(1).max(120).describe("A public address: 0x… or Solana"),
      label: z.string().max(200).optional().describe("What you call it"),
    }),
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],

    async run({ address: typed, label: named }, call): Promise<AddedFacts> {
      const address = await publicAddress(typed);
      const label = cleanLine(named ?? "", LABEL);
      const asked = { ...address, ...(label === "" ? {} : { label }) };
      const chains = wallets.chains(address.family);
      return await walletBook.add(asked, call, (became, count, wallet) => ({ wallet, became, chains, count }));
    },

    show({ wallet, became, chains, count }): Reply {
      if (became === "full")
        return {
          blocks: [text(`You follow ${WALLET_LIMIT} addresses, which is as many as there may be. Remove one first.`)],
        };
      const where = chains.length === 0 ? "" : ` on ${chains.map(chainName).join(", ")}`;
      const nowhere =
        chains.length === 0
          ? " No node is asked about this kind of address (with sample data none is), so I cannot look there yet."
          : "";
      const words =
        became === "there"
          ? `You follow ${walletName(wallet)} already.`
          : became === "renamed"
            ? `It is ${walletName(wallet)} from now on.`
            : `Following ${walletName(wallet)}${where}; ${count === 1 ? "it is the only one" : `${count} in all`}. I can only look, never move anything.`;
      return {
        blocks: [text(words + nowhere)],
        buttons: [
          { label: "Show", command: "wallet list", input: {}, answer: "new" },
          ...(became === "added"
            ? [{ label: "Undo", command: "wallet remove", input: { address: wallet.address } }]
            : []),
        ],
      };
    },
  });

interface RemovedFacts {
  readonly removed?: FollowedWallet;
  readonly toChoose: readonly FollowedWallet[];
}

/** `/wallet remove`: follows an address no longer; by the address or by its label. */
export const walletRemove = ({ walletBook }: WalletChangeParts) =>
  defineCommand({
    name: "wallet remove",
    summary: "Follows an address no longer.",
    examples: ["wallet remove 0x52908400098527886E0F7030069857D2E4169EE7", "wallet remove savings", "wallet remove"],
    input: z.object({
      address: z.string().max(120).optional().describe("The address or its label; without one you choose"),
    }),
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    suggest: {
      async address(typed, call) {
        const begin = typed.trim().toLowerCase();
        return (await walletBook.of(call))
          .filter((wallet) => walletName(wallet).toLowerCase().includes(begin) || isCalled(wallet, begin))
          .map((wallet) => ({ label: walletName(wallet), value: wallet.address }));
      },
    },

    async run({ address: typed }, call): Promise<RemovedFacts> {
      const followed = await walletBook.of(call);
      if (typed === undefined) return { toChoose: followed };
      const meant = followed.filter((wallet) => isCalled(wallet, typed.trim().toLowerCase()));
      const [only, ...others] = meant;
      if (others.length > 0) return { toChoose: meant };
      if (!only)
        throw new UserError("You follow no such address.", { hint: "/wallet list shows those that you follow." });
      return await walletBook.remove(only.address, call, (removed) => ({
        ...(removed === undefined ? {} : { removed }),
        toChoose: [],
      }));
    },

    show({ removed, toChoose }): Reply {
      if (removed)
        return {
          blocks: [text(`No longer following ${walletName(removed)}.`)],
          buttons: [
            {
              label: "Undo",
              command: "wallet add",
              input: { address: removed.address, ...(removed.label === undefined ? {} : { label: removed.label }) },
            },
          ],
        };
      return toChoose.length === 0
        ? { blocks: [text("You follow no address.")] }
        : { blocks: [], choices: removableWallets(toChoose) };
    },
  });

const isCalled = ({ address, label }: FollowedWallet, word: string): boolean =>
  address.toLowerCase() === word || label?.toLowerCase() === word;

/** @throws UserError for what is no public address; what was typed is not repeated */
async function publicAddress(typed: string): Promise<WalletAddress> {
  const read = await readAddress(typed);
  if (read === "checksum")
    throw new UserError("That address holds a typing error: its capitals do not fit.", {
      hint: "Copy it again from your wallet.",
    });
  if (read === "unknown")
    throw new UserError("That is no public address that I can read.", {
      hint: "I take addresses of EVM chains (0x and 40 characters) and of Solana. For a name such as one ending in .eth, paste the address behind it.",
    });
  return read;
}
