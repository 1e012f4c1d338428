import { cleanLine } from "../core/clean.ts";
import { htmlToLine } from "../core/html-text.ts";

/** More of a description is not even looked at. */
const READ_LIMIT = 8_000;
/** A paragraph ends at the end of a sentence within these. */
const PARAGRAPH = { least: 80, most: 400 } as const;
const ADDRESS_LIMIT = 200;

/**
 * What somebody wrote about a coin as one paragraph of at most 400 characters: no markup, no addresses (chats would make links
 * of them), cut at the end of a sentence. Undefined when nothing is left.
 */
export function paragraph(untrusted: unknown): string | undefined {
  if (typeof untrusted !== "string") return undefined;
  const words = htmlToLine(untrusted.slice(0, READ_LIMIT), READ_LIMIT)
    .replace(/[<>]/g, " ")
    .replace(/https?:\/\/\S*|\bwww\.\S*/gi, "(link)");
  const kept = atSentence(cleanLine(words, READ_LIMIT));
  return kept === "" ? undefined : kept;
}

function atSentence(line: string): string {
  const points = [...line];
  if (points.length <= PARAGRAPH.most) return line;
  const start = points.slice(0, PARAGRAPH.most).join("");
  const ends = [...start.matchAll(/[.!?](?=\s)|[。！？]/g)].map(({ index }) => index + 1);
  const end = ends.findLast((each) => each >= PARAGRAPH.least);
  if (end !== undefined) return start.slice(0, end);
  const word = start.lastIndexOf(" ");
  return `${start.slice(0, word > PARAGRAPH.least ? word : PARAGRAPH.most - 1).trimEnd()}…`;
}

/** An http(s) address that says where it leads: no user name in front of the host, no port, no address by number. */
export function webAddress(untrusted: unknown): string | undefined {
  if (typeof untrusted !== "string" || untrusted.length > ADDRESS_LIMIT || !URL.canParse(untrusted.trim()))
    return undefined;
  const { protocol, username, password, hostname, port, href } = new URL(untrusted.trim());
  const isWeb = protocol === "https:" || protocol === "http:";
  const isNamed = /^(?=.{4,})[a-z0-9.-]+\.[a-z][a-z0-9-]+$/.test(hostname);
  return isWeb && isNamed && username + password + port === "" && href.length <= ADDRESS_LIMIT ? href : undefined;
}

/** The first of a list that is an address. */
export const firstAddress = (untrusted: unknown): string | undefined =>
  (Array.isArray(untrusted) ? (untrusted as unknown[]) : [untrusted]).map(webAddress).find((each) => each);

/** A contract address as some chain writes them; nothing that needs a blank. */
export function contractAddress(untrusted: unknown): string | undefined {
  const typed = typeof untrusted === "string" ? untrusted.trim() : "";
  return /^[\w:./-]{3,140}$/.test(typed) ? typed : undefined;
}
