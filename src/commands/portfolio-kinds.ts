import type { EntryInput } from "./portfolio-entry-input.ts";
import type { TypedKind } from "./portfolio-kind-words.ts";
import type { IncomeKind } from "../portfolio/activity.ts";
import { UserError } from "../core/errors.ts";

type Detail = Exclude<keyof EntryInput, "kind" | "quantity" | "coin" | "date" | "note">;

const PRICED = ["price", "total", "currency"] as const;
const PLACED = ["account", "from", "to"] as const;
const INCOME = [...PRICED, ...PLACED, "fee"] as const;

/** What besides quantity, coin, date and note can be said of each kind. */
const SAID: Readonly<Record<TypedKind, readonly Detail[]>> = {
  buy: [...PRICED, ...PLACED, "fee"],
  sell: [...PRICED, ...PLACED, "fee"],
  swap: [...PRICED, ...PLACED, "fee", "to_quantity", "to_coin"],
  transfer: ["from", "to", "fee"],
  "transfer in": [...PRICED, ...PLACED, "acquired"],
  "transfer out": [...PLACED, "fee"],
  staking: INCOME,
  airdrop: INCOME,
  mining: INCOME,
  interest: INCOME,
  income: INCOME,
  "gift in": [...PRICED, ...PLACED],
  "gift out": [...PRICED, ...PLACED, "fee"],
  fee: [...PRICED, ...PLACED],
  migrate: [...PLACED, "fee", "to_quantity", "to_coin"],
  lost: PLACED,
};

/** What it is called with an article. */
const CALLED: Partial<Readonly<Record<TypedKind, string>>> = {
  transfer: "A transfer between your own accounts",
  "transfer in": "A transfer in",
  "transfer out": "A transfer out",
  "gift in": "A gift that you got",
  "gift out": "A gift that you made",
  buy: "A purchase",
  sell: "A sale",
  swap: "A swap",
  fee: "A fee",
  migrate: "A migration",
  lost: "A loss",
};

/** @throws UserError when something was said that such an entry cannot have: dropped in silence it would be missed later */
export function refuseUnsaid(asked: EntryInput): void {
  const { kind, quantity: _quantity, coin: _coin, date: _date, note: _note, ...details } = asked;
  const odd = Object.entries(details).find(
    ([name, value]) => value !== undefined && !SAID[kind].some((said) => said === name),
  );
  if (odd)
    throw new UserError(`${CALLED[kind] ?? "Income"} has no "${odd[0]}".`, {
      hint: `Leave it out, or put it in a note.`,
    });
}

const INCOME_KINDS: Partial<Readonly<Record<TypedKind, IncomeKind>>> = {
  staking: "staking",
  airdrop: "airdrop",
  mining: "mining",
  interest: "interest",
  income: "other",
};

/** The kind of income that a kind of entry is, if it is one. */
export const incomeKindOf = (kind: TypedKind): IncomeKind | undefined => INCOME_KINDS[kind];
