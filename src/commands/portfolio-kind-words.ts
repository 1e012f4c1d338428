/** What can happen in a portfolio, as it is typed and offered. */
export const KINDS = [
  "buy",
  "sell",
  "swap",
  "transfer",
  "transfer in",
  "transfer out",
  "staking",
  "airdrop",
  "mining",
  "interest",
  "income",
  "gift in",
  "gift out",
  "fee",
  "migrate",
  "lost",
] as const;

export type TypedKind = (typeof KINDS)[number];

export const isKind = (word: string): word is TypedKind => KINDS.some((kind) => kind === word);

const OTHER_WORDS: Readonly<Record<string, TypedKind>> = {
  bought: "buy",
  purchase: "buy",
  purchased: "buy",
  sale: "sell",
  sold: "sell",
  swapped: "swap",
  trade: "swap",
  traded: "swap",
  exchange: "swap",
  exchanged: "swap",
  convert: "swap",
  converted: "swap",
  move: "transfer",
  moved: "transfer",
  transferred: "transfer",
  deposit: "transfer in",
  deposited: "transfer in",
  receive: "transfer in",
  received: "transfer in",
  get: "transfer in",
  got: "transfer in",
  withdraw: "transfer out",
  withdrawal: "transfer out",
  withdrew: "transfer out",
  send: "transfer out",
  sent: "transfer out",
  reward: "staking",
  rewards: "staking",
  "staking reward": "staking",
  "staking rewards": "staking",
  airdropped: "airdrop",
  mined: "mining",
  earn: "income",
  earned: "income",
  gave: "gift out",
  donate: "gift out",
  donated: "gift out",
  gas: "fee",
  migrated: "migrate",
  migration: "migrate",
  lose: "lost",
  loss: "lost",
  stolen: "lost",
  hacked: "lost",
  burn: "lost",
  burned: "lost",
};

const INCOME: readonly string[] = ["staking", "airdrop", "mining", "interest"] satisfies readonly TypedKind[];

/** What people write before they come to it. */
const BEFORE_IT = /^(?:please|i|i've|have|just|add)$/i;

/**
 * The kind that a line begins with, and how many words say so; the word itself where it is none.
 * @param words  as they were typed
 */
export function kindIn(words: readonly string[]): { readonly kind: string | undefined; readonly taken: number } {
  const before = words.findIndex((word) => !BEFORE_IT.test(word));
  if (before < 0) return { kind: words[0]?.toLowerCase(), taken: words.length };
  const [first = "", second] = words
    .slice(before, before + 2)
    .map((word) => word.toLowerCase().replaceAll(/[_-]/g, " "));
  const two = second === undefined ? undefined : meant(`${first} ${second}`);
  if (two !== undefined) return { kind: two, taken: before + 2 };
  if (first === "income" && second !== undefined && INCOME.includes(second)) return { kind: second, taken: before + 2 };
  if (first === "gift" || first === "gifted") {
    const isFrom = words.some((word) => word.toLowerCase() === "from");
    return { kind: isFrom ? "gift in" : "gift out", taken: before + 1 };
  }
  return { kind: meant(first) ?? first, taken: before + 1 };
}

/** A kind of income said behind the coin: "income 0.1 TAO staking". */
export const incomeWordIn = (word: string): string | undefined => {
  const kind = meant(word.toLowerCase());
  return kind !== undefined && INCOME.includes(kind) ? kind : undefined;
};

const meant = (word: string): TypedKind | undefined => KINDS.find((kind) => kind === word) ?? OTHER_WORDS[word];
