import { type CloseBook, type DailyClose, isComplete } from "./closes.ts";

/** Coins of which closes are remembered; a year of one is some 50 kB. */
const MOST = 250;
/** A longer stretch is read each time: only charts of several years ask for one. */
const LONGEST_DAYS = 400;

interface Remembered {
  readonly fromDay: number;
  readonly toDay: number;
  readonly closes: readonly DailyClose[];
}

/**
 * A book that reads a coin's stretch of days once until a close of that coin is kept: forty coins' year is 15,000 rows. Only a
 * stretch without gaps is remembered, so that what somebody else adds to the table is found.
 */
export function rememberCloses(book: CloseBook): CloseBook {
  const remembered = new Map<string, Remembered>();
  /** Goes up when closes are kept: what was being read then may be old. */
  let changes = 0;

  function note(assetId: string, stretch: Remembered): void {
    const { fromDay, toDay, closes } = stretch;
    if (toDay - fromDay >= LONGEST_DAYS || !isComplete(closes, fromDay, toDay)) return;
    const known = remembered.get(assetId);
    // Of the same last day the longer stretch answers more.
    if (known && known.toDay >= toDay && known.fromDay <= fromDay) return;
    remembered.delete(assetId);
    remembered.set(assetId, stretch);
    const [oldest] = remembered.keys();
    if (remembered.size > MOST && oldest !== undefined) remembered.delete(oldest);
  }

  return {
    async keep(closes) {
      const forget = (): void => {
        changes += 1;
        for (const { assetId } of closes) remembered.delete(assetId);
      };
      try {
        await book.keep(closes);
      } finally {
        forget();
      }
    },

    async of(assetIds, fromDay, toDay) {
      const found = new Map<string, readonly DailyClose[]>();
      for (const assetId of assetIds) {
        const known = remembered.get(assetId);
        if (known && known.fromDay <= fromDay && known.toDay >= toDay)
          found.set(assetId, within(known, fromDay, toDay));
      }
      const unknown = assetIds.filter((assetId) => !found.has(assetId));
      if (unknown.length > 0) {
        const before = changes;
        const read = new Map(unknown.map((assetId): [string, DailyClose[]] => [assetId, []]));
        for (const close of await book.of(unknown, fromDay, toDay)) read.get(close.assetId)?.push(close);
        for (const [assetId, closes] of read) {
          found.set(assetId, closes);
          if (changes === before) note(assetId, { fromDay, toDay, closes });
        }
      }
      return [...found.keys()].toSorted().flatMap((assetId) => found.get(assetId) ?? []);
    },
  };
}

const within = (known: Remembered, fromDay: number, toDay: number): readonly DailyClose[] =>
  known.fromDay === fromDay && known.toDay === toDay
    ? known.closes
    : known.closes.filter(({ day }) => day >= fromDay && day <= toDay);
