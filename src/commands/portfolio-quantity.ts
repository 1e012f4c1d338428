import type { Asset } from "../market/asset.ts";
import { amountAndUnit, coinsFor, OWN_CURRENCY, readMoney } from "./portfolio-amounts.ts";
import { cleanLine } from "../core/clean.ts";
import { currencyOf, quoteCurrency } from "../market/currency-words.ts";
import { entriesAbout, withOrigins } from "../portfolio/related.ts";
import type { EntryContext, EntryParts } from "./portfolio-read-entry.ts";
import type { EntryInput } from "./portfolio-entry-input.ts";
import { filledValue } from "./portfolio-fill.ts";
import type { EnteredFee, KeptEntry } from "../portfolio/entry.ts";
import type { Ledger } from "../portfolio/ledger.ts";
import { namedCoin } from "./portfolio-coins.ts";
import { shownDay } from "./portfolio-date.ts";
import { Exact, moneyOf, moneyText, type Quantity, quantityOf, quantityText } from "../portfolio/amount.ts";
import { replayKept } from "../portfolio/replay-kept.ts";
import { UserError } from "../core/errors.ts";

/** An input of which the quantity is a number of coins. */
export interface Counted {
  readonly asked: EntryInput;
  /** What has to be said of it, and is kept with it: by which price money was counted in coins. */
  readonly remark?: string;
}

const TAKING: readonly EntryInput["kind"][] = [
  "sell",
  "swap",
  "transfer",
  "transfer out",
  "gift out",
  "migrate",
  "lost",
];

/** Whether a quantity is told by something else than a number: "all", "half", "25%", "500 usd". */
export function isToCount(typed: string, rates: Pick<EntryParts["rates"], "isCurrency">): boolean {
  if (partOf(typed) !== undefined) return true;
  const read = amountAndUnit(typed);
  if (read === undefined || read.unit === "") return false;
  return read.unit === OWN_CURRENCY || currencyOf(read.unit, rates) !== undefined;
}

/**
 * Counts coins that were told as a part of what was held at the time ("all", "half", "25%") or as money ("500 usd").
 * @throws UserError where nothing was held, or nobody knows a price to count by
 */
export async function countedCoins(
  asked: EntryInput,
  { asset, at }: { readonly asset: Asset; readonly at: number },
  parts: EntryParts,
  context: EntryContext,
): Promise<Counted> {
  const part = partOf(asked.quantity);
  if (part) return { asked: { ...asked, quantity: partHeld(part, asked, { asset, at }, context.entries) } };
  return await boughtFor(asked, { asset, at }, parts, context);
}

interface Part {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** @returns undefined when it is none, or more than all */
function partOf(typed: string): Part | undefined {
  const word = typed.trim().toLowerCase();
  if (/^(?:all|max|everything)$/.test(word)) return { numerator: 1n, denominator: 1n };
  if (word === "half") return { numerator: 1n, denominator: 2n };
  const [, percent] = /^(\d{1,3}(?:\.\d{1,6})?) ?%$/.exec(word) ?? [];
  if (percent === undefined) return undefined;
  const numerator = quantityOf(percent);
  const denominator = quantityOf("100");
  return numerator > 0n && numerator <= denominator ? { numerator, denominator } : undefined;
}

function partHeld(
  { numerator, denominator }: Part,
  { kind, from, account, fee }: EntryInput,
  { asset, at }: { readonly asset: Asset; readonly at: number },
  entries: readonly KeptEntry[],
): string {
  if (!TAKING.includes(kind))
    throw new UserError(`"All" or a part can only be told of coins that go: ${kind} takes a number.`);
  const place = kind === "transfer" || kind === "transfer out" ? (from ?? account) : undefined;
  const ledger = ledgerAt(entries, asset.id, at);
  const held = place === undefined ? heldOf(ledger, asset.id) : heldAt(ledger, asset.id, place);
  const paid = amountAndUnit(fee ?? "");
  if (paid && paid.unit.toUpperCase() === asset.symbol.toUpperCase() && numerator === denominator) {
    const rest = held - quantityOf(paid.digits);
    if (rest > 0n) return quantityText(rest);
  }
  const quantity = (held * numerator) / denominator;
  if (quantity > 0n) return quantityText(quantity);
  throw new UserError(
    `You held no ${cleanLine(asset.symbol, 12)}${place === undefined ? "" : ` in ${cleanLine(place, 40)}`} then.`,
    { hint: "/portfolio holdings shows what there is." },
  );
}

interface Moved {
  readonly asset: string;
  readonly quantity: string;
  readonly at: number;
  readonly fee: EnteredFee | undefined;
}

/**
 * A move between own accounts takes nothing from any lot, so nothing else would find that its coins were never there.
 * @throws UserError when more is moved than was held
 */
export function refuseMovingMore(
  { asset, quantity, at, fee }: Moved,
  parts: EntryParts,
  { entries, settings }: EntryContext,
): void {
  const held = quantityText(heldOf(ledgerAt(entries, asset, at), asset));
  const paid = fee?.kind === "coin" && fee.asset === asset ? fee.quantity : undefined;
  const taken = new Exact(quantity).plus(paid ?? 0);
  if (taken.lte(held)) return;
  const symbol = cleanLine(namedCoin(asset, parts).symbol, 12);
  const day = shownDay(at, settings.zone);
  const moves = `${quantity} ${symbol}${paid === undefined ? "" : ` and pays ${paid} ${symbol}`}`;
  throw new UserError(`On ${day} you held ${held} ${symbol}, and this moves ${moves}.`, {
    hint: `Enter what came in before it first: the purchase, or coins from elsewhere, such as /portfolio add transfer in ${taken.minus(held).toFixed()} ${symbol} on ${day}.`,
  });
}

/** How much there is of a coin depends on no method, currency or rate. */
function ledgerAt(entries: readonly KeptEntry[], assetId: string, at: number): Ledger {
  const before = entries.filter((entry) => entry.at <= at);
  const about = entriesAbout(before, withOrigins(before, [assetId]));
  return replayKept(about, "fifo", { currency: "USD", rateOf: () => undefined }).ledger;
}

const heldOf = ({ holdings }: Ledger, assetId: string): Quantity =>
  [...holdings.values()].find(({ asset }) => asset === assetId)?.quantity ?? 0n;

function heldAt({ accounts }: Ledger, assetId: string, place: string): Quantity {
  const own = [...accounts].find(([name]) => name.toLowerCase() === place.trim().toLowerCase());
  return own?.[1].get(assetId) ?? 0n;
}

/** So many coins as money bought at the price given, else at the day's. */
async function boughtFor(
  asked: EntryInput,
  { asset, at }: { readonly asset: Asset; readonly at: number },
  parts: EntryParts,
  { settings }: EntryContext,
): Promise<Counted> {
  const { kind, quantity: typed, total, price, currency, ...rest } = asked;
  if (kind !== "buy" && kind !== "sell")
    throw new UserError(`How many coins? ${kind} cannot be told in money.`, { hint: "Give it as 2.5." });
  if (total !== undefined)
    throw new UserError("Tell how many coins, or for how much money, but not two amounts of money.");
  const own = currency === undefined ? settings.currency : quoteCurrency(currency, parts.rates);
  const spent = readMoney(typed, own, parts.rates);
  if (!(moneyOf(spent.amount) > 0n)) throw new UserError("The amount has to be more than zero.");
  const one = { asset: asset.id, quantity: "1", at };
  const each =
    price === undefined ? await filledValue(one, parts, spent.currency) : readMoney(price, spent.currency, parts.rates);
  const symbol = cleanLine(asset.symbol, 12);
  if (each === undefined || each.currency !== spent.currency || !(moneyOf(each.amount) > 0n))
    throw new UserError(`How many ${symbol} was that? Nobody told a price in ${spent.currency} of that day.`, {
      hint: `For example: /portfolio add ${kind} 2.5 ${symbol} for ${moneyText(moneyOf(spent.amount))} ${spent.currency}`,
    });
  const quantity = coinsFor(spent.amount, each.amount);
  const remark = each.filledFrom === undefined ? undefined : `counted by the ${each.filledFrom}`;
  return {
    asked: { ...rest, kind, quantity, total: `${spent.amount} ${spent.currency}` },
    ...(remark === undefined ? {} : { remark }),
  };
}
