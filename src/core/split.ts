import type { Span } from "./reply.ts";

// Softest first: where a reader expects a break. Each is cut behind.
const SEPARATORS = [/\n\n+/g, /\n/g, /[.!?…。]\s+/g, /\s+/g] as const;

/** Never between the halves of a surrogate pair, nor in front of a joiner, a variation selector or a combining mark. */
function safeCut(text: string, at: number): number {
  let cut = at;
  while (
    cut > 1 &&
    (/[\uDC00-\uDFFF]/.test(text[cut] ?? "") ||
      /[\p{M}\u200D\uFE0E\uFE0F]/u.test(text[cut] ?? "") ||
      text[cut - 1] === "\u200D")
  )
    cut -= 1;
  return cut > 1 ? cut : Math.max(1, /[\uDC00-\uDFFF]/.test(text[at] ?? "") && at > 1 ? at - 1 : at);
}

/** Where to cut: behind the last soft separator in the second half of the window, else at the limit. */
function cutAt(text: string, limit: number): number {
  const window = text.slice(0, limit);
  for (const separator of SEPARATORS) {
    const ends = [...window.matchAll(separator)].map((match) => match.index + match[0].length);
    const end = ends.findLast((each) => each > limit / 2);
    if (end !== undefined) return end;
  }
  return safeCut(text, limit);
}

/**
 * Cuts text into parts of at most `limit` UTF-16 units, at paragraph, line, sentence or word where it can.
 * The parts joined are the text again, to the letter. @param limit  at least 2
 */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const cut = cutAt(rest, limit);
    parts.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return rest === "" ? parts : [...parts, rest];
}

/** The same for styled text: a span that is cut keeps its style, link and whatever else it carries on both sides. */
export function splitSpans<Styled extends Span>(spans: readonly Styled[], limit: number): Styled[][] {
  const lengths = splitText(spans.map((span) => span.text).join(""), limit).map((part) => part.length);
  const parts: Styled[][] = [];
  let index = 0;
  let used = 0;
  for (const length of lengths) {
    const part: Styled[] = [];
    let left = length;
    while (left > 0) {
      const span = spans[index];
      if (!span) break;
      const piece = span.text.slice(used, used + left);
      if (piece !== "") part.push({ ...span, text: piece });
      left -= piece.length;
      used += piece.length;
      if (used >= span.text.length) {
        index += 1;
        used = 0;
      }
    }
    parts.push(part);
  }
  return parts;
}
