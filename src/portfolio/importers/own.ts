import type { Entry, EnteredFee, KeptEntry, StatedMoney } from "../entry.ts";
import { drafted, type Outcome, RowError } from "./draft.ts";
import type { Format } from "./format.ts";
import type { Row } from "./sheet.ts";
import { instantIn } from "./cell.ts";
import { numberCell, sheetLine, textCell, unguarded } from "../../core/sheet.ts";

/** The columns of our own file; docs/portfolio-csv.md says what they mean. */
const COLUMNS = [
  "Date",
  "Kind",
  "Coin",
  "Quantity",
  "To coin",
  "To quantity",
  "Value",
  "Value currency",
  "Value from",
  "Fee",
  "Fee currency",
  "Fee coin",
  "Fee value",
  "Fee value currency",
  "Fee value from",
  "Income kind",
  "Account",
  "Transfer",
  "Acquired",
  "Note",
] as const;

type Column = (typeof COLUMNS)[number];

/** A filled price without a word about where it is from. */
const SOMEWHERE = "filled";
const filledFrom = (money: StatedMoney | undefined): string | undefined =>
  money?.isFilled ? (money.filledFrom ?? SOMEWHERE) : undefined;

/** The entries as a file of our own, which reads back as the same entries; coins by the ids of the asset list. */
export const writeOwn = (entries: readonly (Entry | KeptEntry)[]): string =>
  [OWN_HEAD, ...entries.map(ownLine)].join("");

/** The line of columns, and that of an entry, each with its end. */
export const OWN_HEAD = sheetLine(COLUMNS);
export const ownLine = (entry: Entry): string => sheetLine(cellsOf(entry));

function cellsOf(entry: Entry): readonly string[] {
  const has: Partial<Record<string, unknown>> = { ...entry };
  const { fee } = entry as { readonly fee?: EnteredFee };
  const value = has["value"] as StatedMoney | undefined;
  const feeValue = fee?.kind === "coin" ? fee.value : undefined;
  const isSplit = entry.kind === "split";
  const cells: Readonly<Record<Column, string | undefined>> = {
    Date: new Date(entry.at).toISOString(),
    Kind: entry.kind,
    Coin: has["asset"] as string | undefined,
    Quantity: isSplit ? entry.denominator : (has["quantity"] as string | undefined),
    "To coin": has["toAsset"] as string | undefined,
    "To quantity": isSplit ? entry.numerator : (has["toQuantity"] as string | undefined),
    Value: value?.amount,
    "Value currency": value?.currency,
    "Value from": filledFrom(value),
    Fee: fee?.kind === "money" ? fee.amount : fee?.quantity,
    "Fee currency": fee?.kind === "money" ? fee.currency : undefined,
    "Fee coin": fee?.kind === "coin" ? fee.asset : undefined,
    "Fee value": feeValue?.amount,
    "Fee value currency": feeValue?.currency,
    "Fee value from": filledFrom(fee?.kind === "money" ? fee : feeValue),
    "Income kind": has["incomeKind"] as string | undefined,
    Account: entry.account,
    Transfer: has["transferId"] as string | undefined,
    Acquired: has["acquiredAt"] === undefined ? undefined : new Date(has["acquiredAt"] as number).toISOString(),
    Note: entry.note,
  };
  return COLUMNS.map((column) => {
    const text = cells[column] ?? "";
    // A rebate's minus is a number's, which no spreadsheet runs.
    return column === "Fee" || column === "Value" ? numberCell(text) : textCell(text);
  });
}

const money = (amount: string, currency: string, from: string): StatedMoney | undefined => {
  if (amount === "") return undefined;
  if (!/^[A-Z]{3}$/i.test(currency)) throw new RowError("an amount of money has no currency of three letters");
  const stated = { amount, currency: currency.toUpperCase() };
  if (from === "") return stated;
  return from === SOMEWHERE ? { ...stated, isFilled: true } : { ...stated, isFilled: true, filledFrom: from };
};

const INCOME = ["staking", "interest", "airdrop", "mining", "hardfork", "wages", "other"] as const;

function entryIn(row: Row): Entry {
  // Not trimmed: a note may begin with a blank.
  const text = (column: Column): string => unguarded(row.raw(column.toLowerCase()));
  const word = (column: Column): string => text(column).trim();
  const need = (column: Column): string => {
    const found = word(column);
    if (found === "") throw new RowError(`"${column}" is empty`);
    return found;
  };
  const kind = need("Kind").toLowerCase();
  const base = {
    at: instantIn(word("Date")),
    ...(text("Account") === "" ? {} : { account: text("Account") }),
    ...(text("Note") === "" ? {} : { note: text("Note") }),
  };
  const feeMoney =
    word("Fee coin") === "" ? money(word("Fee"), word("Fee currency"), text("Fee value from")) : undefined;
  const feeValue = money(word("Fee value"), word("Fee value currency"), text("Fee value from"));
  const fee: EnteredFee | undefined = feeMoney
    ? { kind: "money", ...feeMoney }
    : word("Fee coin") === ""
      ? undefined
      : { kind: "coin", asset: word("Fee coin"), quantity: need("Fee"), ...(feeValue ? { value: feeValue } : {}) };
  if (kind === "fee") {
    if (!fee) throw new RowError('"Fee" is empty');
    return { kind, ...base, fee };
  }
  const asset = need("Coin");
  if (kind === "split") return { kind, ...base, asset, numerator: need("To quantity"), denominator: need("Quantity") };
  const coins = { ...base, asset, quantity: need("Quantity"), ...(fee ? { fee } : {}) };
  const into = () => ({ toAsset: need("To coin"), toQuantity: need("To quantity") });
  if (kind === "migration") return { kind, ...coins, ...into() };
  const value = money(word("Value"), word("Value currency"), text("Value from"));
  const valued = { ...coins, ...(value ? { value } : {}) };
  switch (kind) {
    case "buy":
    case "sell":
    case "gift_in":
    case "gift_out":
    case "loss":
      return { kind, ...valued };
    case "swap":
      return { kind, ...valued, ...into() };
    case "income": {
      const incomeKind = INCOME.find((each) => each === (word("Income kind").toLowerCase() || "other"));
      if (!incomeKind) throw new RowError(`"Income kind" is none of ${INCOME.join(", ")}`);
      return { kind, ...valued, incomeKind };
    }
    case "transfer_in":
    case "transfer_out":
      return {
        kind,
        ...valued,
        ...(word("Transfer") === "" ? {} : { transferId: word("Transfer") }),
        ...(word("Acquired") === "" ? {} : { acquiredAt: instantIn(word("Acquired")) }),
      };
    default:
      throw new RowError(`the kind "${kind.slice(0, 30)}" is not known`);
  }
}

/** Our own file, as `/portfolio export` writes it or a person does. */
export const own: Format = {
  name: "Westbound",
  needs: ["date", "kind", "coin", "quantity", "to coin", "to quantity", "value", "value currency"],
  open: () => ({ read: ([row]): Outcome => drafted(entryIn(row)) }),
};
