import { amountIn, instantIn, neededAmount } from "./cell.ts";
import { Exact } from "../amount.ts";
import { RowError, skipped } from "./draft.ts";
import type { Format } from "./format.ts";
import { tradesOf } from "./legs.ts";
import type { Row } from "./sheet.ts";
import { symbolIn } from "./symbols.ts";
import { charged, moved } from "./trade.ts";

const ACCOUNT = "Bybit";

const isContract = (row: Row): boolean => /^(open|close)$/i.test(row.cell("action"));
const isSpot = (row: Row): boolean => row.cell("type").toUpperCase() === "TRADE" && !isContract(row);
const CONTRACTS = "contracts, which are not kept here";

/** The unified account's log: a spot trade is two rows of one trade id, in the change of each its fee besides. */
export const bybit: Format = {
  name: "Bybit unified account log",
  needs: ["currency", "contract", "type", "direction", "quantity", "fee paid", "cash flow", "change", "wallet balance"],
  open: () => ({
    groupOf: (row) => (isSpot(row) ? row.cell("tradeid", "trade id") || undefined : undefined),
    read(rows) {
      const [first] = rows;
      const occasion = { at: instantIn(first.cell("time", "time(utc)")), account: ACCOUNT };
      const legOf = (row: Row, column: string) => ({
        symbol: symbolIn(row.cell("currency")),
        amount: amountIn(row.cell(column)) ?? new Exact(0),
      });
      if (isSpot(first))
        return tradesOf(
          rows.map((row) => legOf(row, "cash flow")),
          rows.map((row) => legOf(row, "fee paid")),
          occasion,
        );
      const type = first.cell("type").toUpperCase();
      if (isContract(first) || /SETTLEMENT|LIQUIDATION|DELIVERY|FUNDING/.test(type)) return skipped(CONTRACTS);
      const leg = legOf(first, "change");
      const isOut = leg.amount.isNegative();
      if (leg.amount.isZero()) return skipped("nothing changed");
      if (/INTEREST/.test(type))
        return isOut
          ? charged({ ...leg, amount: leg.amount.neg() }, occasion)
          : moved({ kind: "income", incomeKind: "interest" }, { ...occasion, leg });
      if (/AIRDROP|BONUS|REBATE|REWARD/.test(type))
        return isOut ? skipped(CONTRACTS) : moved({ kind: "income", incomeKind: "other" }, { ...occasion, leg });
      if (/TRANSFER|DEPOSIT|WITHDRAW/.test(type))
        return moved({ kind: isOut ? "transfer_out" : "transfer_in" }, { ...occasion, leg });
      throw new RowError(`the type "${type.slice(0, 40)}" is not known`);
    },
  }),
};

/** Deposits and withdrawals. */
export const bybitMoves: Format = {
  name: "Bybit deposits and withdrawals",
  needs: ["type", "coin"],
  without: ["uid", "network"],
  open: (head) => ({
    read([row]) {
      const known = head.columns.includes("qty") || head.columns.includes("wallet balance");
      if (!known) throw new RowError("its columns are not those of Bybit");
      const type = row.cell("type").toLowerCase();
      const leg = { symbol: symbolIn(row.cell("coin")), amount: neededAmount(row.cell("qty", "amount"), "quantity") };
      const occasion = { at: instantIn(row.cell("date & time(utc)", "time(utc)")), account: ACCOUNT, leg };
      if (/transfer/.test(type)) return skipped("a move inside Bybit");
      if (/deposit/.test(type)) return moved({ kind: "transfer_in" }, occasion);
      if (/withdraw/.test(type)) return moved({ kind: "transfer_out" }, occasion);
      throw new RowError(`the type "${type.slice(0, 40)}" is not known`);
    },
  }),
};
