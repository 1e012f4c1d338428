import { coinMeant } from "./portfolio-coins.ts";
import { currencyOf, quoteCurrency } from "../market/currency-words.ts";
import type { EnteredFee, Entry, KeptEntry, StatedMoney } from "../portfolio/entry.ts";
import { amountAndUnit, readMoney, readQuantity } from "./portfolio-amounts.ts";
import type { EditInput } from "./portfolio-edit-input.ts";
import type { EntryContext, EntryParts } from "./portfolio-read-entry.ts";
import { filledValue } from "./portfolio-fill.ts";
import { AmountError, moneyOf, moneyText, quantityOf } from "../portfolio/amount.ts";
import { cleanLine } from "../core/clean.ts";
import { readWhen } from "./portfolio-when.ts";
import { statedValue } from "./portfolio-stated.ts";
import { UserError } from "../core/errors.ts";

/** What takes a detail away. */
const NOTHING = "none";
const isNothing = (typed: string | undefined): boolean => typed?.trim().toLowerCase() === NOTHING;

/** Kinds that have a price. */
const PRICED: readonly Entry["kind"][] = ["buy", "sell", "swap", "income", "gift_in", "gift_out", "transfer_in"];

/**
 * An entry with some of its fields changed. A price that was filled is looked up again where day or coin changed; one that was
 * stated stays the price of one coin when the quantity changes.
 * @throws UserError for what is not clear, or is no part of such an entry
 */
export async function editedEntry(
  kept: KeptEntry,
  asked: EditInput,
  parts: EntryParts,
  context: EntryContext,
): Promise<Entry> {
  refuseOdd(kept, asked);
  const { call, settings } = context;
  const { number: _number, origin: _origin, ...before } = kept;
  const at = asked.date === undefined ? before.at : readWhen(asked.date, call.now, settings.zone).at;
  const entry: Entry = { ...before, at, ...wordsOf(before, asked) };
  if (asked.account !== undefined && isNothing(asked.account)) delete (entry as { account?: string }).account;
  if (asked.note !== undefined && isNothing(asked.note)) delete (entry as { note?: string }).note;
  if (entry.kind === "split") return entry;
  if (entry.kind === "fee") return { ...entry, fee: await chargeEdited(entry.fee, asked, parts, context) };
  const asset = asked.coin === undefined ? entry.asset : await coinId(asked.coin);
  const quantity = asked.quantity === undefined ? entry.quantity : readQuantity(asked.quantity);
  const fee = asked.fee === undefined ? await feeMoved(entry.fee) : await feeEdited(asked.fee);
  const { fee: _fee, ...rest } = entry;
  const coins = { ...rest, asset, quantity, ...(fee === undefined ? {} : { fee }) };
  if (coins.kind === "migration") return { ...coins, ...(await intoEdited(coins)) };
  const value = await valueEdited(entry, { asset, quantity, at });
  const { value: _value, ...unvalued } = coins;
  const valued = { ...unvalued, ...(value === undefined ? {} : { value }) };
  if (valued.kind === "swap") return { ...valued, ...(await intoEdited(valued)) };
  if (asked.acquired === undefined || (valued.kind !== "transfer_in" && valued.kind !== "transfer_out")) return valued;
  const { acquiredAt: _acquired, ...open } = valued;
  return isNothing(asked.acquired)
    ? open
    : { ...open, acquiredAt: readWhen(asked.acquired, call.now, settings.zone).at };

  async function coinId(word: string): Promise<string> {
    return (await coinMeant(word, parts, call, asked)).asset.id;
  }

  async function intoEdited(into: { readonly toAsset: string; readonly toQuantity: string }) {
    return {
      toAsset: asked.to_coin === undefined ? into.toAsset : await coinId(asked.to_coin),
      toQuantity: asked.to_quantity === undefined ? into.toQuantity : readQuantity(asked.to_quantity),
    };
  }

  /** What coins of a fee were worth is looked up again for another day, where it was looked up. */
  async function feeMoved(paid: EnteredFee | undefined): Promise<EnteredFee | undefined> {
    if (paid?.kind !== "coin" || !paid.value?.isFilled || at === kept.at) return paid;
    const { value: _old, ...unvalued } = paid;
    const worth = await filledValue({ asset: paid.asset, quantity: paid.quantity, at }, parts, settings.currency);
    return worth === undefined ? unvalued : { ...unvalued, value: worth };
  }

  async function feeEdited(typed: string): Promise<EnteredFee | undefined> {
    if (isNothing(typed)) return undefined;
    const read = amountAndUnit(typed);
    if (!read || read.unit === "%")
      throw new UserError(`"${cleanLine(typed, 40)}" is not a fee that I can read.`, {
        hint: "Give it as 1 USD or 0.001 ETH.",
      });
    if (read.unit === "" || currencyOf(read.unit, parts.rates) !== undefined)
      return { kind: "money", ...readMoney(typed, settings.currency, parts.rates) };
    const coin = await coinId(read.unit);
    const worth = await filledValue({ asset: coin, quantity: read.digits, at }, parts, settings.currency);
    return { kind: "coin", asset: coin, quantity: read.digits, ...(worth === undefined ? {} : { value: worth }) };
  }

  async function valueEdited(
    old: Extract<Entry, { quantity: string }> & { readonly value?: StatedMoney },
    now: { readonly asset: string; readonly quantity: string; readonly at: number },
  ): Promise<StatedMoney | undefined> {
    if (isNothing(asked.price) || isNothing(asked.total)) return undefined;
    const stated = statedValue(asked, now.quantity, settings, parts.rates);
    if (stated) return stated;
    const { value } = old;
    if (value === undefined) return undefined;
    const isMoved = now.asset !== old.asset || now.at !== kept.at;
    if (value.isFilled && isMoved) return await filledValue(now, parts, settings.currency);
    const scaled =
      now.quantity === old.quantity ? value : { ...value, amount: scaledTo(value.amount, old.quantity, now.quantity) };
    return asked.currency === undefined
      ? scaled
      : { amount: scaled.amount, currency: quoteCurrency(asked.currency, parts.rates) };
  }
}

/** The price of one coin stays. A quantity that cannot be is refused with the whole entry. */
function scaledTo(amount: string, before: string, after: string): string {
  try {
    const [from, to] = [quantityOf(before), quantityOf(after)];
    return from === 0n ? amount : moneyText((moneyOf(amount) * to) / from);
  } catch (error) {
    if (error instanceof AmountError) return amount;
    throw error;
  }
}

const wordsOf = (
  before: Entry,
  { account, note }: EditInput,
): { readonly account?: string; readonly note?: string } => {
  const [place = before.account, remark = before.note] = [account, note];
  return { ...(place === undefined ? {} : { account: place }), ...(remark === undefined ? {} : { note: remark }) };
};

async function chargeEdited(
  fee: EnteredFee,
  asked: EditInput,
  parts: EntryParts,
  { call, settings }: EntryContext,
): Promise<EnteredFee> {
  if (fee.kind === "money") {
    const code =
      asked.coin === undefined
        ? asked.currency && quoteCurrency(asked.currency, parts.rates)
        : currencyOf(asked.coin, parts.rates);
    if (asked.coin !== undefined && code === undefined)
      throw new UserError("A fee in money cannot become one in coins.", { hint: "Remove it and add the other." });
    return {
      ...fee,
      amount: asked.quantity === undefined ? fee.amount : readQuantity(asked.quantity),
      currency: code ?? fee.currency,
    };
  }
  const asset = asked.coin === undefined ? fee.asset : (await coinMeant(asked.coin, parts, call, asked)).asset.id;
  const quantity = asked.quantity === undefined ? fee.quantity : readQuantity(asked.quantity);
  const stated = statedValue(asked, quantity, settings, parts.rates);
  const at = asked.date === undefined ? undefined : readWhen(asked.date, call.now, settings.zone).at;
  const isSame = asset === fee.asset && quantity === fee.quantity && at === undefined;
  const value =
    stated ??
    (isSame ? fee.value : await filledValue({ asset, quantity, at: at ?? call.now }, parts, settings.currency));
  return { kind: "coin", asset, quantity, ...(value === undefined ? {} : { value }) };
}

/** @throws UserError when something is to be changed that such an entry does not have */
function refuseOdd({ kind, number }: KeptEntry, asked: EditInput): void {
  const isPriced = PRICED.includes(kind) || kind === "fee";
  const hasInto = kind === "swap" || kind === "migration";
  const isBare = kind === "split";
  const odd = [
    !isPriced && (asked.price ?? asked.total ?? asked.currency) !== undefined && "a price",
    !hasInto && (asked.to_quantity ?? asked.to_coin) !== undefined && "coins that came in return",
    (isBare || kind === "fee") && asked.fee !== undefined && "another fee",
    isBare && (asked.quantity ?? asked.coin) !== undefined && "a quantity",
    kind !== "transfer_in" && asked.acquired !== undefined && "a day on which its coins were first got",
  ].find((each) => each !== false);
  if (odd) throw new UserError(`#${number} is a ${kind.replace("_", " ")}, which has not ${odd}.`);
}
