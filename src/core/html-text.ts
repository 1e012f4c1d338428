import { cleanLine } from "./clean.ts";
import { decode } from "html-entities";

/** More of a text is not even looked at. */
const READ_LIMIT = 20_000;

/**
 * Text from outside that may hold HTML, as one line without any: tags gone, what stands inside scripts and styles too,
 * entities read once, halves of characters gone. What is left can hold `<` and `&` as plain characters.
 * @param limit  code points at most
 */
export function htmlToLine(untrusted: string, limit: number): string {
  const bare = untrusted
    .slice(0, READ_LIMIT)
    .replace(/<!\[CDATA\[|\]\]>/g, " ")
    .replace(/<!--.*?(?:-->|$)/gs, " ")
    .replace(/<(script|style)\b.*?(?:<\/\1\s*>|$)/gis, " ")
    .replace(/<\/?[a-z][^<>]*>/gi, " ");
  return cleanLine(decode(bare).replace(/\p{Cs}/gu, " "), limit).replace(/ ([.,;:!?])/g, "$1");
}
