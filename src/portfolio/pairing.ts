import { quantityOf } from "./amount.ts";
import type { Entry, KeptEntry } from "./entry.ts";

type Transfer = Extract<Entry, { kind: "transfer_in" | "transfer_out" }>;
type Half = Pick<Transfer, "asset" | "at" | "quantity">;
type KeptTransfer = Extract<KeptEntry, { kind: "transfer_in" | "transfer_out" }>;

/** As long as coins may be on their way, and as much of them as may go missing on it. */
const LONGEST_MS = 20 * 3_600_000;
const [LEAST, OF] = [995n, 1000n];

/** An account as it is compared: people write "kraken" and "Kraken". */
const sameAccount = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** Whether two halves of one name are one move: of one coin, not more in than out, and not before. */
export const isOneMove = (out: Half, into: Half): boolean =>
  out.asset === into.asset && out.at <= into.at && quantityOf(into.quantity) <= quantityOf(out.quantity);

/**
 * The other half of a move between own accounts that is there already: of the same coin, at most 20 hours apart and 0.5 % less,
 * with both accounts named. The nearest in time of several; undefined where there is none.
 * @param otherAccount  where the other half happened, if it was said
 */
export function otherHalf(
  half: Transfer,
  otherAccount: string | undefined,
  entries: readonly KeptEntry[],
): KeptTransfer | undefined {
  const transfers = entries.filter(
    (entry): entry is KeptTransfer => entry.kind === "transfer_in" || entry.kind === "transfer_out",
  );
  const whole = new Set(
    transfers.flatMap(({ kind, transferId }) => (kind === half.kind && transferId !== undefined ? [transferId] : [])),
  );
  const fitting = transfers.filter(({ kind, asset, account, transferId, at, quantity }) => {
    if (kind === half.kind || asset !== half.asset || account === undefined) return false;
    if (transferId === undefined || whole.has(transferId)) return false;
    if (otherAccount === undefined ? half.account === undefined : !sameAccount(account, otherAccount)) return false;
    if (half.account !== undefined && sameAccount(account, half.account)) return false;
    const [out, into] = half.kind === "transfer_in" ? [quantity, half.quantity] : [half.quantity, quantity];
    const travelled = half.kind === "transfer_in" ? half.at - at : at - half.at;
    if (travelled < 0 || travelled > LONGEST_MS) return false;
    const [left, arrived] = [quantityOf(out), quantityOf(into)];
    return arrived <= left && arrived * OF >= left * LEAST;
  });
  return fitting.toSorted((a, b) => Math.abs(a.at - half.at) - Math.abs(b.at - half.at))[0];
}
