import type { IncomeKind } from "../activity.ts";
import { amountIn, instantIn } from "./cell.ts";
import { type Outcome, RowError, skipped } from "./draft.ts";
import type { Format } from "./format.ts";
import { symbolIn } from "./symbols.ts";
import { charged, exchanged, type Leg, moved, type Movement, type Occasion, statedValue } from "./trade.ts";

interface Told {
  readonly out: Leg | undefined;
  readonly into: Leg | undefined;
  readonly fee: Leg | undefined;
  /** What the tracker calls it, in lower case. */
  readonly label: string;
  readonly value: ReturnType<typeof statedValue>;
}

const INCOME: Readonly<Record<string, IncomeKind>> = {
  airdrop: "airdrop",
  fork: "hardfork",
  mining: "mining",
  masternode: "mining",
  staking: "staking",
  reward: "staking",
  "reward/bonus": "staking",
  "lending interest": "interest",
  interest: "interest",
  salary: "wages",
  income: "other",
  "other income": "other",
  cashback: "other",
  "fee refund": "other",
};

const LEAVING: Readonly<Record<string, Movement["kind"]>> = {
  gift: "gift_out",
  donation: "gift_out",
  lost: "loss",
  stolen: "loss",
  cost: "sell",
  spend: "sell",
};

/** Loans and margin are debts, which are not kept. */
const DEBT = /loan|margin|liquidity|realized gain/;

/** What one row with two sides and a label tells. */
function outcomeOf({ out, into, fee, label, value }: Told, occasion: Occasion): Outcome {
  if (out && into && out.symbol === into.symbol && fee) return charged(fee, occasion);
  if (out && into) return exchanged({ ...occasion, out, into, fee, value });
  if (DEBT.test(label)) return skipped("a loan, margin or a pool, which are not kept here");
  if (into) {
    const incomeKind = INCOME[label];
    if (incomeKind) return moved({ kind: "income", incomeKind }, { ...occasion, leg: into, value });
    return moved(
      { kind: label === "gift" || label === "gift/tip" ? "gift_in" : "transfer_in" },
      { ...occasion, leg: into, fee, value },
    );
  }
  if (out) return moved({ kind: LEAVING[label] ?? "transfer_out" } as Movement, { ...occasion, leg: out, fee, value });
  if (fee) return charged(fee, occasion);
  throw new RowError("nothing came and nothing left");
}

/** Currencies may carry the tracker's number of the coin behind them: "BTC;1" */
function legIn(amount: string, currency: string): Leg | undefined {
  const size = amountIn(amount);
  if (size === undefined || size.isZero()) return undefined;
  if (size.isNegative()) throw new RowError("a quantity is below zero");
  return { symbol: symbolIn(currency.split(";")[0] ?? ""), amount: size };
}

const labelOf = (text: string): string => text.trim().toLowerCase().replaceAll("_", " ");

/** The first part of a wallet's name: "Ledger;123". */
const accountOf = (...names: readonly string[]): string =>
  (names.find((name) => name !== "") ?? "Koinly").split(";")[0]?.slice(0, 40) ?? "Koinly";

/** Koinly's files, its upload form included, and what else keeps to that. */
export const koinly: Format = {
  name: "Koinly",
  needs: ["sent amount", "sent currency", "received amount", "received currency", "fee amount", "fee currency"],
  open: () => ({
    read: ([row]) =>
      outcomeOf(
        {
          out: legIn(row.cell("sent amount"), row.cell("sent currency")),
          into: legIn(row.cell("received amount"), row.cell("received currency")),
          fee: legIn(row.cell("fee amount"), row.cell("fee currency")),
          label: labelOf(row.cell("label", "tag")),
          value: statedValue(amountIn(row.cell("net worth amount")), row.cell("net worth currency")),
        },
        {
          at: instantIn(row.cell("date", "date (utc)")),
          account: accountOf(row.cell("sending wallet"), row.cell("receiving wallet")),
          ...noteOf(row.cell("description")),
        },
      ),
  }),
};

/** Koinly's bulk edit. */
export const koinlyBulk: Format = {
  name: "Koinly bulk edit",
  needs: ["from amount", "from currency", "to amount", "to currency", "fee amount", "fee currency", "tag"],
  open: () => ({
    read([row]) {
      const occasion = {
        at: instantIn(row.cell("date (utc)", "date")),
        account: accountOf(row.cell("from wallet (read-only)"), row.cell("to wallet (read-only)")),
        ...noteOf(row.cell("description")),
      };
      if (labelOf(row.cell("type")) === "transfer") return skipped("a move between own wallets");
      return outcomeOf(
        {
          out: legIn(row.cell("from amount"), row.cell("from currency")),
          into: legIn(row.cell("to amount"), row.cell("to currency")),
          fee: legIn(row.cell("fee amount"), row.cell("fee currency")),
          label: labelOf(row.cell("tag")),
          value: statedValue(amountIn(row.cell("net worth amount")), row.cell("net worth currency")),
        },
        occasion,
      );
    },
  }),
};

const TRADES = /^(trade|deposit|withdrawal)$/;

/** CoinTracking's list of trades, and the one with prices. */
export const coinTracking: Format = {
  name: "CoinTracking",
  needs: ["type", "buy", "cur.", "sell", "cur.#2", "exchange", "group", "date"],
  open: ({ columns }) => ({
    read([row]) {
      const type = labelOf(row.cell("type"));
      const hasFee = columns.includes("fee");
      const known = TRADES.test(type) || type in INCOME || type in LEAVING || type === "gift/tip" || DEBT.test(type);
      if (!known) throw new RowError(`the type "${type.slice(0, 40)}" is not known`);
      return outcomeOf(
        {
          into: legIn(row.cell("buy"), row.cell("cur.")),
          out: legIn(row.cell("sell"), row.cell("cur.#2")),
          fee: hasFee ? legIn(row.cell("fee"), row.cell("cur.#3")) : undefined,
          label: type,
          value: undefined,
        },
        {
          at: instantIn(row.cell("date")),
          account: (row.cell("exchange") || "CoinTracking").slice(0, 40),
          ...noteOf(row.cell("comment")),
        },
      );
    },
  }),
};

function noteOf(text: string): { readonly note?: string } {
  const note = text.slice(0, 200).trim();
  return note === "" ? {} : { note };
}
