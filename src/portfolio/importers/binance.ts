import { amountIn, instantIn, neededAmount } from "./cell.ts";
import { type Outcome, RowError, skipped } from "./draft.ts";
import type { Format } from "./format.ts";
import { tradesOf } from "./legs.ts";
import type { Row } from "./sheet.ts";
import { pairIn, symbolIn } from "./symbols.ts";
import { charged, exchanged, type Leg, migrated, moved, type Movement } from "./trade.ts";

const ACCOUNT = "Binance";

type Meaning = Movement | { readonly kind: "trade" | "convert" | "charge" | "move" | "internal" | "migration" };

/** By the words of `Operation`; the first that fits. */
const OPERATIONS: readonly (readonly [RegExp, Meaning])[] = [
  [/^(fee|transaction fee)$/, { kind: "trade" }],
  [/^(buy|sell|transaction (buy|spend|sold|revenue|related))$/, { kind: "trade" }],
  [
    /^(binance convert|large otc trading|small assets exchange bnb|stablecoins auto-conversion|buy crypto with card|asset conversion transfer)$/,
    { kind: "convert" },
  ],
  [/^bnb fee deduction$/, { kind: "charge" }],
  [
    /^(deposit|fiat deposit|fiat ocbs - add fiat and fees|withdraw|fiat withdraw|fiat withdrawal|send)$/,
    { kind: "move" },
  ],
  [/token swap - (distribution|redenomination)|asset recovery/, { kind: "migration" }],
  [/(realized profit and loss|funding fee|insurance fund|margin|liquidation|futures)/, { kind: "internal" }],
  [/(subscription|redemption|purchase|transfer|liquid swap add|liquid swap remove|staking$)/, { kind: "internal" }],
  [/(airdrop|megadrop|^distribution$|cash voucher)/, { kind: "income", incomeKind: "airdrop" }],
  [
    /(staking rewards|locked rewards|vault rewards|slot auction rewards|pos savings interest|liquid swap rewards|swap farming rewards)/,
    { kind: "income", incomeKind: "staking" },
  ],
  [/(interest|pool distribution|savings distribution)/, { kind: "income", incomeKind: "interest" }],
  [
    /(commission|referral|referrer|rebate|kickback|cashback|crypto box|consolidation)/,
    { kind: "income", incomeKind: "other" },
  ],
  [/card spending/, { kind: "sell" }],
];

function meaningOf(row: Row): Meaning {
  const operation = row.cell("operation");
  const found = OPERATIONS.find(([pattern]) => pattern.test(operation.toLowerCase()));
  if (!found) throw new RowError(`the operation "${operation.slice(0, 40)}" is not known`);
  return found[1];
}

const legOf = (row: Row): Leg => ({
  symbol: symbolIn(row.cell("coin"), "binance"),
  amount: neededAmount(row.cell("change"), "change"),
});

function single(row: Row, meaning: Meaning): Outcome {
  const occasion = { at: instantIn(row.cell("utc_time")), account: ACCOUNT };
  if (meaning.kind === "internal") return skipped("a move inside Binance, or futures and margin");
  const leg = legOf(row);
  const isOut = leg.amount.isNegative();
  switch (meaning.kind) {
    case "charge":
      return isOut
        ? charged({ ...leg, amount: leg.amount.neg() }, occasion)
        : moved({ kind: "income", incomeKind: "other" }, { ...occasion, leg });
    case "move":
      return moved({ kind: isOut ? "transfer_out" : "transfer_in" }, { ...occasion, leg });
    case "income":
      if (isOut) throw new RowError("income that leaves is none");
      return moved(meaning, { ...occasion, leg });
    case "sell":
      return moved({ kind: isOut ? "sell" : "transfer_in" }, { ...occasion, leg });
    default:
      throw new RowError("only one side of this is in the file");
  }
}

/** The statement: one row for each change of a balance; those of one second are one trade. */
export const binance: Format = {
  name: "Binance transaction history",
  needs: ["utc_time", "account", "operation", "coin", "change"],
  open: () => ({
    groupOf(row) {
      const { kind } = meaningOf(row);
      if (kind === "migration") return `migration ${row.cell("remark")}`;
      return kind === "trade" || kind === "convert"
        ? `${kind} ${row.cell("account")} ${row.cell("utc_time")}`
        : undefined;
    },
    read(rows) {
      const [first, second] = rows;
      const meaning = meaningOf(first);
      const occasion = { at: instantIn(first.cell("utc_time")), account: ACCOUNT };
      if (meaning.kind === "migration") {
        const [one, other] = rows.map(legOf);
        if (!second || rows.length > 2 || !one || !other || one.amount.isNegative() === other.amount.isNegative())
          throw new RowError("what became what cannot be told; enter it with /portfolio add migrate");
        return one.amount.isNegative() ? migrated(one, other, occasion) : migrated(other, one, occasion);
      }
      if (meaning.kind !== "trade" && meaning.kind !== "convert") return single(first, meaning);
      const isFee = (row: Row): boolean => /fee$/i.test(row.cell("operation"));
      return tradesOf(rows.filter((row) => !isFee(row)).map(legOf), rows.filter(isFee).map(legOf), occasion);
    },
  }),
};

/** "0.1BTC": an amount with its coin behind it. */
function gluedIn(cell: string): Leg {
  const [, amount = "", symbol = ""] = /^([\d.,]+)\s*([A-Z0-9]*[A-Z][A-Z0-9]*)$/i.exec(cell.trim()) ?? [];
  if (symbol === "") throw new RowError(`"${cell.slice(0, 30)}" is no amount of a coin`);
  return { symbol: symbolIn(symbol, "binance"), amount: neededAmount(amount, "amount") };
}

function traded(
  side: string,
  coin: Leg,
  cash: Leg,
  more: { readonly at: number; readonly fee: Leg | undefined },
): Outcome {
  const occasion = { ...more, account: ACCOUNT };
  if (side.toUpperCase() === "BUY") return exchanged({ ...occasion, out: cash, into: coin });
  if (side.toUpperCase() === "SELL") return exchanged({ ...occasion, out: coin, into: cash });
  throw new RowError("it is neither bought nor sold");
}

/** Spot trades, the older form. */
export const binanceTrades: Format = {
  name: "Binance trades",
  needs: ["date(utc)", "market", "type", "price", "amount", "total", "fee", "fee coin"],
  open: () => ({
    read([row]) {
      const [base, quote] = pairIn(row.cell("market"), "binance");
      const charge = amountIn(row.cell("fee"));
      return traded(
        row.cell("type"),
        { symbol: base, amount: neededAmount(row.cell("amount"), "amount") },
        { symbol: quote, amount: neededAmount(row.cell("total"), "total") },
        {
          at: instantIn(row.cell("date(utc)")),
          fee: charge && { symbol: symbolIn(row.cell("fee coin"), "binance"), amount: charge },
        },
      );
    },
  }),
};

/** Spot trades, the newer form with the coins behind the amounts. */
export const binanceSpot: Format = {
  name: "Binance spot trades",
  needs: ["date(utc)", "pair", "side", "price", "executed", "amount", "fee"],
  open: () => ({
    read: ([row]) =>
      traded(row.cell("side"), gluedIn(row.cell("executed")), gluedIn(row.cell("amount")), {
        at: instantIn(row.cell("date(utc)")),
        fee: row.cell("fee") === "" ? undefined : gluedIn(row.cell("fee")),
      }),
  }),
};

/** Conversions. */
export const binanceConvert: Format = {
  name: "Binance conversions",
  needs: ["date", "wallet", "pair", "type", "sell", "buy", "price", "inverse price", "status"],
  open: () => ({
    read([row]) {
      if (!/^success/i.test(row.cell("status"))) return skipped("it was not carried out");
      const amounts = (name: string): Leg => gluedIn(row.cell(name).replaceAll(" ", ""));
      return exchanged({
        at: instantIn(row.cell("date")),
        account: ACCOUNT,
        out: amounts("sell"),
        into: amounts("buy"),
      });
    },
  }),
};

/** Deposits and withdrawals: only what left has a fee, which is part of the amount. */
export const binanceMoves: Format = {
  name: "Binance deposits or withdrawals",
  needs: ["date(utc*", "coin", "network", "amount", "txid", "status"],
  open: ({ columns }) => ({
    read([row]) {
      if (!/^(completed|success)/i.test(row.cell("status"))) return skipped("it was not completed");
      const symbol = symbolIn(row.cell("coin"), "binance");
      const leg = { symbol, amount: neededAmount(row.cell("amount"), "amount") };
      const occasion = { at: instantIn(row.cell("date(utc+0)", "date(utc)")), account: ACCOUNT };
      if (!columns.includes("fee")) return moved({ kind: "transfer_in" }, { ...occasion, leg });
      const fee = amountIn(row.cell("fee"));
      return moved({ kind: "transfer_out" }, { ...occasion, leg, fee: fee && { symbol, amount: fee } });
    },
  }),
};
