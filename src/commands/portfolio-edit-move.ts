import { randomUUID } from "node:crypto";
import { isOneMove, otherHalf } from "../portfolio/pairing.ts";
import type { Entry, KeptEntry } from "../portfolio/entry.ts";

/** What became of a half of a move that was changed. */
export interface EditedMove {
  readonly entry: Entry;
  /** The number of the other half that it is one move with now. */
  readonly pairedWith?: number;
  /** The number of the one that it no longer fits. */
  readonly partedFrom?: number;
}

type Transfer = Extract<Entry, { kind: "transfer_in" | "transfer_out" }>;

const isTransfer = <Each extends Entry>(entry: Each): entry is Extract<Each, Transfer> =>
  entry.kind === "transfer_in" || entry.kind === "transfer_out";

/** The far end of a half, which is told by its note as it was entered. */
const farAccount = ({ kind, note = "" }: Transfer): string | undefined =>
  (kind === "transfer_in" ? /(?:^|, )from ([^,]+)$/i : /(?:^|, )to ([^,]+)$/i).exec(note)?.[1]?.trim();

/**
 * Joins a changed half of a move with the other half that it fits now, by the rule by which halves are joined as they are entered.
 * Two that do not fit any more count as coins from and to elsewhere, but stay each other's: when the other one is changed as well,
 * or this one back, they are one move again.
 */
export function editedMove(number: number, entry: Entry, entries: readonly KeptEntry[]): EditedMove {
  if (!isTransfer(entry)) return { entry };
  const others = entries.filter((each) => each.number !== number);
  const own = others
    .filter(isTransfer)
    .find((each) => each.transferId !== undefined && each.transferId === entry.transferId);
  if (own && own.kind !== entry.kind) {
    const [out, into] = entry.kind === "transfer_out" ? [entry, own] : [own, entry];
    if (isOneMove(out, into)) return { entry, pairedWith: own.number };
  }
  const other = otherHalf(entry, farAccount(entry), others);
  const parted = own ? { partedFrom: own.number } : {};
  if (other?.transferId !== undefined)
    return { entry: { ...entry, transferId: other.transferId }, pairedWith: other.number, ...parted };
  const isNameless = entry.transferId === undefined && entry.account !== undefined;
  return { entry: isNameless ? { ...entry, transferId: randomUUID() } : entry, ...parted };
}
