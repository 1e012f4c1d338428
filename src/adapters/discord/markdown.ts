import type { Span } from "../../core/reply.ts";

// A backslash takes the meaning from any punctuation. A colon means something in front of "//" (a bare address becomes a
// link, a masked one a trap) and around an emoji's name; "<" opens every mention, "@" the two that need no bracket.
const MARKUP = /[\\*_~|`[\]<@]|:(?=\/\/|[\w+-]+:)/g;
const LINE_MARKUP = /^([ \t]*)([#>+-])/gm;
const NUMBERED = /^([ \t]*\d+)([.)])/gm;

/** Text that Discord shows character for character. @param isLineStart  whether it begins a line, where more is markup */
function escaped(text: string, isLineStart: boolean): string {
  const inline = text.replace(MARKUP, "\\$&");
  // What stands before the first line break is not at a line's start, so a mark is put there while lines are looked at.
  const shielded = isLineStart ? inline : `\u0000${inline}`;
  return shielded.replace(LINE_MARKUP, "$1\\$2").replace(NUMBERED, "$1\\$2").replace("\u0000", "");
}

/** Http and https addresses as Discord takes them in a masked link, anything else as undefined. */
export function safeUrl(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol !== "https:" && url.protocol !== "http:") return undefined;
  return url.href.replaceAll("(", "%28").replaceAll(")", "%29");
}

/**
 * A style goes around the words, not the blanks at their edges: Discord shows the marks themselves otherwise. What is inside
 * is read anew, as if it began a line.
 */
function around(mark: string, text: string): string {
  const [, before = "", words = "", after = ""] = /^(\s*)([^]*?)(\s*)$/.exec(text) ?? [];
  return words === "" ? text : `${before}${mark}${escaped(words, true)}${mark}${after}`;
}

/** Inline code takes no escapes: what could end it early is shown as plain text. */
const code = (text: string, isLineStart: boolean): string =>
  text.trim() === "" || text.includes("\n") || text.includes("``")
    ? escaped(text, isLineStart)
    : text.includes("`")
      ? `\`\` ${text} \`\``
      : `\`${text}\``;

function styled({ text, style }: Span, isLineStart: boolean): string {
  switch (style) {
    case undefined:
      return escaped(text, isLineStart);
    case "bold":
      return around("**", text);
    case "italic":
      return around("*", text);
    case "code":
      return code(text, isLineStart);
    case "quote": {
      const lines = text.trim().split("\n");
      return `${isLineStart ? "" : "\n"}${lines.map((line) => `> ${escaped(line, true)}`).join("\n")}\n`;
    }
  }
  return style satisfies never;
}

function linked(span: Span, isLineStart: boolean): string {
  const url = span.link === undefined ? undefined : safeUrl(span.link);
  if (url === undefined) return styled(span, isLineStart);
  // Discord refuses to mask an address behind another: then both are shown.
  if (span.text.includes("://"))
    return span.text === span.link ? `<${url}>` : `${styled(span, isLineStart)} (<${url}>)`;
  return span.text.trim() === "" ? "" : `[${styled(span, true)}](${url})`;
}

/** Styled text as Discord's Markdown. Nothing in the spans' text becomes markup, a mention, an emoji or a link. */
export function toMarkdown(spans: readonly Span[]): string {
  let out = "";
  for (const span of spans) {
    const next = linked(span, out === "" || out.endsWith("\n"));
    // Two styled spans side by side would run their marks together.
    const last = out.at(-1);
    out += (last === "*" || last === "`") && next.startsWith(last) ? `\u200B${next}` : next;
  }
  return out;
}

/** Text in a block of fixed width. */
export const toCodeBlock = (text: string): string => `\`\`\`\n${text.replace(/`(?=``)/g, "`\u200B")}\n\`\`\``;
