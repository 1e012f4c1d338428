import { amountIn, instantIn, neededAmount } from "./cell.ts";
import { type Outcome, refused, RowError, skipped } from "./draft.ts";
import type { Format, Reader } from "./format.ts";
import type { Head, Row } from "./sheet.ts";
import { symbolIn } from "./symbols.ts";
import { exchanged, type Leg, migrated, moved, type Movement, statedValue } from "./trade.ts";

type Meaning = Movement | { readonly kind: "buy" } | { readonly kind: "convert" | "internal" | "migration" };

const words = (meaning: Meaning, ...names: readonly string[]) =>
  names.map((name) => [name.toLowerCase(), meaning] as const);

const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ...words({ kind: "buy" }, "Buy", "Advanced Trade Buy", "Advance Trade Buy", "Credit"),
  ...words({ kind: "sell" }, "Sell", "Advanced Trade Sell", "Advance Trade Sell", "Retail Simple Dust"),
  ...words({ kind: "sell" }, "Admin Debit", "Subscription", "Card Spend"),
  ...words({ kind: "convert" }, "Convert", "Retail MGX DEX Buy"),
  ...words(
    { kind: "transfer_out" },
    "Send",
    "Retail MGX DEX Send",
    "Withdrawal",
    "Exchange Deposit",
    "Pro Deposit",
    "Prime Deposit",
  ),
  ...words({ kind: "transfer_in" }, "Receive", "Deposit", "Exchange Withdrawal", "Pro Withdrawal"),
  ...words(
    { kind: "income", incomeKind: "staking" },
    "Rewards Income",
    "Reward Income",
    "Inflation Reward",
    "Staking Income",
  ),
  ...words({ kind: "income", incomeKind: "interest" }, "Interest payout"),
  ...words(
    { kind: "income", incomeKind: "other" },
    "Coinbase Earn",
    "Learning Reward",
    "Subscription Rebate",
    "Subscription Rebates (24 Hours)",
  ),
  ...words({ kind: "gift_out" }, "Donation"),
  ...words({ kind: "migration" }, "Asset Migration", "Retail Eth2 Deprecation"),
  ...words(
    { kind: "internal" },
    "Vault Withdrawal",
    "Cash to Savings",
    "Savings to Cash",
    "Transfer",
    "Retail Staking Transfer",
    "Retail Unstaking Transfer",
  ),
]);

const ACCOUNT = "Coinbase";

function meaningOf(row: Row): Meaning {
  const type = row.cell("transaction type");
  const meaning = MEANINGS.get(type.toLowerCase());
  if (!meaning) throw new RowError(`the type "${type.slice(0, 40)}" is not known`);
  return meaning;
}

/** The oldest files have the currency in the names of their columns: "usd subtotal". */
function reader(head: Head): Reader {
  const old = head.columns.find((name) => /^[a-z]{3} subtotal$/.test(name))?.slice(0, 3);
  const currencyOf = (row: Row): string => old ?? row.cell("price currency", "spot price currency");
  const money = (row: Row, ...names: readonly string[]) =>
    amountIn(row.cell(...names, ...(old ? names.map((name) => `${old} ${name}`) : [])));
  const legOf = (row: Row): Leg => ({
    symbol: symbolIn(row.cell("asset")),
    amount: neededAmount(row.cell("quantity transacted"), "quantity"),
  });

  function one(row: Row): Outcome {
    const meaning = meaningOf(row);
    const occasion = { at: instantIn(row.cell("timestamp")), account: ACCOUNT };
    if (meaning.kind === "internal") return skipped("a move inside Coinbase");
    const leg = legOf(row);
    const currency = currencyOf(row).toUpperCase();
    const subtotal = money(row, "subtotal")?.abs();
    const charge = money(row, "fees and/or spread", "fees")?.abs();
    const fee = charge && currency !== "" ? { symbol: currency, amount: charge } : undefined;
    const value = statedValue(subtotal, currency);
    switch (meaning.kind) {
      case "buy":
      case "sell": {
        if (!subtotal) throw new RowError("the subtotal is missing");
        const cash = { symbol: symbolIn(currency), amount: subtotal };
        return meaning.kind === "buy"
          ? exchanged({ ...occasion, out: cash, into: leg, fee })
          : exchanged({ ...occasion, out: leg, into: cash, fee });
      }
      case "convert":
        return exchanged({ ...occasion, ...sidesOf(row), fee, value });
      case "migration":
        return refused("the other half of this migration is not in the file; enter it with /portfolio add migrate");
      case "income":
      case "transfer_in":
      case "transfer_out":
      case "gift_in":
      case "gift_out":
      case "loss":
        return moved(meaning, { ...occasion, leg, fee, value });
    }
  }

  return {
    groupOf: (row) =>
      MEANINGS.get(row.cell("transaction type").toLowerCase())?.kind === "migration"
        ? row.cell("timestamp")
        : undefined,
    read(rows) {
      const [first, second] = rows;
      if (!second) return one(first);
      const legs = rows.map(legOf);
      const out = legs.find(({ amount }) => amount.isNegative());
      const into = legs.find(({ amount }) => !amount.isNegative());
      if (rows.length > 2 || !out || !into) throw new RowError("what became what cannot be told");
      return migrated(out, into, { at: instantIn(first.cell("timestamp")), account: ACCOUNT });
    },
  };
}

/** What came of a conversion is only in words: "Converted 100 USDC to 0.778610688 SOL". */
function sidesOf(row: Row): { readonly out: Leg; readonly into: Leg } {
  const [, left, from, came, to] = /^Converted ([\d.,]+) (\S+) to ([\d.,]+) (\S+)/.exec(row.cell("notes")) ?? [];
  if (left === undefined || from === undefined || came === undefined || to === undefined)
    throw new RowError('what was converted into what is not in the notes ("Converted 1 ETH to 20 SOL")');
  return {
    out: { symbol: symbolIn(from), amount: neededAmount(left, "quantity") },
    into: { symbol: symbolIn(to), amount: neededAmount(came, "quantity") },
  };
}

/** Coinbase's own transactions, in each form since 2018. */
export const coinbase: Format = {
  name: "Coinbase transactions",
  needs: ["timestamp", "transaction type", "asset", "quantity transacted"],
  open: reader,
};

const PRO = "Coinbase Pro";

/** Coinbase Pro's account statement: the rows of one trade id are one trade. */
export const coinbasePro: Format = {
  name: "Coinbase Pro account statement",
  needs: ["portfolio", "type", "amount", "balance", "amount/balance unit", "trade id"],
  open: () => ({
    groupOf: (row) => row.cell("trade id") || undefined,
    read(rows) {
      const [first] = rows;
      const occasion = { at: instantIn(first.cell("time", "timestamp")), account: PRO };
      const legs = rows.map((row) => ({
        type: row.cell("type").toLowerCase(),
        symbol: symbolIn(row.cell("amount/balance unit")),
        amount: neededAmount(row.cell("amount"), "amount"),
      }));
      if (first.cell("trade id") !== "") {
        const matches = legs.filter(({ type }) => type === "match");
        const out = matches.find(({ amount }) => amount.isNegative());
        const into = matches.find(({ amount }) => amount.isPositive());
        const fees = legs.filter(({ type }) => type === "fee" || type === "rebate");
        if (matches.length !== 2 || !out || !into || fees.length > 1)
          throw new RowError("the rows of this trade do not fit together");
        const [fee] = fees;
        return exchanged({ ...occasion, out, into, fee: fee && { symbol: fee.symbol, amount: fee.amount.neg() } });
      }
      const [leg] = legs;
      if (!leg) throw new RowError("it is empty");
      if (leg.type === "deposit") return moved({ kind: "transfer_in" }, { ...occasion, leg });
      if (leg.type === "withdrawal") return moved({ kind: "transfer_out" }, { ...occasion, leg });
      throw new RowError(`the type "${leg.type.slice(0, 40)}" without a trade is not known`);
    },
  }),
};

/** Coinbase Pro's fills: a row is a trade. */
export const coinbaseFills: Format = {
  name: "Coinbase Pro fills",
  needs: ["trade id", "product", "side", "created at", "size", "size unit", "price", "fee", "total"],
  open: () => ({
    read([row]) {
      const side = row.cell("side").toUpperCase();
      const unit = symbolIn(row.cell("price/fee/total unit"));
      const coin = { symbol: symbolIn(row.cell("size unit")), amount: neededAmount(row.cell("size"), "size") };
      // The total holds the fee.
      const cash = { symbol: unit, amount: coin.amount.mul(neededAmount(row.cell("price"), "price")) };
      const fee = { symbol: unit, amount: neededAmount(row.cell("fee"), "fee") };
      const occasion = { at: instantIn(row.cell("created at")), account: PRO, fee };
      if (side === "BUY") return exchanged({ ...occasion, out: cash, into: coin });
      if (side === "SELL") return exchanged({ ...occasion, out: coin, into: cash });
      throw new RowError("it is neither bought nor sold");
    },
  }),
};
