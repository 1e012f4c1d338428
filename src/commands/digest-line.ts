import { daysOf } from "./digest-days.ts";
import { PAGES } from "./digest-pages.ts";

/** Fields whose value may have several words, up to the next field. */
const LONG: readonly string[] = ["zone", "layers", "sections", "keywords", "without", "days", "time"];

/**
 * Reads "9:00,18:00 Berlin weekdays quiet:22:00-07:00 silent" in any order: what has no name is a time, days, or else the zone;
 * the name of a page alone is that page. What makes no sense is left to the schema and the zone to word.
 * @param fields  those that the command has
 */
export const readDigestLine =
  (fields: readonly string[]) =>
  (line: string): Readonly<Record<string, string>> => {
    const words = line
      .trim()
      // "9 pm" is one word here.
      .replaceAll(/(\d) (am|pm)\b/gi, "$1$2")
      .split(/\s+/);
    const page = PAGES.find((each) => words.length === 1 && each === words[0]?.toLowerCase());
    if (page && fields.includes("page")) return { page };
    const read: Record<string, string> = {};
    const add = (field: string, word: string): void => {
      read[field] = read[field] === undefined ? word : `${read[field]} ${word}`;
    };
    let open: string | undefined;
    for (const word of words) {
      const [, name, value = ""] = /^([a-z]+):(.*)$/i.exec(word) ?? [];
      const field = name?.toLowerCase() ?? "";
      if (fields.includes(field)) {
        if (value !== "") add(field, value);
        open = value === "" || LONG.includes(field) || field === "quiet" ? field : undefined;
      } else if (open !== undefined && (open !== "quiet" || !isPlain(word))) {
        add(open, word);
        if (!LONG.includes(open)) open = undefined;
      } else {
        open = undefined;
        if (word === "" || /^(?:me|at|in|every|each|recommended)$/i.test(word)) continue;
        // What is about one's own digest alone has no such field, and the zone says so.
        if (/^here$/i.test(word)) add(fields.includes("where") ? "where" : "zone", "here");
        else if (isTime(word)) add("time", word);
        else if (daysOf(word)) read["days"] = word;
        else add("zone", word);
      }
    }
    return read;
  };

const isTime = (word: string): boolean =>
  /^(?:noon|midnight)$|^[\d:.,;]+h?(?:am|pm)?(?:,[\d:]+(?:am|pm)?)*$/i.test(word);
/** What stands for itself after quiet hours. */
const isPlain = (word: string): boolean => !/^(?:hold|held|silent|silently|off|none|\d[\d:]*\s*[-–].*)$/i.test(word);
