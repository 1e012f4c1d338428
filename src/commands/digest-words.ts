import { type Block, type Button, fields } from "../core/reply.ts";
import { DateTime } from "luxon";
import { type DigestSettings, type Importance, SECTIONS, type Subscription } from "../digest/subscription.ts";
import { mannerWords } from "./digest-manner.ts";
import type { Where } from "./digest-book.ts";
import { zoneName } from "./digest-zone.ts";

/** A digest for people and programs: whose it is, how it is set up, when it comes next. */
export interface DigestDetails extends Pick<Subscription, "settings" | "state" | "reason" | "nextAt"> {
  readonly where: Where;
}

export const detailsOf = (where: Where, { settings, state, reason, nextAt }: Subscription): DigestDetails => ({
  where,
  settings,
  state,
  ...(reason === undefined ? {} : { reason }),
  ...(nextAt === undefined ? {} : { nextAt }),
});

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** "each day at 09:00, Berlin time". */
export function scheduleWords({ times, zone, days }: DigestSettings): string {
  const key = days.join("");
  const when =
    key === "1234567"
      ? "each day"
      : key === "12345"
        ? "on weekdays"
        : key === "67"
          ? "on weekends"
          : `each ${days.map((day) => DAYS[day - 1] ?? "").join(", ")}`;
  return `${when} at ${times.join(" and ")}, ${zoneName(zone)} time`;
}

/** "Mon 23 Nov 09:00 (Europe/Berlin)". */
export const localTime = (at: number, { zone }: Pick<DigestSettings, "zone">): string =>
  `${DateTime.fromMillis(at, { zone }).toFormat("ccc d LLL HH:mm")} (${zone})`;

/** How it stands in a few lines. */
export function detailLines({ where, settings, state, reason, nextAt }: DigestDetails): Block {
  const { layers, sections, keywordsIn, keywordsOut, quiet, minimumImportance, isWatchlistOnly, zone } = settings;
  const possible = SECTIONS.filter((section) => section !== "yours" || where === "me");
  const chosen = possible.filter((section) => sections.includes(section));
  const filters = [
    ...(isWatchlistOnly === true ? ["your watchlist only"] : []),
    ...(minimumImportance === undefined ? [] : [`${IMPORTANCE_WORDS[minimumImportance]} stories`]),
    ...(keywordsIn.length > 0 ? [`with ${keywordsIn.join(", ")}`] : []),
    ...(keywordsOut.length > 0 ? [`without ${keywordsOut.join(", ")}`] : []),
  ];
  return fields({
    Comes: scheduleWords(settings),
    Next:
      nextAt === undefined
        ? `${state} (${zone})${reason === undefined ? "" : `: ${reason}`}`
        : localTime(nextAt, settings),
    Layers: layers.length === 0 ? "all" : layers.join(", "),
    Sections: chosen.length === possible.length ? "all" : chosen.join(", "),
    Filters: filters.length === 0 ? "none" : filters.join("; "),
    "Quiet hours": quiet === undefined ? "none" : `${quiet.from} to ${quiet.to}; ${QUIET_WORDS[quiet.mode ?? "hold"]}`,
    Posts: where === "here" ? mannerWords(settings.manner) : undefined,
  });
}

const IMPORTANCE_WORDS = { normal: "important", high: "the most important" } as const satisfies Record<
  Importance,
  string
>;
const QUIET_WORDS = {
  hold: "what falls into them is held until then",
  silent: "what falls into them makes no sound",
} as const;

/** What can be done with it, as it stands. */
export function stateButtons({ where, state }: Pick<DigestDetails, "where" | "state">): readonly Button[] {
  const to = (label: string, name: "pause" | "resume" | "stop"): Button =>
    where === "me"
      ? { label, command: `digest ${name}`, input: {} }
      : { label, command: "digest here", input: { action: name } };
  return [state === "active" ? to("Pause", "pause") : to("Resume", "resume"), to("Stop", "stop")];
}
