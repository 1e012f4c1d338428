import { KNOWN_WORDS } from "./alert-grammar.ts";
import { nearest } from "../core/nearest.ts";
import { shown } from "./alert-values.ts";

/** What of a line was not understood, in one sentence that names the word. */
export function notUnderstood(line: string): string {
  const words = line.trim().split(/\s+/).slice(0, 60);
  const [first = "", ...rest] = words;
  if (first === "") return "What shall I watch? Say what, and when I am to tell.";
  const joins = rest.find((word) => /^(?:and|or)$/i.test(word));
  if (joins !== undefined) return `One alert watches one thing. What "${shown(joins)}" joins are two alerts.`;
  const unknown = rest.filter((word) => /\p{L}/u.test(word) && !/\d/.test(word) && !isKnown(word));
  for (const word of unknown) {
    const meant = nearest(word, KNOWN_WORDS);
    if (meant !== undefined) return `I do not understand "${shown(word)}" in an alert. Did you mean "${meant}"?`;
  }
  const last = unknown.at(-1);
  if (last !== undefined) return `I do not understand "${shown(last)}" in an alert.`;
  if (rest.length === 0) return `What shall "${shown(first)}" do? Above or below a price, or move by a percentage?`;
  return `Something is missing or too much in "${shown(line)}".`;
}

const isKnown = (word: string): boolean => KNOWN_WORDS.includes(word.toLowerCase());
