import { cleanLine } from "../core/clean.ts";
import { type Reply, text } from "../core/reply.ts";
import type { Subscription } from "./subscription.ts";

/** Why a digest is paused whose local time cannot be told any more. */
export const noTimeReason = ({ settings: { zone } }: Pick<Subscription, "settings">): string =>
  `the time zone ${cleanLine(zone, 60)} is not known any more`;

/** What its reader is told then, with the way out. Pure. */
export function noTimeReply(subscription: Pick<Subscription, "settings" | "ownerId">): Reply {
  const command = subscription.ownerId === undefined ? "digest here" : "digest settings";
  return {
    blocks: [
      text(
        `The digest is paused: ${noTimeReason(subscription)}. Choose another one, then resume it; any city can be typed: /${command} zone:Lisbon`,
      ),
    ],
    buttons: [{ label: "Time zone", command, input: { page: "zone" }, answer: "new" }],
  };
}
