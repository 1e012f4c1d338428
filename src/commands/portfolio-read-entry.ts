import { randomUUID } from "node:crypto";
import type { Asset } from "../market/asset.ts";
import type { Call } from "../core/call.ts";
import { cleanLine } from "../core/clean.ts";
import { coinMeant, type CoinParts, namedCoin } from "./portfolio-coins.ts";
import { countedCoins, isToCount, refuseMovingMore } from "./portfolio-quantity.ts";
import { currencyOf, quoteCurrency } from "../market/currency-words.ts";
import type { DayPrices } from "../market/day-prices.ts";
import { DOLLAR_COINS } from "../market/dollar-coins.ts";
import { ACCOUNT_LENGTH, NOTE_LENGTH, problemOf } from "../portfolio/check-entry.ts";
import type { EnteredFee, Entry, KeptEntry, StatedMoney } from "../portfolio/entry.ts";
import { amountAndUnit, OWN_CURRENCY, readMoney, readQuantity } from "./portfolio-amounts.ts";
import type { EntryInput } from "./portfolio-entry-input.ts";
import { entryRefusal } from "./portfolio-refusals.ts";
import { filledValue } from "./portfolio-fill.ts";
import { incomeKindOf, refuseUnsaid } from "./portfolio-kinds.ts";
import { migrationMeant } from "./portfolio-migrate.ts";
import { otherHalf } from "../portfolio/pairing.ts";
import type { PortfolioSettings } from "./portfolio-book.ts";
import { readWhen } from "./portfolio-when.ts";
import { refuseLacking } from "./portfolio-unread.ts";
import type { Rates } from "../market/rates.ts";
import { statedValue } from "./portfolio-stated.ts";
import { UserError } from "../core/errors.ts";

export interface EntryParts extends CoinParts {
  readonly rates: Rates;
  readonly dayPrices: DayPrices;
}

/** Whose portfolio an entry is for, and what is in it. */
export interface EntryContext {
  readonly call: Call;
  readonly settings: PortfolioSettings;
  readonly entries: readonly KeptEntry[];
}

/** What somebody meant to enter. */
export interface MeantEntries {
  readonly entries: readonly Entry[];
  /** What has to be said of it: that a word is an old name. */
  readonly notes: readonly string[];
  /** Only a day was named, of which noon was taken. */
  readonly isNoon: boolean;
  /** The other half of a move, which was there already. */
  readonly pairedWith?: number;
}

/**
 * Makes entries of what was typed or filled in: names become coins, a price that was not given is that of the day. Everything
 * from outside is asked for here, before anything is written.
 * @throws UserError for what is not clear or cannot be
 */
export async function readEntries(asked: EntryInput, parts: EntryParts, context: EntryContext): Promise<MeantEntries> {
  refuseLacking(asked);
  refuseUnsaid(asked);
  const { call, settings } = context;
  const when =
    asked.date === undefined ? { at: call.now, isDay: false } : readWhen(asked.date, call.now, settings.zone);
  // Asked again after a choice, "yesterday" would be another day.
  const again = { ...asked, date: new Date(when.at).toISOString().replace("T", " ") };
  const reading: Reading = { asked, parts, context, again, notes: [], at: when.at };
  const draft = await draftOf(reading);
  for (const entry of draft.entries) {
    const problem = problemOf(entry, call.now);
    if (problem) throw entryRefusal(problem, entry, (id) => namedCoin(id, parts).symbol);
  }
  const entries = await Promise.all(draft.entries.map((entry) => withPrices(entry, reading)));
  return { ...draft, entries, notes: reading.notes, isNoon: when.isDay && when.at !== call.now };
}

type Draft = Pick<MeantEntries, "entries" | "pairedWith">;

interface Reading {
  readonly asked: EntryInput;
  readonly parts: EntryParts;
  readonly context: EntryContext;
  readonly again: Readonly<Record<string, unknown>>;
  readonly notes: string[];
  readonly at: number;
}

/** The coin that a word means, whose remarks are kept to be shown. */
async function coinOf(word: string, { parts, context, again, notes }: Reading): Promise<Asset> {
  const money = currencyOf(word, parts.rates);
  if (money !== undefined)
    throw new UserError(`${money} is money, and only coins are kept here.`, {
      hint: `What was bought with it is an entry: /portfolio add buy 2.5 TAO for 500 ${money}`,
    });
  const { asset, note } = await coinMeant(word, parts, context.call, again);
  if (note !== undefined && !notes.includes(note)) notes.push(note);
  return asset;
}

/** The same with a number for "all", "half" or "500 usd". */
async function counted(reading: Reading): Promise<Reading> {
  const { asked, parts, context, notes, at } = reading;
  if (asked.kind === "fee" || !isToCount(asked.quantity, parts.rates)) return reading;
  const old = asked.kind === "migrate" ? parts.migrations.ofSymbol(asked.coin)?.from : undefined;
  const asset = old ? { ...old, id: old.assetId } : await coinOf(asked.coin, reading);
  const { asked: sure, remark } = await countedCoins(asked, { asset, at }, parts, context);
  if (remark === undefined) return { ...reading, asked: sure };
  notes.push(`How many is ${remark}. If yours was another price, undo it and say "at 310" as well.`);
  return { ...reading, asked: { ...sure, note: [asked.note, remark].filter((part) => part !== undefined).join(", ") } };
}

async function draftOf(told: Reading): Promise<Draft> {
  const reading = await counted(told);
  const { asked, parts, context, at } = reading;
  const { kind, coin } = asked;
  if (kind === "fee") return { entries: [await chargeOf(reading)] };
  const quantity = readQuantity(asked.quantity);
  const fee = await feeOf(reading);
  const common = { at, quantity, ...placeOf(asked), ...(fee === undefined ? {} : { fee }) };
  if (kind === "migrate")
    return { entries: [{ kind: "migration", ...common, ...(await migrationMeant(asked, parts, context, reading)) }] };
  const paid = paidInCoins(asked, parts.rates);
  if (paid) return { entries: [await tradeOf(paid, quantity, common, reading)] };
  const asset = (await coinOf(coin, reading)).id;
  const value = statedValue(asked, quantity, context.settings, parts.rates);
  const coins = { ...common, asset, ...(value === undefined ? {} : { value }) };
  const incomeKind = incomeKindOf(kind);
  if (incomeKind !== undefined) return { entries: [{ kind: "income", ...coins, incomeKind }] };
  switch (kind) {
    case "buy":
    case "sell":
      return { entries: [{ kind, ...coins }] };
    case "gift in":
      return { entries: [{ kind: "gift_in", ...coins }] };
    case "gift out":
      return { entries: [{ kind: "gift_out", ...coins }] };
    case "lost":
      return { entries: [{ kind: "loss", ...coins }] };
    case "swap": {
      if (asked.to_coin === undefined || asked.to_quantity === undefined)
        throw new TypeError("a swap for nothing, which is refused before");
      const toAsset = (await coinOf(asked.to_coin, reading)).id;
      return { entries: [{ kind, ...coins, toAsset, toQuantity: readQuantity(asked.to_quantity) }] };
    }
    case "transfer":
      return { entries: moveOf(asked, coins, reading) };
    case "transfer in":
    case "transfer out":
      return halfOf(kind === "transfer in" ? "transfer_in" : "transfer_out", coins, reading);
    default:
      throw new TypeError(`a kind that nothing is made of: ${kind}`);
  }
}

/** Where it was. Who gave or got a present, or the far end of a transfer, is no account of one's own and goes into the note. */
function placeOf({ kind, account, from, to, note }: EntryInput): { readonly account?: string; readonly note?: string } {
  const isIn = kind === "transfer in" || kind === "gift in";
  const isOut = kind === "transfer out" || kind === "gift out";
  const own = account ?? (isIn ? to : isOut ? from : (from ?? to));
  const far = isIn ? from && `from ${from}` : isOut ? to && `to ${to}` : undefined;
  const remark = [note, far].filter((part) => part !== undefined).join(", ");
  return {
    ...(own === undefined ? {} : { account: cleanLine(own, ACCOUNT_LENGTH) }),
    ...(remark === "" ? {} : { note: cleanLine(remark, NOTE_LENGTH) }),
  };
}

/** What entries of coins have in common. */
interface Coins {
  readonly at: number;
  readonly asset: string;
  readonly quantity: string;
  readonly value?: StatedMoney;
  readonly fee?: EnteredFee;
  readonly account?: string;
  readonly note?: string;
}

/** Both halves of a move between own accounts at once. */
function moveOf(
  { from, to }: EntryInput,
  { fee, account: _account, ...coins }: Coins,
  { parts, context }: Reading,
): readonly Entry[] {
  if (from === undefined || to === undefined)
    throw new UserError("Between which of your accounts did the coins move?", {
      hint: "For example: /portfolio add transfer 3 TAO from Kraken to Ledger. Coins from or to elsewhere are transfer in and transfer out.",
    });
  if (from.toLowerCase() === to.toLowerCase())
    throw new UserError(`Both accounts are ${cleanLine(from, ACCOUNT_LENGTH)}: nothing moved.`);
  refuseMovingMore({ ...coins, fee }, parts, context);
  const transferId = randomUUID();
  const half = { ...coins, transferId };
  return [
    { kind: "transfer_out", ...half, account: cleanLine(from, ACCOUNT_LENGTH), ...(fee === undefined ? {} : { fee }) },
    { kind: "transfer_in", ...half, account: cleanLine(to, ACCOUNT_LENGTH) },
  ];
}

function halfOf(kind: "transfer_in" | "transfer_out", coins: Coins, { asked, context, at }: Reading): Draft {
  const acquired =
    asked.acquired === undefined ? undefined : readWhen(asked.acquired, context.call.now, context.settings.zone).at;
  // Noon of the very same day is a day, not an instant before which something was.
  const acquiredAt =
    acquired === undefined ? {} : { acquiredAt: acquired - at < 43_200_000 ? Math.min(acquired, at) : acquired };
  const half = { kind, ...coins, ...acquiredAt };
  const other = otherHalf(half, kind === "transfer_in" ? asked.from : asked.to, context.entries);
  if (other?.transferId !== undefined)
    return { entries: [{ ...half, transferId: other.transferId }], pairedWith: other.number };
  // By its id the other half finds it later.
  return { entries: [coins.account === undefined ? half : { ...half, transferId: randomUUID() }] };
}

/** What was paid or got, where that is coins: then a purchase or a sale is a swap. */
function paidInCoins(
  { kind, total }: EntryInput,
  rates: Rates,
): { readonly digits: string; readonly unit: string } | undefined {
  if ((kind !== "buy" && kind !== "sell") || total === undefined) return undefined;
  const read = amountAndUnit(total);
  return read && read.unit !== "" && currencyOf(read.unit, rates) === undefined ? read : undefined;
}

async function tradeOf(
  paid: { readonly digits: string; readonly unit: string },
  quantity: string,
  common: Pick<Coins, "at" | "account" | "note" | "fee">,
  reading: Reading,
): Promise<Entry> {
  const [coin, other] = [await coinOf(reading.asked.coin, reading), await coinOf(paid.unit, reading)];
  return reading.asked.kind === "sell"
    ? { kind: "swap", ...common, asset: coin.id, quantity, toAsset: other.id, toQuantity: paid.digits }
    : { kind: "swap", ...common, asset: other.id, quantity: paid.digits, toAsset: coin.id, toQuantity: quantity };
}

/** A fee of its own, in money or in coins. */
async function chargeOf(reading: Reading): Promise<Entry> {
  const { asked, parts, context, at } = reading;
  const quantity = readQuantity(asked.quantity);
  const code = asked.coin === OWN_CURRENCY ? context.settings.currency : currencyOf(asked.coin, parts.rates);
  if (code !== undefined)
    return { kind: "fee", at, ...placeOf(asked), fee: { kind: "money", amount: quantity, currency: code } };
  const asset = (await coinOf(asked.coin, reading)).id;
  const value = statedValue(asked, quantity, context.settings, parts.rates);
  const fee: EnteredFee = { kind: "coin", asset, quantity, ...(value === undefined ? {} : { value }) };
  return { kind: "fee", at, ...placeOf(asked), fee };
}

async function feeOf(reading: Reading): Promise<EnteredFee | undefined> {
  const { asked, parts, context } = reading;
  if (asked.fee === undefined) return undefined;
  const read = amountAndUnit(asked.fee);
  if (!read || read.unit === "%")
    throw new UserError(`"${cleanLine(asked.fee, 40)}" is not a fee that I can read.`, {
      hint: "Give it as 1 USD or 0.001 ETH.",
    });
  if (read.unit === "") {
    const currency =
      asked.currency === undefined ? context.settings.currency : quoteCurrency(asked.currency, parts.rates);
    return { kind: "money", amount: read.digits, currency };
  }
  if (currencyOf(read.unit, parts.rates) !== undefined)
    return { kind: "money", ...readMoney(asked.fee, context.settings.currency, parts.rates) };
  return { kind: "coin", asset: (await coinOf(read.unit, reading)).id, quantity: read.digits };
}

/** Of these the price of the day is taken where none was given; coins from elsewhere may have cost anything. */
const FILLED: readonly Entry["kind"][] = ["buy", "sell", "swap", "income", "gift_in", "gift_out"];

/** The entry with the prices of the day in the place of those that were not given. */
async function withPrices(entry: Entry, { parts, context }: Reading): Promise<Entry> {
  const priceOf = (asset: string, quantity: string): Promise<StatedMoney | undefined> =>
    filledValue({ asset, quantity, at: entry.at }, parts, context.settings.currency);
  if (entry.kind === "split") return entry;
  const { fee } = entry;
  const isFeeOpen = fee?.kind === "coin" && fee.value === undefined;
  const feeWorth = isFeeOpen ? await priceOf(fee.asset, fee.quantity) : undefined;
  const paid: Entry = isFeeOpen && feeWorth ? { ...entry, fee: { ...fee, value: feeWorth } } : entry;
  if (paid.kind === "fee" || paid.kind === "migration" || paid.value !== undefined || !FILLED.includes(paid.kind))
    return paid;
  const sides = [{ asset: paid.asset, quantity: paid.quantity }];
  if (paid.kind === "swap") sides.push({ asset: paid.toAsset, quantity: paid.toQuantity });
  // What was paid or got in a coin that is worth a dollar tells the price that was really had.
  if (DOLLAR_COINS.has(sides[1]?.asset ?? "")) sides.reverse();
  let worth: StatedMoney | undefined;
  for (const { asset, quantity } of sides) worth ??= await priceOf(asset, quantity);
  return worth === undefined ? paid : { ...paid, value: worth };
}
