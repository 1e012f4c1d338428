import type { Call } from "../core/call.ts";
import { cleanLine } from "../core/clean.ts";
import { type DigestSettings, recommended, type Section, SECTIONS } from "../digest/subscription.ts";
import type { DigestParts } from "./digest-book.ts";
import { guessZone, readZone } from "./digest-zone.ts";
import { splitList } from "../core/fields.ts";
import { UserError } from "../core/errors.ts";
import { whichLayer } from "./which-layer.ts";
import { z } from "zod";

const TIMES_A_DAY = 6;
const KEYWORDS = 20;
/** More would be longer than a digest is read; all of them are one table. */
const LAYERS = 3;

/** How a digest can be set up, wherever that is asked for. */
export const digestFields = z.object({
  time: z.string().trim().max(80).optional().describe("Local times, such as 09:00 or 8:30,18:00"),
  zone: z.string().trim().max(60).optional().describe("A city or time zone, such as Berlin"),
  days: z.string().trim().max(60).optional().describe("daily, weekdays, weekends, weekly, or mon,thu"),
  layers: z.string().trim().max(200).optional().describe("Up to three layers of the stack, or all"),
  sections: z
    .string()
    .trim()
    .max(120)
    .optional()
    .describe(`Of ${SECTIONS.join(", ")}; or all`),
  keywords: z.string().trim().max(300).optional().describe("Stories with one of these words only; none for no filter"),
  without: z.string().trim().max(300).optional().describe("Stories without these words; none for no filter"),
  quiet: z.string().trim().max(20).optional().describe("Hours in which nothing is sent, such as 22:00-07:00; off"),
});

/** As they are given, each absent or a word. */
export type DigestFields = z.output<typeof digestFields>;

/**
 * Reads "9:00,18:00 Berlin weekdays" in any order; what is neither time nor day nor `me` is the zone. Named fields are of the
 * usual form.
 */
export function readDigestLine(line: string): Readonly<Record<string, string>> | undefined {
  if (line.includes("://") || /(?:^|\s)[a-z]+:/i.test(line)) return undefined;
  const zone: string[] = [];
  const read: Record<string, string> = {};
  for (const word of line.trim().split(/\s+/)) {
    if (word === "" || /^(?:me|at|in|recommended)$/i.test(word)) continue;
    if (/^here$/i.test(word)) read["where"] = "here";
    else if (/^[\d:,;]+(?:am|pm)?(?:,[\d:]+(?:am|pm)?)*$/i.test(word)) read["time"] = word;
    else if (daysOf(word)) read["days"] = word;
    else zone.push(word);
  }
  return zone.length === 0 ? read : { ...read, zone: zone.join(" ") };
}

/**
 * Settings with what was asked for changed.
 * @throws UserError that names the word which cannot be so
 */
export function withFields(
  before: DigestSettings,
  asked: DigestFields,
  { map }: Pick<DigestParts, "map">,
): DigestSettings {
  const { quiet: quietBefore, ...rest } = before;
  const quiet = asked.quiet === undefined ? quietBefore : readQuiet(asked.quiet);
  return {
    ...rest,
    times: asked.time === undefined ? before.times : readTimes(asked.time),
    zone: asked.zone === undefined ? before.zone : readZone(asked.zone, { ...asked }),
    days: asked.days === undefined ? before.days : readDays(asked.days),
    layers: asked.layers === undefined ? before.layers : readLayers(asked.layers, map),
    sections: asked.sections === undefined ? before.sections : readSections(asked.sections),
    keywordsIn: asked.keywords === undefined ? before.keywordsIn : readKeywords(asked.keywords),
    keywordsOut: asked.without === undefined ? before.keywordsOut : readKeywords(asked.without),
    ...(quiet === undefined ? {} : { quiet }),
  };
}

/** What somebody begins with, and whether their zone is only guessed. */
export async function startingSettings(
  parts: DigestParts,
  call: Call,
): Promise<{ readonly settings: DigestSettings; readonly isZoneGuessed: boolean }> {
  const own = await parts.zoneOf(call);
  return {
    settings: recommended(own ?? guessZone(call.locale) ?? "UTC", call.locale),
    isZoneGuessed: own === undefined,
  };
}

function readTimes(typed: string): readonly string[] {
  const times = [...new Set(splitList(typed).map(readTime))].toSorted();
  if (times.length === 0 || times.length > TIMES_A_DAY)
    throw new UserError(`A digest comes once to ${TIMES_A_DAY} times a day.`, {
      hint: "For example 09:00 or 8:30,18:00.",
    });
  return times;
}

function readTime(typed: string): string {
  const [, hours = "", minutes = "0", half] = /^(\d{1,2})(?::(\d{2}))?\s*(am|pm)?$/i.exec(typed) ?? [];
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (/pm/i.test(half) ? 12 : 0);
  if (hours === "" || hour > 23 || Number(minutes) > 59)
    throw new UserError(`"${cleanLine(typed, 20)}" is no time of the day.`, {
      hint: "For example 09:00 or 8:30,18:00.",
    });
  return `${String(hour).padStart(2, "0")}:${minutes.padStart(2, "0")}`;
}

const DAY_NAMES = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const DAY_SETS: Readonly<Record<string, readonly number[]>> = {
  daily: [1, 2, 3, 4, 5, 6, 7],
  all: [1, 2, 3, 4, 5, 6, 7],
  weekdays: [1, 2, 3, 4, 5],
  weekends: [6, 7],
  weekly: [1],
};

function daysOf(typed: string): readonly number[] | undefined {
  const known = DAY_SETS[typed.toLowerCase()];
  if (known) return known;
  const words = splitList(typed.toLowerCase());
  const days = words.map((word) => (word.length < 2 ? 0 : DAY_NAMES.findIndex((name) => name.startsWith(word)) + 1));
  return words.length === 0 || days.includes(0) ? undefined : [...new Set(days)].toSorted((a, b) => a - b);
}

function readDays(typed: string): readonly number[] {
  const days = daysOf(typed);
  if (days) return days;
  throw new UserError(`"${cleanLine(typed, 30)}" names no days.`, {
    hint: "For example daily, weekdays, weekly, or mon,thu.",
  });
}

const readLayers = (typed: string, map: DigestParts["map"]): readonly string[] =>
  /^all$/i.test(typed)
    ? []
    : [
        ...new Set(
          splitList(typed)
            .slice(0, LAYERS)
            .map((word) => layerNamed(word, map)),
        ),
      ];

/** Its choices would lead back to another command's input, so that only the words are said. */
function layerNamed(word: string, map: DigestParts["map"]): string {
  try {
    return whichLayer(word, "7d", map).id;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.message, { hint: "/stack shows the layers.", cause: error });
  }
}

function readSections(typed: string): readonly Section[] {
  if (/^all$/i.test(typed)) return SECTIONS;
  const words = splitList(typed.toLowerCase());
  const unknown = words.find((word) => !SECTIONS.some((section) => section === word));
  if (unknown !== undefined || words.length === 0)
    throw new UserError(`A digest has no section "${cleanLine(unknown ?? typed, 30)}".`, {
      hint: `There are ${SECTIONS.join(", ")}.`,
    });
  return SECTIONS.filter((section) => words.includes(section));
}

function readKeywords(typed: string): readonly string[] {
  if (/^(?:none|off|all)$/i.test(typed)) return [];
  const words = typed
    .split(/[,;]/)
    .map((word) => cleanLine(word, 40))
    .filter((word) => word !== "");
  if (words.length > KEYWORDS) throw new UserError(`At most ${KEYWORDS} words can be a filter.`);
  return [...new Set(words)];
}

function readQuiet(typed: string): DigestSettings["quiet"] {
  if (/^(?:off|none|no)$/i.test(typed)) return undefined;
  const [from, to, ...more] = typed.split(/\s*[-–]\s*/);
  if (from === undefined || to === undefined || more.length > 0)
    throw new UserError(`"${cleanLine(typed, 20)}" are no quiet hours.`, { hint: "For example 22:00-07:00, or off." });
  const quiet = { from: readTime(from), to: readTime(to) };
  if (quiet.from === quiet.to)
    throw new UserError("Quiet hours cannot be the whole day; /digest pause stops it for a while.");
  return quiet;
}
