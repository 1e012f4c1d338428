import type { Call, Place } from "../core/call.ts";
import { cleanLine } from "../core/clean.ts";
import { type DigestSettings, IMPORTANCES, recommended, type Section, SECTIONS } from "../digest/subscription.ts";
import { daysTyped, readDays } from "./digest-days.ts";
import { type MannerFields, mannerFields, mannerTyped, withManner } from "./digest-manner.ts";
import type { DigestParts, Where } from "./digest-book.ts";
import { LAYERS_CHOSEN, OWN_PAGES, PAGES } from "./digest-pages.ts";
import { guessZone, readZone } from "./digest-zone.ts";
import { splitList } from "../core/fields.ts";
import { UserError } from "../core/errors.ts";
import { whichLayer } from "./which-layer.ts";
import { z } from "zod";

const TIMES_A_DAY = 6;
const KEYWORDS = 20;
const KEYWORD = 40;
const KEYWORD_CHARACTERS = KEYWORDS * (KEYWORD + 1);

/** How a digest can be set up, wherever that is asked for. */
const digestFields = z.object({
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
  keywords: z
    .string()
    .trim()
    .max(KEYWORD_CHARACTERS)
    .optional()
    .describe("Stories with one of these words only; none for no filter"),
  without: z
    .string()
    .trim()
    .max(KEYWORD_CHARACTERS)
    .optional()
    .describe("Stories without these words; none for no filter"),
  quiet: z
    .string()
    .trim()
    .max(30)
    .optional()
    .describe("22:00-07:00 holds it until then, 22:00-07:00 silent sends it without a sound; off"),
  importance: z
    .enum(["any", ...IMPORTANCES])
    .optional()
    .describe("Stories that matter at least so much"),
});

/** A person's own: their watchlist is nobody else's business. */
export const ownDigestFields = digestFields.extend({
  watchlist: z.enum(["on", "off"]).optional().describe("Movers and stories of your watchlist only"),
});

/** That of a place. */
export const placeDigestFields = digestFields.extend(mannerFields);

const PAGE = "Shows what can be pressed for it";

/** What can be pressed for one thing. */
export const ownPageField = z.enum(OWN_PAGES).optional().describe(PAGE);
export const placePageField = z.enum(PAGES).optional().describe(PAGE);

/** As they are given, each absent or a word. */
export type DigestFields = z.output<typeof ownDigestFields> & MannerFields;

/**
 * Settings with what was asked for changed.
 * @throws UserError that names the word which cannot be so
 */
export function withFields(
  before: DigestSettings,
  asked: Partial<DigestFields>,
  { map, where, place }: Pick<DigestParts, "map"> & { readonly where: Where; readonly place: Place },
): DigestSettings {
  const { quiet: _q, isWatchlistOnly: _w, minimumImportance: _i, manner: _m, ...rest } = before;
  const quiet = asked.quiet === undefined ? before.quiet : readQuiet(asked.quiet);
  const isWatchlistOnly = asked.watchlist === undefined ? before.isWatchlistOnly : asked.watchlist === "on";
  const importance = asked.importance ?? before.minimumImportance ?? "any";
  const manner = where === "here" ? withManner(before.manner, asked, place) : undefined;
  return {
    ...rest,
    times: asked.time === undefined ? before.times : readTimes(asked.time),
    zone: asked.zone === undefined ? before.zone : readZone(asked.zone, { ...asked }),
    days: asked.days === undefined ? before.days : readDays(asked.days),
    layers: asked.layers === undefined ? before.layers : readLayers(asked.layers, map),
    sections: asked.sections === undefined ? before.sections : readSections(asked.sections),
    keywordsIn: asked.keywords === undefined ? before.keywordsIn : readKeywords(asked.keywords),
    keywordsOut: asked.without === undefined ? before.keywordsOut : readKeywords(asked.without),
    ...(quiet && { quiet }),
    ...(isWatchlistOnly === true && where === "me" && { isWatchlistOnly }),
    ...(importance !== "any" && { minimumImportance: importance }),
    ...(manner && { manner }),
  };
}

/** What would make the same settings again, each as it can be asked for. */
export function typedFields(settings: DigestSettings, where: Where): Readonly<Record<string, string | undefined>> {
  const { times, zone, days, layers, sections, keywordsIn, keywordsOut, quiet } = settings;
  return {
    time: times.join(","),
    zone,
    days: daysTyped(days),
    layers: layers.join(",") || "all",
    sections: sections.join(","),
    keywords: keywordsIn.join(",") || "none",
    without: keywordsOut.join(",") || "none",
    quiet: quiet ? `${quiet.from}-${quiet.to} ${quiet.mode ?? "hold"}` : "off",
    importance: settings.minimumImportance ?? "any",
    ...(where === "me"
      ? { watchlist: settings.isWatchlistOnly === true ? "on" : "off" }
      : mannerTyped(settings.manner)),
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
  const joined = typed.replaceAll(/ (am|pm)\b/gi, "$1").replaceAll(/ (?:and|&) /gi, ",");
  const times = [...new Set(splitList(joined).map(readTime))].toSorted();
  if (times.length === 0 || times.length > TIMES_A_DAY)
    throw new UserError(`A digest comes once to ${TIMES_A_DAY} times a day.`, {
      hint: "For example 09:00 or 8:30,18:00.",
    });
  return times;
}

const NAMED_TIMES: Readonly<Partial<Record<string, string>>> = { noon: "12:00", midnight: "00:00" };

function readTime(typed: string): string {
  const named = NAMED_TIMES[typed.toLowerCase()];
  if (named !== undefined) return named;
  const [, hours = "", minutes = "0", half] = /^(\d{1,2})(?:[:.h](\d{2}))?h?\s*(am|pm)?$/i.exec(typed) ?? [];
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (/pm/i.test(half) ? 12 : 0);
  if (hours === "" || hour > 23 || Number(minutes) > 59)
    throw new UserError(`"${cleanLine(typed, 20)}" is no time of the day.`, {
      hint: "For example 09:00 or 8:30,18:00.",
    });
  return `${String(hour).padStart(2, "0")}:${minutes.padStart(2, "0")}`;
}

function readLayers(typed: string, map: DigestParts["map"]): readonly string[] {
  if (/^all$/i.test(typed)) return [];
  const layers = [...new Set(splitList(typed).map((word) => layerNamed(word, map)))];
  if (layers.length === 0 || layers.length > LAYERS_CHOSEN)
    throw new UserError(`A digest is about one to ${LAYERS_CHOSEN} layers, or all of them.`, {
      hint: "For example layers:agents,data or layers:all.",
    });
  return layers;
}

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
    .map((word) => cleanLine(word, KEYWORD))
    .filter((word) => word !== "");
  if (words.length > KEYWORDS) throw new UserError(`At most ${KEYWORDS} words can be a filter.`);
  return [...new Set(words)];
}

function readQuiet(typed: string): DigestSettings["quiet"] {
  if (/^(?:off|none|no)$/i.test(typed)) return undefined;
  const [, hours = "", then] = /^(.*?)(?:\s+(hold|held|silent|silently))?$/i.exec(typed) ?? [];
  const [from, to, ...more] = hours.split(/\s*[-–]\s*/);
  if (from === undefined || to === undefined || more.length > 0)
    throw new UserError(`"${cleanLine(typed, 20)}" are no quiet hours.`, {
      hint: "For example 22:00-07:00, 22:00-07:00 silent, or off.",
    });
  const quiet = { from: readTime(from), to: readTime(to) };
  if (quiet.from === quiet.to)
    throw new UserError("Quiet hours cannot be the whole day; /digest pause stops it for a while.");
  return /^silent/i.test(then ?? "") ? { ...quiet, mode: "silent" } : quiet;
}
