import { Exact } from "../amount.ts";
import { amountIn, instantIn, neededAmount, offsetIn } from "./cell.ts";
import { RowError, skipped } from "./draft.ts";
import type { Format } from "./format.ts";
import { tradesOf } from "./legs.ts";
import type { Head, Row } from "./sheet.ts";
import { symbolIn } from "./symbols.ts";
import { type Leg, moved } from "./trade.ts";

const ACCOUNT = "OKX";

/** Above the columns: "UID:…,Account Type:Trading,Time Zone:UTC+8". */
const zoneOf = ({ above, columns }: Head): number =>
  offsetIn(
    /time zone:\s*(UTC[+-]?[\d:]*)/i.exec(above.join(" "))?.[1] ??
      columns.find((name) => name.startsWith("time(")) ??
      "",
  );

/**
 * What came or left without the fee, and the fee. The change of the balance is net of the fee in some files and not in others:
 * where it differs from the amount by the fee, it is.
 */
function sidesOf(row: Row): { readonly leg: Leg; readonly fees: readonly Leg[] } {
  const symbol = symbolIn(row.cell("balance unit", "trading unit"));
  const change = neededAmount(row.cell("balance change"), "balance change");
  const fee = amountIn(row.cell("fee")) ?? new Exact(0);
  if (fee.isZero()) return { leg: { symbol, amount: change }, fees: [] };
  const feeCoin = symbolIn(row.cell("fee unit"));
  const amount = amountIn(row.cell("amount"));
  const isSame =
    amount !== undefined && row.cell("trading unit").toUpperCase() === row.cell("balance unit").toUpperCase();
  const isGross = feeCoin !== symbol || (isSame && change.abs().eq(amount.abs()));
  return { leg: { symbol, amount: isGross ? change : change.minus(fee) }, fees: [{ symbol: feeCoin, amount: fee }] };
}

/** The trading account's history: two rows for each order, one for each coin. */
export const okx: Format = {
  name: "OKX trading history",
  needs: [
    "order id",
    "time",
    "trade type",
    "symbol",
    "action",
    "amount",
    "fee",
    "fee unit",
    "balance change",
    "balance unit",
  ],
  open(head) {
    const zone = zoneOf(head);
    const isSpot = (row: Row): boolean => /^(spot|convert)/i.test(row.cell("trade type"));
    return {
      groupOf: (row) => (isSpot(row) ? row.cell("order id") || undefined : undefined),
      read(rows) {
        const [first] = rows;
        if (/transfer/i.test(`${first.cell("trade type")} ${first.cell("action")}`))
          return skipped("a move inside OKX");
        if (!isSpot(first)) return skipped("contracts or margin, which are not kept here");
        const sides = rows.map(sidesOf);
        // A fee in a third coin stands in both rows.
        const fees = sides.flatMap((side) =>
          side.fees.filter(({ symbol }) => symbol === side.leg.symbol || side === sides[0]),
        );
        return tradesOf(
          sides.map(({ leg }) => leg),
          fees,
          { at: instantIn(first.cell("time"), zone), account: ACCOUNT },
        );
      },
    };
  },
};

/** The funding account's history. */
export const okxFunding: Format = {
  name: "OKX funding account history",
  needs: ["time", "type", "amount", "before balance", "after balance", "symbol"],
  open(head) {
    const zone = zoneOf(head);
    return {
      read([row]) {
        const type = row.cell("type").toLowerCase();
        const symbol = symbolIn(row.cell("symbol"));
        const leg = { symbol, amount: neededAmount(row.cell("amount"), "amount") };
        const fee = amountIn(row.cell("fee"))?.abs();
        const occasion = { at: instantIn(row.cell("time"), zone), account: ACCOUNT, leg };
        if (/yield|reward|earn|airdrop|interest|profit/.test(type) && !/subscri|redempt/.test(type))
          return moved(
            {
              kind: "income",
              incomeKind: /airdrop/.test(type) ? "airdrop" : /interest/.test(type) ? "interest" : "staking",
            },
            occasion,
          );
        if (/rebate/.test(type)) return moved({ kind: "income", incomeKind: "other" }, occasion);
        if (type.startsWith("deposit")) return moved({ kind: "transfer_in" }, occasion);
        if (type.startsWith("withdraw"))
          return moved({ kind: "transfer_out" }, { ...occasion, fee: fee && { symbol, amount: fee } });
        if (/stake|staking|subscription|redemption|redeem|account|transfer/.test(type))
          return skipped("a move inside OKX");
        throw new RowError(`the type "${type.slice(0, 40)}" is not known`);
      },
    };
  },
};
