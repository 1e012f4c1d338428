import { moneyOf, type Money, priceOf, type Quantity, quantityOf, shareOf, valueAt } from "./amount.ts";
import type { Activity, Fee, IncomeKind } from "./activity.ts";
import type { Transaction } from "./case-schema.ts";

/** What is known beside the transactions: the currency, and a price of a coin at an instant. */
export interface Surroundings {
  readonly currency: string | undefined;
  readonly priceAt: (asset: string, at: number) => string | undefined;
}

const INCOME_KINDS: ReadonlySet<string> = new Set(["staking", "interest", "airdrop", "mining", "hardfork", "wages"]);
const isIncomeKind = (kind: string): kind is IncomeKind => INCOME_KINDS.has(kind);

/**
 * A case's transaction as an activity; none for one that changes no lots.
 * @throws RangeError when it lacks something that its kind cannot be without, AmountError for a text that is no amount
 */
export function activityOf(
  transaction: Transaction,
  order: number,
  { currency, priceAt }: Surroundings,
): Activity | undefined {
  const { id, type, account, transferId } = transaction;
  const at = Date.parse(transaction.time);
  const need = <Key extends keyof Transaction>(key: Key): NonNullable<Transaction[Key]> => {
    const value = transaction[key];
    if (value === undefined) throw new RangeError(`Transaction ${id} (${type}) has no ${key}.`);
    return value;
  };
  if (type === "dividend") return undefined;
  const asset = type === "fee" && transaction.asset === undefined ? (currency ?? "") : need("asset");
  if (type === "split") return { kind: "split", id, at, order, account, asset, ...ratioOf(need("ratio")) };

  const quantity = quantityOf(transaction.quantity ?? (type === "fee" ? (transaction.fee ?? "0") : need("quantity")));
  const price = transaction.price ?? priceAt(asset, at);
  const known = knownValue(transaction.value, price, quantity);
  const statedPrice = price === undefined ? undefined : priceOf(price);
  const needValue = (): Money => known ?? moneyOf(need("value"));
  const common = { id, at, order, account, asset, quantity };
  const fee = feeOf(transaction, { currency, priceAt, at, asset, quantity, value: known });
  switch (type) {
    case "buy":
      return { kind: "buy", ...common, value: needValue(), statedPrice, fee };
    case "sell":
      return { kind: "sell", ...common, value: needValue(), fee };
    case "swap":
      return {
        kind: "swap",
        ...common,
        value: needValue(),
        toAsset: need("toAsset"),
        toQuantity: quantityOf(need("toQuantity")),
        fee,
      };
    case "income": {
      const { subtype = "" } = transaction;
      const incomeKind = isIncomeKind(subtype) ? subtype : "other";
      return { kind: "income", ...common, incomeKind, value: known, statedPrice, fee };
    }
    case "gift_in":
    case "loss":
      return { kind: type, ...common, value: known };
    case "gift_out":
      return { kind: "gift_out", ...common, value: known, fee };
    case "transfer_in":
      return { kind: "transfer_in", ...common, transferId, value: known };
    case "transfer_out":
      return { kind: "transfer_out", ...common, transferId, fee };
    case "migration":
      return {
        kind: "migration",
        ...common,
        toAsset: need("toAsset"),
        toQuantity: quantityOf(need("toQuantity")),
        fee,
      };
    case "fee": {
      const isMoney = asset === currency || asset === "";
      const amount = known ?? valueAt(quantity, priceOf("1"));
      const charge: Fee = isMoney ? { kind: "money", amount } : { kind: "coin", asset, quantity, value: known };
      return { kind: "fee", id, at, order, account, fee: charge };
    }
  }
  return type satisfies never;
}

/** The total wins over the price, being what was paid. */
function knownValue(total: string | undefined, price: string | undefined, quantity: Quantity): Money | undefined {
  if (total !== undefined) return moneyOf(total);
  return price === undefined ? undefined : valueAt(quantity, priceOf(price));
}

/** "2" or "1/10", whole numbers or decimals. */
function ratioOf(text: string): { readonly numerator: bigint; readonly denominator: bigint } {
  const [over = "", under = "1"] = text.split("/");
  return { numerator: quantityOf(over.trim()), denominator: quantityOf(under.trim()) };
}

interface Paid {
  readonly at: number;
  readonly asset: string;
  readonly quantity: Quantity;
  readonly value: Money | undefined;
}

function feeOf(transaction: Transaction, paid: Paid & Surroundings): Fee | undefined {
  const { fee, feeAsset, feeValue, toAsset, toQuantity, type } = transaction;
  if (fee === undefined || type === "fee") return undefined;
  const { currency, at, asset, quantity, value, priceAt } = paid;
  if (feeAsset === undefined || feeAsset === currency) return { kind: "money", amount: moneyOf(fee) };
  const coins = quantityOf(fee);
  if (coins === 0n) return undefined;
  const coin = { kind: "coin", asset: feeAsset, quantity: coins } as const;
  if (feeValue !== undefined) return { ...coin, value: moneyOf(feeValue) };
  // The transaction itself tells what either of its coins was worth.
  if (feeAsset === asset && value !== undefined) return { ...coin, value: shareOf(value, coins, quantity) };
  if (feeAsset === toAsset && toQuantity !== undefined && value !== undefined)
    return { ...coin, value: shareOf(value, coins, quantityOf(toQuantity)) };
  const price = priceAt(feeAsset, at);
  return { ...coin, value: price === undefined ? undefined : valueAt(coins, priceOf(price)) };
}
