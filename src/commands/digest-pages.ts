import type { Button } from "../core/reply.ts";
import { COMMON_ZONES, guessZone, zoneName } from "./digest-zone.ts";
import { daysTyped } from "./digest-days.ts";
import type { DigestDetails } from "./digest-words.ts";
import { type DigestSettings, SECTIONS } from "../digest/subscription.ts";
import type { Layer } from "../sector/project-file.ts";
import type { Platform } from "../core/call.ts";

/** What is set by pressing, each on a page of its own so that it fits a phone: of a person's digest, and of a place's. */
export const OWN_PAGES = ["time", "zone", "days", "layers", "sections", "stories", "quiet"] as const;
export const PAGES = [...OWN_PAGES, "posts"] as const;

/** One of them. */
export type Page = (typeof PAGES)[number];

/** As many as a digest can be about. More would be longer than it is read; all of them are one table. */
export const LAYERS_CHOSEN = 3;

const TITLES = {
  time: "Time",
  zone: "Time zone",
  days: "Days",
  layers: "Layers",
  sections: "Sections",
  stories: "Stories",
  quiet: "Quiet hours",
  posts: "Posts",
} as const satisfies Record<Page, string>;

/** What can be typed where no button does it. */
const TYPED = {
  time: "06:45,18:00",
  zone: "Lisbon",
  days: "days:mon,thu",
  layers: "layers:agents,data",
  sections: "sections:layers,stories",
  stories: "keywords:nvidia,open models without:meme",
  quiet: "quiet:22:30-06:30 silent",
  posts: "role:@Readers",
} as const satisfies Record<Page, string>;

/** How the same is typed. */
export const pageWords = (page: Page, command: string): string => `Or type, for example: /${command} ${TYPED[page]}`;

export const pageTitle = (page: Page): string => TITLES[page];

/** One button to each page. */
export const pageButtons = ({ where }: Pick<DigestDetails, "where">): readonly Button[] =>
  (where === "me" ? OWN_PAGES : PAGES).map((page) => ({
    label: TITLES[page],
    command: commandOf(where),
    input: { page },
  }));

/** The command that shows and changes a digest. */
export const commandOf = (where: DigestDetails["where"]): string =>
  where === "me" ? "digest settings" : "digest here";

/** What a page offers besides what was set up. */
export interface PageParts {
  readonly layers: readonly Pick<Layer, "id" | "name">[];
  readonly platform: Platform;
}

/** All that can be pressed on a page: what is one of several leads back, what is on or off stays. At most 16. */
export function buttonsOf(page: Page, digest: DigestDetails, parts: PageParts): readonly Button[] {
  const command = commandOf(digest.where);
  const to = (label: string, input: Readonly<Record<string, string>>): Button => ({ label, command, input });
  const stay = (label: string, isOn: boolean, input: Readonly<Record<string, string>>): Button =>
    to(isOn ? `✓ ${label}` : label, { ...input, page });
  return [...offered(page, digest, parts, to, stay), to("Back", {})];
}

type ToButton = (label: string, input: Readonly<Record<string, string>>) => Button;
type ToToggle = (label: string, isOn: boolean, input: Readonly<Record<string, string>>) => Button;

function offered(
  page: Page,
  { where, settings }: DigestDetails,
  { layers, platform }: PageParts,
  to: ToButton,
  stay: ToToggle,
): readonly Button[] {
  const { days, sections, manner } = settings;
  switch (page) {
    case "time":
      return [
        ...["06:00", "07:00", "08:00", "09:00", "12:00", "18:00", "20:00", "21:00"].map((time) => to(time, { time })),
        to("08:00 and 18:00", { time: "08:00,18:00" }),
        to("08:00, 13:00 and 20:00", { time: "08:00,13:00,20:00" }),
      ];
    case "zone": {
      const guess = guessZone(settings.locale);
      return [...new Set([...(guess === undefined ? [] : [guess]), ...COMMON_ZONES])].map((zone) =>
        to(zone === settings.zone ? `✓ ${zoneName(zone)}` : zoneName(zone), { zone }),
      );
    }
    case "days":
      return [
        to("Each day", { days: "daily" }),
        to("Weekdays", { days: "weekdays" }),
        to("Weekends", { days: "weekends" }),
        to("Mondays", { days: "weekly" }),
        ...toggles([1, 2, 3, 4, 5, 6, 7], days).map(([day, isOn, after]) =>
          stay(DAYS[day - 1] ?? "", isOn, { days: daysTyped(after) }),
        ),
      ];
    case "sections":
      return [
        to("All", { sections: "all" }),
        ...toggles(
          SECTIONS.filter((section) => section !== "yours" || where === "me"),
          sections,
        ).map(([section, isOn, after]) => stay(section, isOn, { sections: after.join(",") })),
      ];
    case "layers":
      return [
        to("All", { layers: "all" }),
        ...toggles(
          layers.map(({ id }) => id),
          settings.layers,
        )
          .filter(([, , after]) => after.length <= LAYERS_CHOSEN)
          .map(([id, isOn, after]) =>
            stay(layers.find((layer) => layer.id === id)?.name ?? id, isOn, { layers: after.join(",") }),
          ),
      ];
    case "stories":
      return storyButtons(where, settings, to, stay);
    case "quiet":
      return quietButtons(settings, to);
    case "posts": {
      const isSilent = manner?.isSilent ?? true;
      const isCrossposted = manner?.isCrossposted === true;
      const last = manner?.last ?? "keep";
      return [
        stay("Without a sound", isSilent, { silent: isSilent ? "off" : "on" }),
        stay("Keep the last one", last === "keep", { last: "keep" }),
        stay("Replace the last one", last === "replace", { last: "replace" }),
        stay("Pin the newest", last === "pin", { last: "pin" }),
        ...(platform === "discord"
          ? [stay("Publish to followers", isCrossposted, { crosspost: isCrossposted ? "off" : "on" })]
          : []),
        ...(manner?.roleId === undefined ? [] : [stay("Mention no role", false, { role: "none" })]),
      ];
    }
  }
  return page satisfies never;
}

function storyButtons(
  where: DigestDetails["where"],
  { isWatchlistOnly = false, minimumImportance, keywordsIn, keywordsOut }: DigestSettings,
  to: ToButton,
  stay: ToToggle,
): readonly Button[] {
  return [
    stay("All that matter at all", minimumImportance === undefined, { importance: "any" }),
    stay("Important ones", minimumImportance === "normal", { importance: "normal" }),
    stay("The most important", minimumImportance === "high", { importance: "high" }),
    ...(where === "me"
      ? [stay("My watchlist only", isWatchlistOnly, { watchlist: isWatchlistOnly ? "off" : "on" })]
      : []),
    ...(keywordsIn.length + keywordsOut.length > 0
      ? [to("No filter of words", { keywords: "none", without: "none" })]
      : []),
  ];
}

function quietButtons({ quiet }: DigestSettings, to: ToButton): readonly Button[] {
  const hours = ["22:00-07:00", "23:00-08:00", "00:00-09:00"];
  return [
    to("None", { quiet: "off" }),
    ...hours.map((each) => to(`${each} held`, { quiet: each })),
    ...hours.map((each) => to(`${each} silent`, { quiet: `${each} silent` })),
    ...(quiet && !hours.includes(`${quiet.from}-${quiet.to}`)
      ? [
          quiet.mode === "silent"
            ? to("Hold it till then", { quiet: `${quiet.from}-${quiet.to}` })
            : to("Send it silently", { quiet: `${quiet.from}-${quiet.to} silent` }),
        ]
      : []),
  ];
}

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** Each with whether it is on and what is on when it is pressed; the only one that is on cannot be pressed off. */
function toggles<Item>(
  all: readonly Item[],
  on: readonly Item[],
): readonly (readonly [item: Item, isOn: boolean, after: readonly Item[]])[] {
  return all.flatMap((item) => {
    const isOn = on.includes(item);
    const after = all.filter((each) => (each === item ? !isOn : on.includes(each)));
    return after.length === 0 ? [] : [[item, isOn, after] as const];
  });
}
