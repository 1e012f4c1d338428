import { amountIn, instantIn, neededAmount } from "./cell.ts";
import { type Outcome, RowError, skipped } from "./draft.ts";
import type { Format } from "./format.ts";
import { Exact } from "../amount.ts";
import type { Row } from "./sheet.ts";
import { pairIn, symbolIn } from "./symbols.ts";
import { exchanged, type Leg, migrated, moved, type Movement, statedValue } from "./trade.ts";

const ACCOUNT = "Crypto.com";

type Meaning = Movement | { readonly kind: "trade" | "dust" | "move" | "migration" | "internal" };

/** By the words of `Transaction Kind`; the first that fits. */
const KINDS: readonly (readonly [RegExp, Meaning])[] = [
  [/^dust_conversion_(debited|credited)$/, { kind: "dust" }],
  [/(coin_swap|lockup_swap|wallet_swap|interest_swap)/, { kind: "migration" }],
  [
    /^(crypto_purchase|viban_purchase|van_purchase|recurring_buy_order|crypto_exchange|crypto_viban_exchange|crypto_to_van_sell_order|trading\..+)$/,
    { kind: "trade" },
  ],
  [
    /^(crypto_deposit|exchange_to_crypto_transfer|crypto_withdrawal|crypto_to_exchange_transfer|crypto_transfer)$/,
    { kind: "move" },
  ],
  [/interest_paid|finance\..*interest/, { kind: "income", incomeKind: "interest" }],
  [
    /^(mco_stake_reward|crypto_earn_extra_interest_paid|supercharger_reward_to_app_credited)$/,
    { kind: "income", incomeKind: "staking" },
  ],
  [/_reverted$|^(crypto_payment|card_top_up)$/, { kind: "sell" }],
  [
    /^(referral_gift|referral_bonus|referral_card_cashback|transfer_cashback|reimbursement|gift_card_reward|rewards_platform_deposit_credited|admin_wallet_credited|campaign_reward)$/,
    { kind: "income", incomeKind: "other" },
  ],
  [
    /(program_created|program_withdrawn|_lock$|_unlock$|_upgrade$|supercharger_deposit|supercharger_withdrawal|finance\..*stak)/,
    { kind: "internal" },
  ],
];

function meaningOf(row: Row): Meaning {
  const kind = row.cell("transaction kind").toLowerCase();
  const found = KINDS.find(([pattern]) => pattern.test(kind));
  if (!found) throw new RowError(`the kind "${kind.slice(0, 50)}" is not known`);
  return found[1];
}

const legOf = (row: Row): Leg => ({
  symbol: symbolIn(row.cell("currency")),
  amount: neededAmount(row.cell("amount"), "amount"),
});
const valueOf = (row: Row) => statedValue(amountIn(row.cell("native amount"))?.abs(), row.cell("native currency"));
const occasionOf = (row: Row) => ({ at: instantIn(row.cell("timestamp (utc)")), account: ACCOUNT });

/** Both sides are in the row, or the coin is and money is the other side. */
function trade(row: Row): Outcome {
  const leg = legOf(row);
  const to = row.cell("to currency");
  if (to !== "") {
    const other = { symbol: symbolIn(to), amount: neededAmount(row.cell("to amount"), "amount that came") };
    return exchanged({ ...occasionOf(row), out: leg, into: other, value: valueOf(row) });
  }
  const money = {
    symbol: symbolIn(row.cell("native currency")),
    amount: neededAmount(row.cell("native amount"), "native amount"),
  };
  return leg.amount.isNegative()
    ? exchanged({ ...occasionOf(row), out: leg, into: money })
    : exchanged({ ...occasionOf(row), out: money, into: leg });
}

/** Several coins became one: each gets the share of it that its value has in all. */
function dust(rows: readonly Row[]): readonly Outcome[] {
  const credited = rows.filter((row) => /credited$/i.test(row.cell("transaction kind")));
  const debited = rows.filter((row) => /debited$/i.test(row.cell("transaction kind")));
  const [credit] = credited;
  const values = debited.map((row) => neededAmount(row.cell("native amount"), "native amount").abs());
  const whole = values.reduce((sum, each) => sum.plus(each), new Exact(0));
  if (!credit || credited.length > 1 || debited.length === 0 || whole.isZero())
    throw new RowError("the rows of this conversion do not fit together");
  const into = legOf(credit);
  let left = into.amount;
  return debited.map((row, index) => {
    const isLast = index === debited.length - 1;
    const share = isLast
      ? left
      : into.amount
          .mul(values[index] ?? 0)
          .div(whole)
          .toDecimalPlaces(18, Exact.ROUND_DOWN);
    left = left.minus(share);
    return exchanged({ ...occasionOf(row), out: legOf(row), into: { ...into, amount: share }, value: valueOf(row) });
  });
}

/** The app's file. */
export const cryptoCom: Format = {
  name: "Crypto.com app",
  needs: [
    "timestamp (utc)",
    "transaction description",
    "currency",
    "amount",
    "native currency",
    "native amount",
    "transaction kind",
  ],
  open: () => ({
    groupOf(row) {
      const { kind } = meaningOf(row);
      return kind === "dust" || kind === "migration" ? `${kind} ${row.cell("timestamp (utc)")}` : undefined;
    },
    read(rows) {
      const [row] = rows;
      const meaning = meaningOf(row);
      if (meaning.kind === "dust") return dust(rows);
      if (meaning.kind === "internal") return skipped("a move inside Crypto.com");
      if (meaning.kind === "trade") return trade(row);
      const legs = rows.map(legOf);
      const leg = legs[0] ?? legOf(row);
      if (meaning.kind === "migration") {
        const out = legs.find(({ amount }) => amount.isNegative());
        const into = legs.find(({ amount }) => amount.isPositive());
        if (!out || !into || legs.length > 2)
          throw new RowError("what became what cannot be told; enter it with /portfolio add migrate");
        return migrated(out, into, occasionOf(row));
      }
      const plain = { ...occasionOf(row), leg, value: valueOf(row) };
      if (meaning.kind === "move")
        return moved({ kind: leg.amount.isNegative() ? "transfer_out" : "transfer_in" }, plain);
      if (meaning.kind === "income" && leg.amount.isNegative()) throw new RowError("income that leaves is none");
      return moved(meaning as Movement, plain);
    },
  }),
};

/** The exchange's trades. */
export const cryptoComExchange: Format = {
  name: "Crypto.com Exchange trades",
  needs: [
    "order id",
    "trade id",
    "time (utc)",
    "symbol",
    "side",
    "trade price",
    "trade amount",
    "volume of business",
    "fee",
    "fee currency",
  ],
  open: () => ({
    read([row]) {
      const [base, quote] = pairIn(row.cell("symbol"));
      const coin = { symbol: base, amount: neededAmount(row.cell("trade amount"), "amount") };
      const cash = { symbol: quote, amount: neededAmount(row.cell("volume of business"), "volume") };
      const charge = amountIn(row.cell("fee"))?.abs();
      const fee = charge && { symbol: symbolIn(row.cell("fee currency")), amount: charge };
      const occasion = { at: instantIn(row.cell("time (utc)")), account: "Crypto.com Exchange", fee };
      const side = row.cell("side").toUpperCase();
      if (side === "BUY") return exchanged({ ...occasion, out: cash, into: coin });
      if (side === "SELL") return exchanged({ ...occasion, out: coin, into: cash });
      throw new RowError("it is neither bought nor sold");
    },
  }),
};
