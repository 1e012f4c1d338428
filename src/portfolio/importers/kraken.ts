import { amountIn, instantIn, neededAmount } from "./cell.ts";
import { type Outcome, RowError, skipped } from "./draft.ts";
import type { Format } from "./format.ts";
import { tradesOf } from "./legs.ts";
import type { Row } from "./sheet.ts";
import { pairIn, symbolIn } from "./symbols.ts";
import { charged, exchanged, type Leg, moved } from "./trade.ts";

const ACCOUNT = "Kraken";
const INTERNAL = "a move inside Kraken";

interface Change extends Leg {
  readonly fee: Leg | undefined;
}

function changeOf(row: Row): Change {
  const symbol = symbolIn(row.cell("asset"), "kraken");
  const fee = amountIn(row.cell("fee"));
  return {
    symbol,
    amount: neededAmount(row.cell("amount"), "amount"),
    // KFEE are credits that fees are paid with, worth nothing elsewhere.
    fee: fee && !fee.isZero() && symbol !== "KFEE" ? { symbol, amount: fee } : undefined,
  };
}

const isTrade = (row: Row): boolean => /^(trade|spend|receive)$/.test(row.cell("type").toLowerCase());

function single(row: Row): Outcome | readonly Outcome[] {
  const type = row.cell("type").toLowerCase();
  const subtype = row.cell("subtype").toLowerCase();
  // Announced before it was booked: the same again follows with an id.
  if (row.cell("txid") === "") return skipped("a deposit or withdrawal that stands in the file a second time");
  const change = changeOf(row);
  const occasion = { at: instantIn(row.cell("time")), account: ACCOUNT };
  const { fee, ...leg } = change;
  const isOut = leg.amount.isNegative();
  const plain = { ...occasion, leg, fee };
  if (leg.symbol === "KFEE") return skipped("credits for fees, not a coin");
  switch (type) {
    case "deposit":
      return moved({ kind: "transfer_in" }, plain);
    case "withdrawal":
      return moved({ kind: "transfer_out" }, plain);
    case "staking":
    case "dividend":
      return moved({ kind: "income", incomeKind: "staking" }, plain);
    case "earn":
      return subtype === "reward" || subtype === ""
        ? moved({ kind: "income", incomeKind: "staking" }, plain)
        : skipped(INTERNAL);
    case "transfer":
      if (/^(spot|staking)/.test(subtype)) return skipped(INTERNAL);
      return isOut ? moved({ kind: "transfer_out" }, plain) : moved({ kind: "income", incomeKind: "airdrop" }, plain);
    case "adjustment":
    case "invite bonus":
      return isOut ? moved({ kind: "transfer_out" }, plain) : moved({ kind: "income", incomeKind: "other" }, plain);
    case "margin":
    case "rollover":
    case "settled":
      // What margin costs is paid in coins or money that really leave; what it brings is not told apart from what it costs.
      return fee && leg.amount.isZero() ? charged(fee, occasion) : skipped("margin, which is not kept here");
    default:
      throw new RowError(`the type "${type.slice(0, 40)}" is not known`);
  }
}

/** The ledger: amounts without their fees, the rows of one `refid` are one trade. */
export const krakenLedgers: Format = {
  name: "Kraken ledgers",
  needs: ["txid", "refid", "time", "type", "asset", "amount", "fee", "balance"],
  open: () => ({
    groupOf: (row) => (isTrade(row) && row.cell("refid") !== "" ? row.cell("refid") : undefined),
    read(rows) {
      const [first] = rows;
      if (!isTrade(first)) return single(first);
      const changes = rows.map(changeOf).filter(({ symbol }) => symbol !== "KFEE");
      const fees = changes.flatMap(({ fee }) => (fee ? [{ symbol: fee.symbol, amount: fee.amount.neg() }] : []));
      return tradesOf(changes, fees, { at: instantIn(first.cell("time")), account: ACCOUNT });
    },
  }),
};

/** The trades: the fee is in what the pair is quoted in. */
export const krakenTrades: Format = {
  name: "Kraken trades",
  needs: ["txid", "ordertxid", "pair", "time", "type", "ordertype", "price", "cost", "fee", "vol"],
  open: () => ({
    read([row]) {
      if (!(amountIn(row.cell("margin"))?.isZero() ?? true)) return skipped("margin, which is not kept here");
      const [base, quote] = pairIn(row.cell("pair"), "kraken");
      const coin = { symbol: base, amount: neededAmount(row.cell("vol"), "volume") };
      const cash = { symbol: quote, amount: neededAmount(row.cell("cost"), "cost") };
      const charge = amountIn(row.cell("fee"));
      const occasion = {
        at: instantIn(row.cell("time")),
        account: ACCOUNT,
        fee: charge && { symbol: quote, amount: charge },
      };
      const side = row.cell("type").toLowerCase();
      if (side === "buy") return exchanged({ ...occasion, out: cash, into: coin });
      if (side === "sell") return exchanged({ ...occasion, out: coin, into: cash });
      throw new RowError("it is neither bought nor sold");
    },
  }),
};
