import { type Block, italic, type Reply, type Span } from "../../core/reply.ts";
import { splitSpans } from "../../core/split.ts";
import { tableText } from "../../core/table.ts";
import { ENTITIES_LIMIT } from "./limits.ts";

/** A stretch of a message with one look; `pre` is a block in a fixed-width font. */
export interface Run extends Span {
  readonly pre?: true;
}

/** Telegram's MessageEntity, as far as we send it. Offsets and lengths are UTF-16 units. */
interface Entity {
  readonly type: "bold" | "italic" | "code" | "pre" | "blockquote" | "text_link";
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
}

export interface StyledText {
  readonly text: string;
  readonly entities: readonly Entity[];
}

// What a server takes for a mention, and rather more. A mention in plain text notifies; in a fixed-width font it is only text.
const MENTION = /(?<![A-Za-z0-9_])@\w{2,}/g;

const TYPES = { bold: "bold", italic: "italic", code: "code", quote: "blockquote" } as const;

/** An address that Telegram takes: http or https, with a dot in the host. */
export function isLinkable(url: string): boolean {
  if (!URL.canParse(url) || url.length > 2_048) return false;
  const { protocol, hostname } = new URL(url);
  return /^https?:$/.test(protocol) && hostname.includes(".");
}

/** All that a reply says in words, in order; charts by what they say in words. */
export function runsOf({ title, blocks, footer, choices }: Reply): readonly Run[] {
  const sections: { readonly kind: string; readonly runs: readonly Run[] }[] = [];
  if (title !== undefined) sections.push({ kind: "title", runs: [{ text: title, style: "bold" }] });
  for (const block of blocks) if (block.kind !== "file") sections.push({ kind: block.kind, runs: blockRuns(block) });
  if (choices) {
    const lines = choices.options.map(
      ({ label, description }, index) => `${index + 1}. ${label}${description === undefined ? "" : `: ${description}`}`,
    );
    sections.push({ kind: "text", runs: [{ text: [choices.prompt, ...lines].join("\n") }] });
  }
  if (footer !== undefined) sections.push({ kind: "footer", runs: [italic(footer)] });
  return sections
    .filter(({ runs }) => runs.some(({ text }) => text !== ""))
    .flatMap(({ kind, runs }, index, all) => {
      const between = kind === "text" && all[index - 1]?.kind === "text" ? "\n\n" : "\n";
      return index === 0 ? runs : [{ text: between }, ...runs];
    });
}

function blockRuns(block: Exclude<Block, { kind: "file" }>): readonly Run[] {
  switch (block.kind) {
    case "text":
      return block.spans;
    case "fields":
      return [{ text: block.fields.map(({ label, value }) => `${label}: ${value}`).join("\n") }];
    case "table":
      return [{ text: tableText(block), pre: true }];
    case "chart":
      return [italic(block.alt)];
  }
  return block satisfies never;
}

/** Cut into parts of at most `limit` characters, none of them without anything to see: Telegram refuses such a text. */
export const splitRuns = (runs: readonly Run[], limit: number): readonly (readonly Run[])[] =>
  splitSpans(runs, limit).filter((part) => /[^\p{C}\p{Z}\s]/u.test(plainText(part)));

/** Without blanks at the edges. Telegram drops them too, but would move the entities. */
function trimmed(runs: readonly Run[]): readonly Run[] {
  const first = runs.findIndex(({ text }) => text.trim() !== "");
  const last = runs.findLastIndex(({ text }) => text.trim() !== "");
  return runs.slice(first, last + 1).map((run, index, all) => {
    const text = index === 0 ? run.text.trimStart() : run.text;
    return { ...run, text: index === all.length - 1 ? text.trimEnd() : text };
  });
}

export const lengthOf = (runs: readonly Run[]): number => runs.reduce((sum, { text }) => sum + text.length, 0);

const plainText = (runs: readonly Run[]): string => runs.map(({ text }) => text).join("");

/** Half a surrogate pair cannot be sent: Telegram refuses the whole call. */
export const wellFormed = (text: string): string => text.replaceAll(/\p{Cs}/gu, "\uFFFD");

/** The same as Markdown for a file, where a table keeps its shape. */
export const fileText = (runs: readonly Run[]): string =>
  wellFormed(runs.map(({ text, pre }) => (pre ? `\n\`\`\`\n${text}\n\`\`\`\n` : text)).join("")).trim();

/** Text and entities. Nothing in the text can become markup; nothing in it notifies anybody. */
export function toStyledText(untrimmed: readonly Run[]): StyledText {
  const runs = trimmed(untrimmed);
  const text = wellFormed(plainText(runs));
  let end = 0;
  const styled = runs.flatMap((run) => {
    const offset = end;
    end += run.text.length;
    return entitiesOf(run, offset);
  });
  // Looked for in the whole text: a name may begin in one run and end in the next.
  const mentions = [...text.matchAll(MENTION)]
    .map((match) => ({ offset: match.index, length: match[0].length }))
    .filter((mention) => !styled.some((entity) => QUIET.has(entity.type) && holds(entity, mention)));
  const entities = [
    ...styled.flatMap((entity) => around(entity, mentions)),
    ...mentions.map((mention) => ({ type: "code" as const, ...mention })),
  ];
  // Telegram ignores what is over the limit, and a name left without its code would notify somebody.
  return entities.length <= ENTITIES_LIMIT
    ? { text, entities }
    : { text, entities: [{ type: "code", offset: 0, length: text.length }] };
}

/** In these a name is only text. */
const QUIET: ReadonlySet<string> = new Set(["code", "pre", "text_link"]);

type Stretch = Pick<Entity, "offset" | "length">;

const holds = (outer: Stretch, inner: Stretch): boolean =>
  outer.offset <= inner.offset && outer.offset + outer.length >= inner.offset + inner.length;

function entitiesOf({ text, style, link, pre }: Run, offset: number): Entity[] {
  const whole = { offset, length: text.length };
  if (text.trim() === "") return [];
  if (pre) return [{ type: "pre", ...whole }];
  if (style === "code") return [{ type: "code", ...whole }];
  return [
    ...(style === undefined ? [] : [{ type: TYPES[style], ...whole }]),
    ...(link !== undefined && isLinkable(link) ? [{ type: "text_link" as const, ...whole, url: link }] : []),
  ];
}

/** An entity with a gap for each mention, since code stands alone; only in a quotation it may be. */
function around(entity: Entity, mentions: readonly Stretch[]): Entity[] {
  const end = entity.offset + entity.length;
  const gaps = mentions.filter(
    (mention) =>
      mention.offset < end &&
      mention.offset + mention.length > entity.offset &&
      !(entity.type === "blockquote" && holds(entity, mention)),
  );
  const starts = [entity.offset, ...gaps.map((gap) => gap.offset + gap.length)];
  const ends = [...gaps.map(({ offset }) => offset), end];
  return starts
    .map((offset, index) => ({ ...entity, offset, length: (ends[index] ?? end) - offset }))
    .filter(({ length }) => length > 0);
}
