import type { Span, TextBlock } from "./reply.ts";

const INLINE =
  /\*\*(?<bold>[^*\n]+)\*\*|`(?<code>[^`\n]+)`|(?<![\w*])[*_](?<italic>[^*_\n]+)[*_](?![\w*])|\[(?<label>[^\]\n]+)\]\((?<url>https?:\/\/[^\s)]+)\)/g;

/** Headings become bold lines and list marks become bullets, since no platform shows them alike. */
const lines = (markdown: string): string =>
  markdown
    .replace(/^#{1,6}\s+(.+)$/gm, "**$1**")
    .replace(/^(\s*)[-*+]\s+/gm, "$1• ")
    .replace(/^\s*```\w*\s*$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();

/** A model's Markdown as styled text: bold, italic, code and links; anything else stays as typed. */
export function markdown(source: string): TextBlock {
  const prepared = lines(source);
  const spans: Span[] = [];
  let end = 0;
  for (const match of prepared.matchAll(INLINE)) {
    if (match.index > end) spans.push({ text: prepared.slice(end, match.index) });
    const { bold, code, italic, label, url } = match.groups ?? {};
    if (bold !== undefined) spans.push({ text: bold, style: "bold" });
    else if (code !== undefined) spans.push({ text: code, style: "code" });
    else if (italic !== undefined) spans.push({ text: italic, style: "italic" });
    else if (label !== undefined && url !== undefined) spans.push({ text: label, link: url });
    end = match.index + match[0].length;
  }
  if (end < prepared.length) spans.push({ text: prepared.slice(end) });
  return { kind: "text", spans };
}
