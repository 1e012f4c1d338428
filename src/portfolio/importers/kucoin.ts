import { amountIn, instantIn, neededAmount, offsetIn } from "./cell.ts";
import { type Outcome, RowError, skipped } from "./draft.ts";
import { columnOf, type Format } from "./format.ts";
import type { Head, Row } from "./sheet.ts";
import { pairIn, symbolIn } from "./symbols.ts";
import { exchanged, type Leg, moved } from "./trade.ts";

const ACCOUNT = "KuCoin";

/** The time in the column that begins so; its name says the zone: "filled time(utc+01:00)". */
function timeIn(row: Row, head: Head, start: string): number {
  const name = columnOf(head, start);
  return instantIn(row.cell(name), offsetIn(name));
}

interface Trade {
  readonly at: number;
  readonly pair: string;
  readonly side: string;
  readonly amount: Leg["amount"];
  readonly volume: Leg["amount"];
  readonly fee: string;
  readonly feeCoin: string;
}

function traded({ at, pair, side, amount, volume, fee, feeCoin }: Trade): Outcome {
  if (amount.isZero()) return skipped("nothing of this order was filled");
  const [base, quote] = pairIn(pair);
  const [coin, cash] = [
    { symbol: base, amount },
    { symbol: quote, amount: volume },
  ];
  const charge = amountIn(fee);
  const occasion = { at, account: ACCOUNT, fee: charge && { symbol: symbolIn(feeCoin || quote), amount: charge } };
  if (side.toLowerCase() === "buy") return exchanged({ ...occasion, out: cash, into: coin });
  if (side.toLowerCase() === "sell") return exchanged({ ...occasion, out: coin, into: cash });
  throw new RowError("it is neither bought nor sold");
}

/** Filled orders, and the fills of orders; the newer forms. */
export const kucoinOrders: Format = {
  name: "KuCoin spot orders",
  needs: ["uid", "symbol", "side", "filled amount", "filled volume", "filled time(*", "fee", "fee currency"],
  open: (head) => ({
    read: ([row]) =>
      traded({
        at: timeIn(row, head, "filled time("),
        pair: row.cell("symbol"),
        side: row.cell("side"),
        amount: neededAmount(row.cell("filled amount"), "filled amount"),
        volume: neededAmount(row.cell("filled volume"), "filled volume"),
        fee: row.cell("fee"),
        feeCoin: row.cell("fee currency"),
      }),
  }),
};

/** Fills, an older form. */
export const kucoinFills: Format = {
  name: "KuCoin fills",
  needs: ["tradecreatedat", "symbol", "side", "price", "size", "funds", "fee", "feecurrency"],
  open: () => ({
    read: ([row]) =>
      traded({
        at: instantIn(row.cell("tradecreatedat")),
        pair: row.cell("symbol"),
        side: row.cell("side"),
        amount: neededAmount(row.cell("size"), "size"),
        volume: neededAmount(row.cell("funds"), "funds"),
        fee: row.cell("fee"),
        feeCoin: row.cell("feecurrency"),
      }),
  }),
};

/** Fills, the oldest form, whose volume is rounded: price times amount is not. */
export const kucoinOldest: Format = {
  name: "KuCoin fills of 2019",
  needs: ["time", "pair", "side", "filledprice", "amount", "volume", "fee", "feecoin"],
  open: () => ({
    read([row]) {
      const amount = neededAmount(row.cell("amount"), "amount");
      return traded({
        at: instantIn(row.cell("time")),
        pair: row.cell("pair"),
        side: row.cell("side"),
        amount,
        volume: amount.mul(neededAmount(row.cell("filledprice"), "price")),
        fee: row.cell("fee"),
        feeCoin: row.cell("feecoin"),
      });
    },
  }),
};

const isDone = (row: Row): boolean => /^(success|completed|)$/i.test(row.cell("status"));

function movesOf(kind: "transfer_in" | "transfer_out"): Format["open"] {
  return (head) => ({
    read([row]) {
      if (!isDone(row)) return skipped("it was not completed");
      const symbol = symbolIn(row.cell("coin"));
      const fee = amountIn(row.cell("fee"));
      return moved(
        { kind },
        {
          at: timeIn(row, head, "time("),
          account: ACCOUNT,
          leg: { symbol, amount: neededAmount(row.cell("amount"), "amount") },
          // What a deposit cost was paid where it came from.
          fee: fee && kind === "transfer_out" ? { symbol, amount: fee } : undefined,
        },
      );
    },
  });
}

export const kucoinDeposits: Format = {
  name: "KuCoin deposits",
  needs: ["uid", "account type", "time(*", "coin", "amount", "fee", "hash", "deposit address"],
  open: movesOf("transfer_in"),
};

export const kucoinWithdrawals: Format = {
  name: "KuCoin withdrawals",
  needs: ["uid", "account type", "time(*", "coin", "amount", "fee", "hash", "withdrawal address*"],
  open: movesOf("transfer_out"),
};

/** The account's history tells everything a second time; only what no other file has is taken: income. */
export const kucoinHistory: Format = {
  name: "KuCoin account history",
  needs: ["uid", "account type", "currency", "side", "amount", "fee", "time(*", "remark"],
  open: (head) => ({
    read([row]) {
      const words = `${row.cell("type")} ${row.cell("remark")}`.toLowerCase();
      if (!/reward|interest|earn profit|staking|airdrop|distribution|rebate|bonus/.test(words))
        return skipped("trades, deposits and withdrawals come from KuCoin's files of their own");
      if (!/^(in|deposit)/i.test(row.cell("side"))) return skipped("a move inside KuCoin");
      const incomeKind = /airdrop|distribution/.test(words)
        ? "airdrop"
        : /interest/.test(words)
          ? "interest"
          : /staking|reward|earn/.test(words)
            ? "staking"
            : "other";
      const leg = { symbol: symbolIn(row.cell("currency")), amount: neededAmount(row.cell("amount"), "amount") };
      return moved({ kind: "income", incomeKind }, { at: timeIn(row, head, "time("), account: ACCOUNT, leg });
    },
  }),
};
