import { createHash } from "node:crypto";
import { cleanLine } from "../core/clean.ts";
import type { Span, TextBlock } from "../core/reply.ts";

/** What can be cited: an address in the facts of a turn, and who is named for it. */
interface Citable {
  readonly url: string;
  /** The publisher, or the host. */
  readonly label: string;
  /** What stands beside the address: titles and claims, in somebody's words. */
  readonly words: readonly string[];
}

/** What can be cited in one turn, by its mark without brackets. */
export type Citables = ReadonlyMap<string, Citable>;

const isAddressKey = (key: string): boolean => /url|link|href|homepage|website/i.test(key);

/** Without vowels, so that no mark is a word, and without digits, so that none is a figure. */
const LETTERS = "bcdfghjklmnpqrstvwxz";
const LENGTH = 5;

const letter = (byte: number): string => LETTERS[byte % LETTERS.length] ?? "";
const codeOf = (url: string): string =>
  [...createHash("sha256").update(url).digest().subarray(0, LENGTH)].map(letter).join("");

/** The address that stands under a key for addresses: one that a provider gave, not one in somebody's words. */
const addressOf = (key: string, value: string): string | undefined =>
  isAddressKey(key) && /^https?:\/\/\S+$/.test(value) && URL.canParse(value) ? new URL(value).href : undefined;

/** What a model reads instead of an address: "[n:kwqzt]". The same address always has the same. */
export function citationMark(key: string, value: string): string | undefined {
  const url = addressOf(key, value);
  return url === undefined ? undefined : `[n:${codeOf(url)}]`;
}

/** Everything in the facts that can be cited. */
export function citablesIn(facts: readonly unknown[]): Citables {
  const found = new Map<string, Citable>();
  const walk = (value: unknown, key: string, beside: Beside, depth: number): void => {
    if (depth > 12) return;
    if (typeof value === "string") {
      const url = addressOf(key, value);
      if (url === undefined || found.has(codeOf(url))) return;
      const { publisher = new URL(url).host.replace(/^www\./, ""), words } = beside;
      found.set(codeOf(url), { url, label: publisher, words });
    } else if (Array.isArray(value)) {
      for (const each of value) walk(each, key, beside, depth + 1);
    } else if (typeof value === "object" && value !== null) {
      const { publisher } = value as { readonly publisher?: unknown };
      const words = Object.values(value).filter((each) => typeof each === "string");
      const named = typeof publisher === "string" && publisher.trim() !== "" ? cleanLine(publisher, 40) : undefined;
      for (const [name, each] of Object.entries(value))
        walk(each, name, { ...beside, words, ...(named !== undefined && { publisher: named }) }, depth + 1);
    }
  };
  for (const each of facts) walk(each, "", { words: [] }, 0);
  return found;
}

/** Of the object that an address stands in. */
interface Beside {
  readonly publisher?: string;
  readonly words: readonly string[];
}

const QUOTED = /["“„«「『]([^"“”„«»「」『』\n]{8,300})["”“»」』]/g;

/** Words and figures alone: marks count where they stand in a figure. */
const plainWords = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[.,](?!\d)|[^\p{L}\p{N}.,%$€£¥+-]+/gu, " ")
    .replace(/ {2,}/g, " ")
    .trim();

/**
 * A sentence without what it quotes, of the same length: words in quotation marks that stand in an item which the sentence cites
 * are their writer's, figures and all. Words that are quoted without it, or otherwise, are the model's own.
 */
export function withoutQuotations(sentence: string, citables: Citables): string {
  const cited = [...sentence.matchAll(new RegExp(MARK, "g"))].flatMap(
    ([mark]) => citables.get(mark.slice(3, -1))?.words ?? [],
  );
  if (cited.length === 0) return sentence;
  const sources = cited.map(plainWords);
  return sentence.replace(QUOTED, (quoted, inside: string) =>
    sources.some((each) => ` ${each} `.includes(` ${plainWords(inside)} `)) ? " ".repeat(quoted.length) : quoted,
  );
}

const MARK = `\\[n:[a-z]{${LENGTH}}\\]`;
const MARKS = `${MARK}(?:[ \\t,;]*${MARK})*`;
/** Where a citation was that is none. */
const GONE = "\uE002";

/**
 * A model's text with its citations written alike, each in front of the stop that ends its sentence, and without those of
 * nothing that this turn's tools returned.
 */
export function settledCitations(text: string, citables: Citables): string {
  return (
    text
      .replaceAll(GONE, "")
      .replace(/[【［](?=\s*n:)([^\]】］\n]{0,120})[】］]/giu, "[$1]")
      // A link with a citation for its words or for its address.
      .replace(/\[\s*(n:[^\]\n]{0,120})\]\([^)\n]{0,400}\)/gi, "[$1]")
      .replace(/\[([^[\]\n]{0,200})\]\(\s*\[?\s*(n:[^\])\n]{0,120})\]?\s*\)/gi, "$1 [$2]")
      .replace(/\[\s*(n:[^\]\n]{0,120})\]/gi, (_, inside: string) => {
        const codes = inside.split(/[,;\s]+/).map((each) => each.replace(/^n:/i, "").toLowerCase());
        return codes.every((code) => citables.has(code)) ? codes.map((code) => `[n:${code}]`).join(" ") : GONE;
      })
      .replace(new RegExp(`[ \\t]{0,9}\\((?:[ \\t,;]{0,9}${GONE})+[ \\t,;]{0,9}\\)`, "g"), "")
      .replace(new RegExp(`${GONE}[ \\t]{0,9}[,;](?=[ \\t]{0,9}(?:\\[n:|${GONE}))`, "g"), GONE)
      .replace(new RegExp(`(?<=\\])[,;][ \\t]{0,9}(?=${GONE})`, "g"), "")
      .replace(new RegExp(`[ \\t]{0,9}${GONE}`, "g"), "")
      .replace(new RegExp(`([.!?。！？])[ \\t]{0,9}(${MARKS})[.]?`, "g"), " $2$1")
  );
}

/** A mark that was cut off at the end of a text. */
export const withoutHalfMark = (text: string): string => text.replace(/\[n:[a-z]{0,5}$/, "");

/** The citations of a text as links to what they cite, named by publisher or host. */
export function linkedCitations({ kind, spans }: TextBlock, citables: Citables): TextBlock {
  return { kind, spans: spans.flatMap((span) => linkedSpan(span, citables)) };
}

function linkedSpan(span: Span, citables: Citables): readonly Span[] {
  const { text, link } = span;
  if (link !== undefined) return [span];
  const parts: Span[] = [];
  let end = 0;
  for (const found of text.matchAll(
    new RegExp(`[ \\t]{0,9}(?:\\([ \\t]{0,9}(${MARKS})[ \\t]{0,9}\\)|(${MARKS}))`, "g"),
  )) {
    const cited = [...new Set((found[1] ?? found[2] ?? "").match(/[a-z]{5}/g))].flatMap(
      (code) => citables.get(code) ?? [],
    );
    const lead = text.slice(end, found.index);
    end = found.index + found[0].length;
    if (lead !== "") parts.push({ ...span, text: lead });
    cited.forEach(({ url, label }, index) =>
      parts.push({ text: index === 0 ? " (" : ", " }, { text: label, link: url }),
    );
    if (cited.length > 0) parts.push({ text: ")" });
  }
  return end === 0 ? [span] : [...parts, ...(end < text.length ? [{ ...span, text: text.slice(end) }] : [])];
}
