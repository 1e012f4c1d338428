import { cleanLine } from "../core/clean.ts";
import type { Gone } from "../core/desk.ts";
import type { Place, Platform } from "../core/call.ts";
import { type Reply, text } from "../core/reply.ts";
import { wayToReach } from "./way-to-reach.ts";

/** What was to be told where it cannot be told any more. */
interface ClosedPlace {
  readonly kind: "alert" | "digest";
  /** Of the alerts, or of the digest. */
  readonly numbers: readonly number[];
  readonly place: Place;
  readonly gone: Gone;
  /** The first line of what was to be said, from outside or not. */
  readonly title: string | undefined;
}

const NAMES: Partial<Readonly<Record<Platform, string>>> = { discord: "Discord", telegram: "Telegram" };

/** What whoever made something is told, elsewhere, when it cannot be told any more in its place. Pure. */
export function closedPlaceReply({ kind, numbers, place, gone, title }: ClosedPlace): Reply {
  const platform = NAMES[place.platform] ?? place.platform;
  const isOne = kind === "digest" || numbers.length === 1;
  const what = kind === "digest" ? "digest" : `${isOne ? "alert" : "alerts"} ${numbers.join(", ")}`;
  const room = place.platform === "discord" ? "channel" : "group or channel";
  return {
    title: `Your ${what} cannot be told ${place.isPublic ? `in the ${platform} ${room}` : `on ${platform}`}`,
    blocks: [
      text(`${platform} says: ${cleanLine(gone.why, 200)}. So ${isOne ? "it is" : "they are"} stopped.`),
      ...(kind === "digest" || title === undefined ? [] : [text(`To be told was: ${cleanLine(title, 200)}`)]),
      text(wayBack({ kind, numbers, place, gone })),
    ],
  };
}

/** Who can mend it, and how. */
function wayBack({ kind, numbers, place, gone }: Omit<ClosedPlace, "title">): string {
  const [only, ...others] = numbers;
  switch (gone.mendedBy) {
    case "nobody":
      return "It is not there any more, so this cannot be mended.";
    case "admin": {
      const typed =
        kind === "digest" ? "/digest here resume" : others.length === 0 ? `/alert here ${only} resume` : "/alert here";
      return `An admin there can let me write again. Then type there: ${typed}`;
    }
    case "person":
      return `${wayToReach(place.platform)} Then it goes on by itself.`;
  }
  return gone.mendedBy satisfies never;
}
