import type { Activity, TransferIn, TransferOut } from "./activity.ts";
import type { Quantity } from "./amount.ts";
import { RefusedActivity } from "./refusal.ts";

/** The moves between own accounts: both halves by the id of the activity; what got lost on the way by that of the first. */
export interface Moves {
  readonly own: ReadonlySet<string>;
  readonly lost: ReadonlyMap<string, Quantity>;
}

/**
 * Finds the transfers of which both halves are there.
 * @throws RefusedActivity when one half is there twice, more arrives than left, or it arrives before it left or as another coin
 */
export function findMoves(activities: readonly Activity[]): Moves {
  const outs = new Map<string, TransferOut>();
  const ins = new Map<string, TransferIn>();
  for (const activity of activities) {
    if (activity.kind === "transfer_out") keep(outs, activity);
    else if (activity.kind === "transfer_in") keep(ins, activity);
  }
  const own = new Set<string>();
  const lost = new Map<string, Quantity>();
  for (const [transferId, out] of outs) {
    const arrival = ins.get(transferId);
    if (arrival === undefined) continue;
    if (arrival.asset !== out.asset || arrival.quantity > out.quantity || arrival.at < out.at)
      throw new RefusedActivity({ kind: "transfer", activityId: arrival.id, transferId });
    own.add(out.id).add(arrival.id);
    if (arrival.quantity < out.quantity) lost.set(out.id, out.quantity - arrival.quantity);
  }
  return { own, lost };
}

function keep<Half extends TransferIn | TransferOut>(halves: Map<string, Half>, half: Half): void {
  const { transferId, id: activityId } = half;
  if (transferId === undefined) return;
  if (halves.has(transferId)) throw new RefusedActivity({ kind: "duplicate", activityId });
  halves.set(transferId, half);
}
