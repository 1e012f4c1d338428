import { FIELDS, type PortfolioLine, readDetails } from "./portfolio-line.ts";

const NAMES = FIELDS.join("|");
const NAMED = new RegExp(String.raw`(?:^|\s)(${NAMES}):\s*(\S.*?)(?=\s+(?:${NAMES}):\s*\S|$)`, "gis");

/**
 * Reads "12 price:320 date:2026-03-02 14:30" and "12 at 320 usd on 2026-03-02": behind the number either fields by their names,
 * each up to the next one, or what an entry is typed with.
 */
export function readEditLine(line: string): PortfolioLine & { readonly number?: string } {
  const [, number = "", rest = ""] = /^\s*#?(\S+)\s*(.*)$/s.exec(line) ?? [];
  if (number === "") return {};
  const named = [...rest.matchAll(NAMED)];
  const [first] = named;
  if (first && rest.slice(0, first.index).trim() === "")
    return {
      number,
      ...Object.fromEntries(named.map(([, name = "", value = ""]) => [name.toLowerCase(), unquoted(value)])),
    };
  return { number, ...readDetails(plain(rest)) };
}

/** "quantity 4" and "price to 320" say no more than "4" and "price 320". */
const plain = (line: string): string =>
  line
    .replace(/^(?:the )?(?:quantity|amount|coin)\s+(?:to\s+)?(?=\S)/i, "")
    .replace(/^(?:the )?(price|date|fee|note|total)\s+to\s+(?=\S)/i, "$1 ");

const unquoted = (value: string): string => value.trim().replace(/^["“”](.*)["“”]$/s, "$1");
