import { amountIn, instantIn } from "./cell.ts";
import { RowError } from "./draft.ts";
import type { Format } from "./format.ts";
import { tradesOf } from "./legs.ts";
import { symbolIn } from "./symbols.ts";
import { type Leg, moved } from "./trade.ts";

const ACCOUNT = "Gemini";

/** "btc amount btc", "fee (btc) btc": a group of columns for each coin of the account. */
const AMOUNT = /^(\S+) amount \S+$/;
const FEE = /^fee \((\S+)\) \S+$/;

/** Gemini's transactions. The sheet that it usually gives has to be saved as CSV. */
export const gemini: Format = {
  name: "Gemini transactions",
  needs: ["date", "time (utc)", "type", "symbol", "specification", "trade id", "order id"],
  open({ columns }) {
    const amounts = columns.flatMap((name) =>
      AMOUNT.exec(name)?.[1] ? [[name, AMOUNT.exec(name)?.[1] ?? ""] as const] : [],
    );
    const fees = columns.flatMap((name) => (FEE.exec(name)?.[1] ? [[name, FEE.exec(name)?.[1] ?? ""] as const] : []));
    return {
      read([row]) {
        const legsIn = (named: typeof amounts): readonly Leg[] =>
          named.flatMap(([name, symbol]) => {
            const amount = amountIn(row.cell(name));
            return amount === undefined || amount.isZero() ? [] : [{ symbol: symbolIn(symbol), amount }];
          });
        const occasion = { at: instantIn(`${row.cell("date")} ${row.cell("time (utc)")}`), account: ACCOUNT };
        const legs = legsIn(amounts);
        const paid = legsIn(fees);
        const type = row.cell("type").toLowerCase();
        const words = row.cell("specification").toLowerCase();
        if (type === "buy" || type === "sell") return tradesOf(legs, paid, occasion);
        const [leg, more] = legs;
        if (!leg || more) throw new RowError("one coin should have come or left, and no more");
        const [fee] = paid.map(({ symbol, amount }) => ({ symbol, amount: amount.abs() }));
        if (type === "debit") return moved({ kind: "transfer_out" }, { ...occasion, leg, fee });
        if (type === "interest credit" || /interest|earn/.test(words))
          return moved({ kind: "income", incomeKind: "interest" }, { ...occasion, leg });
        if (/staking|reward/.test(words)) return moved({ kind: "income", incomeKind: "staking" }, { ...occasion, leg });
        if (/referral|administrative|promo/.test(words))
          return moved({ kind: "income", incomeKind: "other" }, { ...occasion, leg });
        if (type === "credit") return moved({ kind: "transfer_in" }, { ...occasion, leg });
        throw new RowError(`the type "${type.slice(0, 40)}" is not known`);
      },
    };
  },
};
