import type { Entry, KeptEntry, StatedMoney } from "../portfolio/entry.ts";
import type { HoldingAfter, PortfolioChange } from "./portfolio-book.ts";
import type { NamedCoin } from "./portfolio-coins.ts";

/** A quantity of a coin; decimal text. */
export interface CoinAmount extends NamedCoin {
  readonly quantity: string;
}

/** Money as it was stated, or filled from a price of that day; decimal text. */
export interface ShownMoney {
  readonly amount: string;
  readonly currency: string;
  /** "close of 2026-03-01, DefiLlama", where nobody stated it. */
  readonly filledFrom?: string;
}

/** One entry as it is shown and read. */
export interface EntryFacts {
  readonly number: number;
  readonly kind: Entry["kind"];
  /** UTC epoch milliseconds. */
  readonly at: number;
  readonly coins?: CoinAmount;
  /** What came in return, or what the coins became. */
  readonly into?: CoinAmount;
  /** Of all coins together; absent where it is unknown. */
  readonly value?: ShownMoney;
  readonly feeMoney?: ShownMoney;
  readonly feeCoins?: CoinAmount & { readonly value?: ShownMoney };
  readonly incomeKind?: string;
  /** Halves of one move between own accounts have the same. */
  readonly transferId?: string;
  readonly acquiredAt?: number;
  readonly account?: string;
  readonly note?: string;
  /** "2" for "1": every coin became two. */
  readonly split?: readonly [numerator: string, denominator: string];
  readonly isImported: boolean;
}

/** What there is of a coin; decimal text. Without `cost` a part of it has an unknown one. */
export interface HoldingFacts extends CoinAmount {
  readonly cost?: string;
  readonly missing?: string;
}

/** What a change did. */
export interface ChangeFacts {
  readonly added: readonly EntryFacts[];
  readonly removed: readonly EntryFacts[];
  /** How many there were in all: of many only the first are told. */
  readonly addedCount: number;
  readonly removedCount: number;
  readonly holdings: readonly HoldingFacts[];
  /** In which costs are. */
  readonly currency: string;
  /** IANA name, in which dates are shown. */
  readonly zone: string;
}

/** What an asset's id is called. */
export type NameOf = (assetId: string) => NamedCoin;

const shownMoney = ({ amount, currency, isFilled, filledFrom }: StatedMoney): ShownMoney => ({
  amount,
  currency,
  ...(isFilled ? { filledFrom: filledFrom ?? "price of the day" } : {}),
});

/** The entry with the names of its coins. */
export function entryFacts(entry: KeptEntry, nameOf: NameOf): EntryFacts {
  const coins = (asset: string, quantity: string): CoinAmount => ({ ...nameOf(asset), quantity });
  const { number, kind, at, account, note, origin } = entry;
  const fee = entry.kind === "split" ? undefined : entry.fee;
  const value = "value" in entry ? entry.value : undefined;
  return {
    number,
    kind,
    at,
    ...("quantity" in entry ? { coins: coins(entry.asset, entry.quantity) } : {}),
    ...(entry.kind === "split" ? { coins: coins(entry.asset, "1"), split: [entry.numerator, entry.denominator] } : {}),
    ...("toAsset" in entry ? { into: coins(entry.toAsset, entry.toQuantity) } : {}),
    ...(value === undefined ? {} : { value: shownMoney(value) }),
    ...(fee?.kind === "money" ? { feeMoney: shownMoney(fee) } : {}),
    ...(fee?.kind === "coin"
      ? { feeCoins: { ...coins(fee.asset, fee.quantity), ...(fee.value ? { value: shownMoney(fee.value) } : {}) } }
      : {}),
    ...("incomeKind" in entry ? { incomeKind: entry.incomeKind } : {}),
    ...("transferId" in entry && entry.transferId !== undefined ? { transferId: entry.transferId } : {}),
    ...("acquiredAt" in entry && entry.acquiredAt !== undefined ? { acquiredAt: entry.acquiredAt } : {}),
    ...(account === undefined ? {} : { account }),
    ...(note === undefined ? {} : { note }),
    isImported: origin !== undefined,
  };
}

const holdingFacts = ({ asset, ...figures }: HoldingAfter, nameOf: NameOf): HoldingFacts => ({
  ...nameOf(asset),
  ...figures,
});

/** More are counted, not told: an import may have brought thousands. */
const ENTRIES_TOLD = 20;

/** A change as it is told; of many entries the first. */
export const changeFacts = ({ added, removed, holdings, settings }: PortfolioChange, nameOf: NameOf): ChangeFacts => ({
  added: added.slice(0, ENTRIES_TOLD).map((entry) => entryFacts(entry, nameOf)),
  removed: removed.slice(0, ENTRIES_TOLD).map((entry) => entryFacts(entry, nameOf)),
  addedCount: added.length,
  removedCount: removed.length,
  holdings: holdings.map((holding) => holdingFacts(holding, nameOf)),
  currency: settings.currency,
  zone: settings.zone,
});
