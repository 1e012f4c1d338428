import type { RawFile } from "discord.js";
import { cleanLine } from "../../core/clean.ts";
import type { Draw } from "../../core/desk.ts";
import type { Log } from "../../core/log.ts";
import { type Block, type ChartBlock, type FileBlock, type Reply, rich, type Span } from "../../core/reply.ts";
import { splitSpans, splitText } from "../../core/split.ts";
import { tableText } from "../../core/table.ts";
import { ALT_TEXT, FILE_BYTES } from "./limits.ts";
import { toCodeBlock, toMarkdown } from "./markdown.ts";

/** Text that can be cut where a message is full. */
export type TextPiece =
  | { readonly kind: "spans"; readonly spans: readonly Span[] }
  | { readonly kind: "fixed"; readonly text: string };

/** A part of a reply that has a place of its own in a message. */
export type Piece =
  | TextPiece
  | { readonly kind: "picture"; readonly file: RawFile; readonly alt: string }
  | { readonly kind: "file"; readonly file: RawFile };

/** As Discord reads it; what counts against the limit. */
export const markupOf = (piece: TextPiece): string =>
  piece.kind === "spans" ? toMarkdown(piece.spans) : toCodeBlock(piece.text);

/** As a plain file carries it. */
export const plainOf = (piece: TextPiece): string =>
  piece.kind === "spans" ? piece.spans.map(({ text }) => text).join("") : piece.text;

function cutAt(piece: TextPiece, length: number): [head: TextPiece, tail: TextPiece] {
  if (piece.kind === "fixed") {
    const [head = "", ...rest] = splitText(piece.text, length);
    return [
      { kind: "fixed", text: head.replace(/\n$/, "") },
      { kind: "fixed", text: rest.join("") },
    ];
  }
  const [head = [], ...rest] = splitSpans(piece.spans, length);
  return [
    { kind: "spans", spans: head },
    { kind: "spans", spans: rest.flat() },
  ];
}

/** Cuts off as much as fits `room` characters of markup, at paragraph, line or word where it can. @param room  at least 16 */
export function cutPiece(piece: TextPiece, room: number): [head: TextPiece, tail: TextPiece] {
  let length = room;
  for (;;) {
    const [head, tail] = cutAt(piece, Math.max(2, length));
    const size = markupOf(head).length;
    if (size <= room || length <= 2) return [head, tail];
    length = Math.min(length - 1, Math.floor((length * room) / size));
  }
}

/** Draws a chart; where that fails its words stand in for it. */
async function toPicture(block: ChartBlock, number: number, draw: Draw, log: Log): Promise<Piece> {
  const alt = cleanLine(block.alt, ALT_TEXT);
  try {
    const data = await draw(block.chart);
    return { kind: "picture", alt, file: { name: `chart-${number}.png`, data, contentType: "image/png" } };
  } catch (error) {
    log.warn({ error: error instanceof Error ? error.name : "unknown" }, "a chart could not be drawn");
    return { kind: "spans", spans: rich(alt).spans };
  }
}

function toFile(block: FileBlock): Piece {
  const data = Buffer.from(block.text, "utf8");
  // A component names its file by this, so nothing but plain characters may be in it.
  const name = block.name.replace(/[^\w.-]+/g, "-").slice(-100) || "file.txt";
  return data.length <= FILE_BYTES
    ? { kind: "file", file: { name, data, contentType: "text/plain; charset=utf-8" } }
    : { kind: "spans", spans: rich(`${name} is too large for Discord.`).spans };
}

const LINE_END: Span = { text: "\n" };

async function toPiece(block: Block, index: number, draw: Draw, log: Log): Promise<Piece> {
  switch (block.kind) {
    case "text":
      return { kind: "spans", spans: block.spans };
    case "fields": {
      const lines = block.fields.map(({ label, value }): Span[] => [
        { text: `${label}:`, style: "bold" },
        { text: ` ${value}` },
      ]);
      return { kind: "spans", spans: lines.flatMap((line, at) => (at === 0 ? line : [LINE_END, ...line])) };
    }
    case "table":
      return { kind: "fixed", text: tableText(block) };
    case "chart":
      return await toPicture(block, index, draw, log);
    case "file":
      return toFile(block);
  }
  return block satisfies never;
}

const isSilent = (piece: Piece): boolean =>
  (piece.kind === "spans" || piece.kind === "fixed") && plainOf(piece).trim() === "";

/** What a reply's blocks become, in order; blank ones are left out. A choice without other words is introduced by its prompt. */
export async function toPieces(reply: Reply, draw: Draw, log: Log): Promise<Piece[]> {
  const pieces = await Promise.all(reply.blocks.map((block, index) => toPiece(block, index + 1, draw, log)));
  const said = pieces.filter((piece) => !isSilent(piece));
  const prompt = reply.choices?.prompt.trim() ?? "";
  const isIntroduced = said.length > 0 || reply.title !== undefined || prompt === "";
  return isIntroduced ? said : [{ kind: "spans", spans: rich(prompt).spans }];
}
