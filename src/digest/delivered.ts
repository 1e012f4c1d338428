import { DateTime } from "luxon";
import { type Button, type Reply, text } from "../core/reply.ts";
import type { Slot } from "./schedule.ts";
import type { Subscription } from "./subscription.ts";

/** What a reader of a direct digest may want to change. */
const READERS_BUTTONS: readonly Button[] = [
  { label: "Settings", command: "digest settings", input: {}, answer: "new" },
  { label: "Pause", command: "digest pause", input: {}, answer: "new" },
  { label: "Stop", command: "digest stop", input: {}, answer: "new" },
];

/** A digest as it is sent: what it was due for, whether it is late, and how its reader changes it. */
export function delivered(
  reply: Reply,
  { ownerId, settings, coveredTo }: Subscription,
  { at, isLate }: Slot & { readonly isLate: boolean },
): Reply {
  const local = (instant: number): string => DateTime.fromMillis(instant, settings).toFormat("ccc d LLL HH:mm");
  const late = text(`Late: it was due ${local(at)}, and tells what happened since ${local(coveredTo)}.`);
  const due = `${local(at)} ${settings.zone}`;
  return {
    ...reply,
    blocks: [...(isLate ? [late] : []), ...reply.blocks],
    footer: reply.footer === undefined ? due : `${reply.footer} · ${due}`,
    ...(ownerId === undefined ? {} : { buttons: [...(reply.buttons ?? []), ...READERS_BUTTONS] }),
  };
}
