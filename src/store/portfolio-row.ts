import type { Selectable } from "kysely";
import { z } from "zod";
import type { EnteredFee, Entry, KeptEntry, NewEntry, StatedMoney } from "../portfolio/entry.ts";
import type { Tables } from "./tables.ts";

/** A row of `portfolio_entry` without whose it is. */
export type PortfolioRow = Omit<Selectable<Tables["portfolio_entry"]>, "user_id">;

/** The columns of a row in the order in which `rowOf` lists them. */
export const COLUMNS = [
  "number",
  "at",
  "kind",
  "asset_id",
  "quantity",
  "to_asset_id",
  "to_quantity",
  "value",
  "value_currency",
  "value_filled",
  "fee",
  "fee_currency",
  "fee_asset_id",
  "fee_value",
  "fee_value_currency",
  "fee_filled",
  "account",
  "transfer_id",
  "acquired_at",
  "income_kind",
  "numerator",
  "denominator",
  "note",
  "import_id",
  "row_key",
] as const satisfies readonly (keyof PortfolioRow)[];

const incomeKind = z.enum(["staking", "interest", "airdrop", "mining", "hardfork", "wages", "other"]);

/** What stands for a price that was filled from nobody knows where. */
const filledIn = (money: StatedMoney | undefined): string | null => (money?.isFilled ? (money.filledFrom ?? "") : null);

/** The entry as a row. What an entry of its kind cannot have is null. */
export function rowOf(entry: NewEntry, number: number): PortfolioRow {
  const has = <Key extends string>(key: Key) =>
    key in entry ? (entry as Partial<Record<Key, unknown>>)[key] : undefined;
  const words = (key: string): string | null => (has(key) as string | undefined) ?? null;
  const value = has("value") as StatedMoney | undefined;
  const fee = has("fee") as EnteredFee | undefined;
  const coinFee = fee?.kind === "coin" ? fee : undefined;
  const moneyFee = fee?.kind === "money" ? fee : undefined;
  return {
    number,
    at: entry.at,
    kind: entry.kind,
    asset_id: words("asset"),
    quantity: words("quantity"),
    to_asset_id: words("toAsset"),
    to_quantity: words("toQuantity"),
    value: value?.amount ?? null,
    value_currency: value?.currency ?? null,
    value_filled: filledIn(value),
    fee: moneyFee?.amount ?? coinFee?.quantity ?? null,
    fee_currency: moneyFee?.currency ?? null,
    fee_asset_id: coinFee?.asset ?? null,
    fee_value: coinFee?.value?.amount ?? null,
    fee_value_currency: coinFee?.value?.currency ?? null,
    fee_filled: filledIn(moneyFee ?? coinFee?.value),
    account: entry.account ?? null,
    transfer_id: words("transferId"),
    acquired_at: (has("acquiredAt") as number | undefined) ?? null,
    income_kind: words("incomeKind"),
    numerator: words("numerator"),
    denominator: words("denominator"),
    note: entry.note ?? null,
    import_id: entry.origin?.importId ?? null,
    row_key: entry.origin?.rowKey ?? null,
  };
}

/** @throws Error when the row is none that `rowOf` makes */
export function entryOf(row: PortfolioRow): KeptEntry {
  return {
    ...bare(row),
    number: row.number,
    ...(row.import_id === null || row.row_key === null
      ? {}
      : { origin: { importId: row.import_id, rowKey: row.row_key } }),
  };
}

function bare(row: PortfolioRow): Entry {
  const { kind, at } = row;
  const common = {
    at,
    ...(row.account === null ? {} : { account: row.account }),
    ...(row.note === null ? {} : { note: row.note }),
  };
  if (kind === "fee") return { kind, ...common, fee: feeOf(row) ?? broken(row) };
  const asset = row.asset_id ?? broken(row);
  if (kind === "split") {
    const { numerator, denominator } = row;
    return { kind, ...common, asset, numerator: numerator ?? broken(row), denominator: denominator ?? broken(row) };
  }
  const fee = feeOf(row);
  const coins = { ...common, asset, quantity: row.quantity ?? broken(row), ...(fee === undefined ? {} : { fee }) };
  if (kind === "migration") return { kind, ...coins, ...intoOf(row) };
  const value = moneyIn(row.value, row.value_currency, row.value_filled);
  const valued = { ...coins, ...(value === undefined ? {} : { value }) };
  switch (kind) {
    case "buy":
    case "sell":
    case "gift_in":
    case "gift_out":
    case "loss":
      return { kind, ...valued };
    case "swap":
      return { kind, ...valued, ...intoOf(row) };
    case "income":
      return { kind, ...valued, incomeKind: incomeKind.parse(row.income_kind) };
    case "transfer_in":
    case "transfer_out":
      return {
        kind,
        ...valued,
        ...(row.transfer_id === null ? {} : { transferId: row.transfer_id }),
        ...(row.acquired_at === null ? {} : { acquiredAt: row.acquired_at }),
      };
    default:
      return broken(row);
  }
}

const intoOf = (row: PortfolioRow) => ({
  toAsset: row.to_asset_id ?? broken(row),
  toQuantity: row.to_quantity ?? broken(row),
});

function moneyIn(amount: string | null, currency: string | null, filled: string | null): StatedMoney | undefined {
  if (amount === null || currency === null) return undefined;
  if (filled === null) return { amount, currency };
  return { amount, currency, isFilled: true, ...(filled === "" ? {} : { filledFrom: filled }) };
}

function feeOf(row: PortfolioRow): EnteredFee | undefined {
  if (row.fee === null) return undefined;
  const money = moneyIn(row.fee, row.fee_currency, row.fee_filled);
  if (money) return { kind: "money", ...money };
  const value = moneyIn(row.fee_value, row.fee_value_currency, row.fee_filled);
  const asset = row.fee_asset_id ?? broken(row);
  return { kind: "coin", asset, quantity: row.fee, ...(value === undefined ? {} : { value }) };
}

function broken({ kind, number }: PortfolioRow): never {
  throw new Error(`entry ${number} of kind "${kind.slice(0, 20)}" is not whole`);
}

/** An entry as it is read back when it has been kept under a number. */
export const asKept = (entry: NewEntry, number: number): KeptEntry => entryOf(rowOf(entry, number));

/** What is kept in an entry's stead: where that came from stays known. */
export const replacing = ({ origin }: KeptEntry, entry: NewEntry): NewEntry => ({
  ...entry,
  ...(origin === undefined ? {} : { origin }),
});
