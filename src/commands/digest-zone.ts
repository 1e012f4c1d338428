import { IANAZone } from "luxon";
import { nearest } from "../core/nearest.ts";
import { UserError } from "../core/errors.ts";

/** Of every region one that many live in, for those of whom nothing is known. */
export const COMMON_ZONES = [
  "Europe/London",
  "Europe/Berlin",
  "America/New_York",
  "America/Los_Angeles",
  "America/Sao_Paulo",
  "Asia/Dubai",
  "Asia/Kolkata",
  "Asia/Singapore",
  "Asia/Tokyo",
  "Australia/Sydney",
  "UTC",
] as const;

/** Names that people use and the list has not. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  "san francisco": "America/Los_Angeles",
  seattle: "America/Los_Angeles",
  boston: "America/New_York",
  washington: "America/New_York",
  miami: "America/New_York",
  austin: "America/Chicago",
  munich: "Europe/Berlin",
  hamburg: "Europe/Berlin",
  frankfurt: "Europe/Berlin",
  cologne: "Europe/Berlin",
  geneva: "Europe/Zurich",
  barcelona: "Europe/Madrid",
  milan: "Europe/Rome",
  kolkata: "Asia/Kolkata",
  mumbai: "Asia/Kolkata",
  delhi: "Asia/Kolkata",
  bangalore: "Asia/Kolkata",
  beijing: "Asia/Shanghai",
  shenzhen: "Asia/Shanghai",
  "abu dhabi": "Asia/Dubai",
  "tel aviv": "Asia/Jerusalem",
  kyiv: "Europe/Kiev",
  utc: "UTC",
  gmt: "UTC",
  // Short names that mean one zone wherever they are used; IST, CST and BST mean several.
  nyc: "America/New_York",
  sf: "America/Los_Angeles",
  cet: "Europe/Berlin",
  cest: "Europe/Berlin",
  wet: "Europe/Lisbon",
  eet: "Europe/Athens",
  et: "America/New_York",
  est: "America/New_York",
  edt: "America/New_York",
  pt: "America/Los_Angeles",
  pst: "America/Los_Angeles",
  pdt: "America/Los_Angeles",
  jst: "Asia/Tokyo",
  kst: "Asia/Seoul",
  sgt: "Asia/Singapore",
  hkt: "Asia/Hong_Kong",
};

/** Short names that mean several zones. */
const AMBIGUOUS: Readonly<Record<string, readonly string[]>> = {
  ist: ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"],
  cst: ["America/Chicago", "Asia/Shanghai", "America/Havana"],
  bst: ["Europe/London", "Asia/Dhaka"],
};

const OFFSET = /^(?:utc|gmt)? ?[-+\u2212]\d/i;

const ZONES: readonly string[] = Intl.supportedValuesOf("timeZone");
const cityOf = (zone: string): string => plain(zone.slice(zone.lastIndexOf("/") + 1));
const plain = (word: string): string => word.replaceAll("_", " ").trim().toLowerCase();

/** A zone as people call it: "Berlin", "New York". */
export const zoneName = (zone: string): string => zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " ");

/** Zones whose city begins with what was typed. */
export function zonesLike(typed: string): readonly string[] {
  const wanted = plain(typed);
  if (wanted === "") return COMMON_ZONES;
  return ZONES.filter((zone) => cityOf(zone).startsWith(wanted) || zone.toLowerCase().startsWith(wanted));
}

/**
 * The zone that a word means: a city, or an IANA name.
 * @param input  what was asked besides, for the choices
 * @throws UserError with choices where it is unclear
 */
export function readZone(typed: string, input: Readonly<Record<string, unknown>>): string {
  const word = plain(typed);
  const shown = typed.trim().slice(0, 40);
  const known = Object.hasOwn(OTHER_NAMES, word) ? OTHER_NAMES[word] : undefined;
  if (known !== undefined) return known;
  const exact = ZONES.filter((zone) => cityOf(zone) === word || plain(zone) === word);
  const [first, second] = exact;
  if (first !== undefined && second === undefined) return first;
  // Older names, such as Asia/Calcutta, are known to the runtime and not listed.
  if (first === undefined && shown.includes("/") && IANAZone.isValidZone(shown)) return IANAZone.create(shown).name;
  const several = Object.hasOwn(AMBIGUOUS, word) ? AMBIGUOUS[word] : undefined;
  const begins = several ?? (exact.length > 0 ? exact : zonesLike(shown).slice(0, 10));
  const near = OFFSET.test(word) ? undefined : nearest(word, [...ZONES.map(cityOf), ...Object.keys(OTHER_NAMES)]);
  const meant = near === undefined ? [] : [OTHER_NAMES[near] ?? ZONES.find((zone) => cityOf(zone) === near) ?? "UTC"];
  const choices = begins.length > 0 ? begins : meant.length > 0 ? meant : COMMON_ZONES;
  if (/^here\b/i.test(word))
    throw new UserError("This changes your own digest alone.", {
      hint: "The digest of a place is changed there by its admins: /digest here 09:00",
    });
  throw new UserError(complaint(shown, several), {
    hint: "A large city nearby or an IANA name does it. Perhaps one of these:",
    alternatives: {
      word: shown,
      input: { ...input, zone: shown },
      choices: choices.map((zone) => ({ label: zoneName(zone), value: zone, description: zone })),
    },
  });
}

function complaint(shown: string, several: readonly string[] | undefined): string {
  if (several) return `"${shown}" is more than one time zone.`;
  if (OFFSET.test(shown)) return `"${shown}" does not say when the clocks are changed there.`;
  return `I know no time zone "${shown}".`;
}

/**
 * What the region of a locale suggests, or where its language is spoken most: its only zone, or the one most live in. A guess, to
 * be asked about; undefined where there is none.
 */
export function guessZone(locale: string): string | undefined {
  try {
    const likely = new Intl.Locale(locale).maximize();
    const zones = likely.region === undefined ? [] : zonesOf(likely);
    return COMMON_ZONES.find((zone) => zones.includes(zone)) ?? (zones.length === 1 ? zones[0] : undefined);
  } catch {
    return undefined; // Not a well-formed language tag: platforms pass on what clients say.
  }
}

/** A part of the language that TypeScript does not know of yet: a getter, or in later versions a method. */
function zonesOf(locale: Intl.Locale): readonly string[] {
  const known = locale as Intl.Locale & { timeZones?: readonly string[]; getTimeZones?: () => readonly string[] };
  return known.getTimeZones?.() ?? known.timeZones ?? [];
}
