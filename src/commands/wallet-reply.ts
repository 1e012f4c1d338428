import { type Block, type Button, type Choices, rich, bold, text, type Reply } from "../core/reply.ts";
import { age, money, quantity as shownQuantity, utcMinute } from "../core/format.ts";
import type { Call } from "../core/call.ts";
import { chainName } from "../market/chains.ts";
import type { FollowedWallet, ValuedBalance, WalletFacts, WalletListFacts } from "./wallet-book.ts";
import { sourceLine } from "./source-line.ts";
import { walletName } from "./wallet-book.ts";

const DIGITS = 6;
/** Rows of one wallet: what is worth less is summed up below them. */
const ROWS = 8;

const EMPTY =
  "You follow no address. /wallet add takes a public one (0x… or Solana). Never send a key or a seed phrase.";

const ADD: Button = { label: "Portfolio", command: "portfolio", input: {}, answer: "new" };

/** What lies at the caller's addresses. */
export function walletListReply(facts: WalletListFacts, call: Call): Reply {
  const { wallets, value, currency, origins } = facts;
  if (wallets.length === 0) return { blocks: [text(EMPTY)] };
  const { locale, now } = call;
  const { line } = sourceLine(origins, now);
  const isRead = wallets.some(({ chains }) => chains.length > 0);
  const isPriced = wallets.some(hasWorth) || wallets.every(({ balances }) => balances.length === 0);
  const oldest = Math.min(...wallets.map(({ asOf }) => asOf));
  return {
    title: wallets.length === 1 ? "Your wallet" : `Your ${wallets.length} wallets`,
    blocks: [
      ...(wallets.length === 1 || !isRead
        ? []
        : [rich("Together ", bold(isPriced ? money(value, currency, locale) : "not known"))]),
      ...wallets.flatMap((wallet) => walletBlocks(wallet, currency, locale)),
    ],
    ...(isRead && {
      footer: [`Balances: the chains · ${age(oldest, now)}`, ...(line === undefined ? [] : [line])].join(" · "),
    }),
    buttons: [
      { label: "Refresh", command: "wallet list", input: { currency } },
      { label: "Remove", command: "wallet remove", input: {}, answer: "new" },
      ADD,
    ],
  };
}

const hasWorth = ({ balances }: WalletFacts): boolean => balances.some(({ value }) => value !== undefined);

function walletBlocks(wallet: WalletFacts, currency: string, locale: string): readonly Block[] {
  const { balances, value, unlistedTokens, silent, old, chains } = wallet;
  const shown = balances.slice(0, ROWS);
  const rest = balances.slice(ROWS);
  const unpriced = balances.filter((each) => each.value === undefined).length;
  const isPriced = balances.length === 0 || hasWorth(wallet);
  const where = chains.map(chainName).join(", ");
  const lines = [
    balances.length === 0 && chains.length > 0 && `Nothing of a listed coin on ${where}.`,
    rest.length > 0 && `And ${rest.length} more worth ${money(sum(rest), currency, locale)} together.`,
    unpriced > 0 && `${unpriced} without a price: not in the sum.`,
    unlistedTokens > 0 && `${unlistedTokens} tokens that are on no list were left out; most such are sent unasked.`,
    silent.length > 0 &&
      `${silent.map(({ chain }) => chainName(chain)).join(", ")} did not answer: what lies there is not in this.`,
    old.length > 0 &&
      `${old.map(({ chain, asOf }) => `${chainName(chain)} does not answer: its part is of ${utcMinute(asOf)}`).join("; ")}.`,
    chains.length === 0 &&
      silent.length === 0 &&
      "No node is asked about this kind of address (with sample data none is), so nothing was read.",
  ].filter((line) => line !== false);
  return [
    rich(
      bold(walletName(wallet)),
      chains.length === 0 ? "" : `: ${isPriced ? money(value, currency, locale) : "worth not known"}`,
    ),
    ...(shown.length === 0
      ? []
      : [
          {
            kind: "table" as const,
            columns: [
              { label: "Held", align: "left" as const },
              { label: currency, align: "right" as const },
              { label: "Chain", align: "left" as const },
            ],
            rows: shown.map((balance) => [
              shownQuantity(balance.quantity as `${number}`, balance.symbol, locale, DIGITS),
              balance.value === undefined ? "no price" : money(balance.value, currency, locale),
              chainName(balance.chain),
            ]),
          },
        ]),
    ...(lines.length === 0 ? [] : [text(lines.join("\n"))]),
  ];
}

const sum = (balances: readonly ValuedBalance[]): number =>
  balances.reduce((total, { value }) => total + (value ?? 0), 0);

/** The addresses to choose from, each as a press that removes it. */
export const removableWallets = (wallets: readonly FollowedWallet[]): Choices => ({
  prompt: "Which one goes?",
  options: wallets.map((wallet) => ({
    label: walletName(wallet),
    command: "wallet remove",
    input: { address: wallet.address },
  })),
});
