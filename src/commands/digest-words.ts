import { type Block, type Button, type CommandButton, fields, type Reply } from "../core/reply.ts";
import { DateTime } from "luxon";
import { type DigestSettings, SECTIONS, type Subscription } from "../digest/subscription.ts";
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
export function detailLines({ settings, state, reason, nextAt }: DigestDetails): Block {
  const { layers, sections, keywordsIn, keywordsOut, quiet } = settings;
  const filters = [
    ...(keywordsIn.length > 0 ? [`with ${keywordsIn.join(", ")}`] : []),
    ...(keywordsOut.length > 0 ? [`without ${keywordsOut.join(", ")}`] : []),
  ];
  return fields({
    Comes: scheduleWords(settings),
    Next: nextAt === undefined ? `${state}${reason === undefined ? "" : `: ${reason}`}` : localTime(nextAt, settings),
    Layers: layers.length === 0 ? "all" : layers.join(", "),
    Sections: sections.length === SECTIONS.length ? "all" : sections.join(", "),
    Filters: filters.length === 0 ? "none" : filters.join("; "),
    "Quiet hours":
      quiet === undefined ? "none" : `${quiet.from} to ${quiet.to}; what falls into them is held until then`,
  });
}

/** Everything that is pressed rather than typed; at most 25, as many as a select takes. */
export function changeChoices({ where, settings }: DigestDetails): NonNullable<Reply["choices"]> {
  const command = where === "me" ? "digest settings" : "digest here";
  const to = (label: string, input: CommandButton["input"]): CommandButton => ({ label, command, input });
  const toggled = SECTIONS.filter((section) => section !== "yours" || where === "me").flatMap((section) => {
    const has = settings.sections.includes(section);
    const after = SECTIONS.filter((each) => (each === section ? !has : settings.sections.includes(each)));
    return after.length === 0 ? [] : [to(`${has ? "Leave out" : "Put in"} ${section}`, { sections: after.join(",") })];
  });
  return {
    prompt: "Change it:",
    options: [
      ...["07:00", "09:00", "12:00", "18:00", "21:00"].map((time) => to(`At ${time}`, { time })),
      to("Twice a day: 08:00 and 18:00", { time: "08:00,18:00" }),
      to("Each day", { days: "daily" }),
      to("On weekdays", { days: "weekdays" }),
      to("Weekly, on Monday", { days: "weekly" }),
      settings.quiet
        ? to("No quiet hours", { quiet: "off" })
        : to("Quiet from 22:00 to 07:00", { quiet: "22:00-07:00" }),
      ...(settings.layers.length > 0 ? [to("All layers", { layers: "all" })] : []),
      ...toggled,
    ],
  };
}

/** What can be done with it, as it stands. */
export function stateButtons({ where, state }: Pick<DigestDetails, "where" | "state">): readonly Button[] {
  const to = (label: string, name: "pause" | "resume" | "stop"): Button =>
    where === "me"
      ? { label, command: `digest ${name}`, input: {} }
      : { label, command: "digest here", input: { action: name } };
  return [state === "active" ? to("Pause", "pause") : to("Resume", "resume"), to("Stop", "stop")];
}
