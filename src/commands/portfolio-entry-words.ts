import { Exact } from "../portfolio/amount.ts";
import { money, quantity } from "../core/format.ts";
import type { ChangeFacts, CoinAmount, EntryFacts, HoldingFacts, ShownMoney } from "./portfolio-entry-facts.ts";
import { shownDay, shownMinute } from "./portfolio-date.ts";

const VERBS: Readonly<Record<EntryFacts["kind"], string>> = {
  buy: "Bought",
  sell: "Sold",
  swap: "Swapped",
  income: "Received",
  gift_in: "Was given",
  gift_out: "Gave away",
  loss: "Lost",
  transfer_in: "Transfer in of",
  transfer_out: "Transfer out of",
  migration: "Migrated",
  fee: "Paid a fee of",
  split: "Split of",
};

const INCOME: Readonly<Record<string, string>> = {
  staking: "from staking",
  interest: "as interest",
  airdrop: "by airdrop",
  mining: "from mining",
  hardfork: "by a hard fork",
  wages: "as wages",
  other: "as income",
};

/** Digits that a coin's quantity is shown with; the rest is kept all the same. */
const DIGITS = 12;

/** "2.5 TAO". */
export const coinsShown = ({ quantity: digits, symbol }: CoinAmount, locale: string): string =>
  quantity(digits as `${number}`, symbol, locale, DIGITS);

/** "$775.00". */
const moneyShown = ({ amount, currency }: ShownMoney, locale: string): string =>
  money(Number(amount), currency, locale);

/** The price of one coin, for showing. */
function unitPrice({ coins, value }: EntryFacts, locale: string): string | undefined {
  if (!coins || !value || Number(coins.quantity) === 0) return undefined;
  return money(new Exact(value.amount).div(coins.quantity).toNumber(), value.currency, locale);
}

/** When it was: the day alone where only a day is known, which is noon. */
function whenShown(at: number, zone: string): string {
  const minute = shownMinute(at, zone);
  return minute.endsWith(" 12:00") ? shownDay(at, zone) : minute;
}

/** Of these the value is told; of others it is no part of what is meant. */
const VALUED: readonly EntryFacts["kind"][] = ["buy", "sell", "swap", "income", "gift_in"];

/** What happened, in one line without its number: "Bought 2.5 TAO at $310.00 = $775.00, fee $1.00 · 2026-03-01". */
export function entryLine(entry: EntryFacts, zone: string, locale: string): string {
  const { kind, coins, into, value, feeMoney, feeCoins, incomeKind, account, at, split } = entry;
  const price = unitPrice(entry, locale);
  const isWorthTelling = VALUED.includes(kind) || kind === "transfer_in";
  const fee = feeMoney ? moneyShown(feeMoney, locale) : feeCoins && coinsShown(feeCoins, locale);
  const told = [
    VERBS[kind],
    split ? `${coins?.symbol ?? ""} ${split[0]}:${split[1]}` : coins && coinsShown(coins, locale),
    into && `${kind === "migration" ? "into" : "for"} ${coinsShown(into, locale)}`,
    incomeKind && INCOME[incomeKind],
    isWorthTelling && value && price ? `at ${price} = ${moneyShown(value, locale)}` : undefined,
    kind === "fee" ? fee : undefined,
  ].filter((part) => part !== undefined && part !== "");
  const rest = [fee !== undefined && kind !== "fee" ? `fee ${fee}` : undefined, account].filter(
    (part) => part !== undefined,
  );
  return `${[told.join(" "), ...rest].join(", ")} · ${whenShown(at, zone)}`;
}

/** What has to be known of its figures: where a price was taken from, or that there is none. */
export function entryMark({ kind, value, feeCoins, transferId }: EntryFacts, wasPaired = false): string | undefined {
  if (value?.filledFrom !== undefined) return `filled: ${value.filledFrom}`;
  if (value === undefined && VALUED.includes(kind)) return "price unknown";
  if (value === undefined && kind === "transfer_in" && !(transferId !== undefined && wasPaired)) return "cost unknown";
  return feeCoins && feeCoins.value === undefined ? "fee not valued" : undefined;
}

/** "You hold 3.5 TAO now, for $310.00 each on average." */
function holdingLine(holding: HoldingFacts, currency: string, locale: string): string {
  const { quantity: held, symbol, cost, missing } = holding;
  const lack =
    missing === undefined
      ? ""
      : ` ${coinsShown({ ...holding, quantity: missing }, locale)} left that nobody entered the arrival of.`;
  if (Number(held) === 0) return `You hold no ${symbol} now.${lack}`;
  const each = cost === undefined ? undefined : money(new Exact(cost).div(held).toNumber(), currency, locale);
  const average = each === undefined ? ", at a cost that is not known for all of it" : `, for ${each} each on average`;
  return `You hold ${coinsShown(holding, locale)} now${average}.${lack}`;
}

/** The holdings after a change, a line each. */
export const holdingLines = ({ holdings, currency }: ChangeFacts, locale: string): readonly string[] =>
  holdings.map((holding) => holdingLine(holding, currency, locale));
