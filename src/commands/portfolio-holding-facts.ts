import type { Disposal, Holding, Ledger } from "../portfolio/ledger.ts";
import { entryNumberOf } from "../portfolio/activities-of.ts";
import { figure } from "./portfolio-value.ts";
import { quantityText } from "../portfolio/amount.ts";

/** Coins got at one time that are still held, or what of them is left. */
export interface LotFigures {
  /** The entry that brought them. */
  readonly entryNumber: number;
  /** When they were first got, UTC epoch milliseconds. */
  readonly acquiredAt: number;
  /** Decimal text. */
  readonly quantity: `${number}`;
  /** Absent where nobody knows it. */
  readonly cost?: number;
}

/** Coins that left with a gain or a loss, and what of which lots they were. */
export interface DisposalFigures {
  readonly entryNumber: number;
  readonly at: number;
  readonly kind: Disposal["kind"];
  readonly quantity: `${number}`;
  readonly proceeds: number;
  readonly cost: number;
  readonly gain: number;
  /** How much of it was not held: it has no cost. */
  readonly missingQuantity?: `${number}`;
  /** The first of them; `lotCount` is how many there were. */
  readonly lots: readonly (LotFigures & { readonly gain: number; readonly term?: "short" | "long" })[];
  readonly lotCount: number;
}

/** What there is and was of one coin. Amounts in the portfolio's currency. */
export interface HoldingHistory {
  /** The oldest first; one page of them. */
  readonly lots: readonly LotFigures[];
  readonly lotCount: number;
  readonly page: number;
  readonly pageCount: number;
  readonly paid: number;
  readonly proceeds: number;
  readonly realisedGain: number;
  readonly shortTermGain: number;
  readonly longTermGain: number;
  readonly income: number;
  readonly fees: number;
  /** The newest first. */
  readonly lastDisposals: readonly DisposalFigures[];
  readonly disposalCount: number;
}

const LOTS_A_PAGE = 8;
const DISPOSALS = 2;
const LOTS_OF_ONE = 4;

/** All of one coin, down to the lots. @param page  from 1; beyond the last it is the last */
export function holdingHistory({ asset, lots, sums }: Holding, ledger: Ledger, page: number): HoldingHistory {
  const disposals = ledger.disposals.filter((disposal) => disposal.asset === asset);
  const pageCount = Math.max(1, Math.ceil(lots.length / LOTS_A_PAGE));
  const shown = Math.min(page, pageCount);
  return {
    lots: lots
      .slice((shown - 1) * LOTS_A_PAGE, shown * LOTS_A_PAGE)
      .map(({ activityId, acquiredAt, quantity, cost, isCostKnown }) => ({
        entryNumber: entryNumberOf(activityId),
        acquiredAt,
        quantity: quantityText(quantity) as `${number}`,
        ...(isCostKnown && { cost: figure(cost) }),
      })),
    lotCount: lots.length,
    page: shown,
    pageCount,
    paid: figure(sums.paid),
    proceeds: figure(sums.proceeds),
    realisedGain: figure(sums.gain),
    shortTermGain: figure(sums.shortTermGain),
    longTermGain: figure(sums.longTermGain),
    income: figure(sums.income),
    fees: figure(sums.fees),
    lastDisposals: disposals.slice(-DISPOSALS).toReversed().map(disposalFigures),
    disposalCount: disposals.length,
  };
}

const disposalFigures = ({
  id,
  at,
  kind,
  quantity,
  proceeds,
  cost,
  gain,
  missing,
  lots,
}: Disposal): DisposalFigures => ({
  entryNumber: entryNumberOf(id),
  at,
  kind,
  quantity: quantityText(quantity) as `${number}`,
  proceeds: figure(proceeds),
  cost: figure(cost),
  gain: figure(gain),
  ...(missing !== 0n && { missingQuantity: quantityText(missing) as `${number}` }),
  lots: lots.slice(0, LOTS_OF_ONE).map((lot) => ({
    entryNumber: entryNumberOf(lot.activityId),
    acquiredAt: lot.acquiredAt,
    quantity: quantityText(lot.quantity) as `${number}`,
    ...(lot.isCostKnown && { cost: figure(lot.cost) }),
    gain: figure(lot.proceeds - lot.cost),
    ...(lot.term && { term: lot.term }),
  })),
  lotCount: lots.length,
});
