import {
  type APIComponentInContainer,
  type APIMessageTopLevelComponent,
  ComponentType,
  type RawFile,
  type RESTAPIAttachment,
} from "discord.js";
import { cleanLine } from "../../core/clean.ts";
import type { Draw } from "../../core/desk.ts";
import type { Log } from "../../core/log.ts";
import { isEmpty, type Reply } from "../../core/reply.ts";
import { type KeepButton, type Row, toRows } from "./controls.ts";
import { MESSAGE_COMPONENTS, MESSAGE_FILES, MESSAGE_TEXT, MESSAGES } from "./limits.ts";
import { toMarkdown } from "./markdown.ts";
import { cutPiece, markupOf, type Piece, plainOf, type TextPiece, toPieces } from "./pieces.ts";

/** One message, without what depends on how it is sent: flags, nonce, reference. */
export interface Outgoing {
  readonly components: APIMessageTopLevelComponent[];
  readonly files: RawFile[];
  readonly attachments: RESTAPIAttachment[];
}

export interface RenderParts {
  readonly draw: Draw;
  readonly keep: KeepButton;
  readonly log: Log;
}

/** Where less is left than this, text goes on in the next message rather than being cut. */
const WORTH_CUTTING = 500;
/** Longest title and footer, in characters; both are single lines. */
const TITLE = 200;
const FOOTER = 300;
const REST_NOTE = "-# The rest is in the attached file.";
const REST_FILE = "rest.md";
/** Container, footer, note and file of the rest, and a role that is called. */
const FIXED_COMPONENTS = 5;
/** A mention of a role before the first part: "<@&", an id of up to 20 digits, ">", and a line's end. */
const ROLE = 25;

const isText = (piece: Piece): piece is TextPiece => piece.kind === "spans" || piece.kind === "fixed";

interface Room {
  readonly text: number;
  readonly components: number;
}

/** Fills messages in order, cutting text where one is full. @returns at most `MESSAGES`, and what did not fit */
function fill(pieces: readonly Piece[], room: Room): { messages: Piece[][]; rest: Piece[] } {
  const waiting = [...pieces];
  const messages: Piece[][] = [];
  while (waiting.length > 0 && messages.length < MESSAGES) {
    const message: Piece[] = [];
    let left = room.text;
    for (let piece = waiting[0]; piece !== undefined && message.length < room.components; piece = waiting[0]) {
      if (!isText(piece)) {
        // One attachment is kept free for the rest.
        if (message.filter((each) => !isText(each)).length >= MESSAGE_FILES - 1) break;
        message.push(piece);
        waiting.shift();
        continue;
      }
      const size = markupOf(piece).length + 1;
      if (size <= left) {
        message.push(piece);
        waiting.shift();
        left -= size;
        continue;
      }
      if (message.length > 0 && left < WORTH_CUTTING) break;
      const [head, tail] = cutPiece(piece, left - 1);
      message.push(head);
      waiting[0] = tail;
      break;
    }
    messages.push(message);
  }
  return { messages, rest: waiting };
}

/** Neighbouring texts become one display, so that blocks do not count against the limit of components. */
function toComponents(message: readonly Piece[]): APIComponentInContainer[] {
  const components: APIComponentInContainer[] = [];
  for (const piece of message) {
    const last = components.at(-1);
    if (piece.kind === "picture")
      components.push({
        type: ComponentType.MediaGallery,
        items: [{ media: { url: `attachment://${piece.file.name}` }, description: piece.alt || null }],
      });
    else if (piece.kind === "file")
      components.push({ type: ComponentType.File, file: { url: `attachment://${piece.file.name}` } });
    else if (last?.type === ComponentType.TextDisplay) last.content += `\n${markupOf(piece)}`;
    else components.push({ type: ComponentType.TextDisplay, content: markupOf(piece) });
  }
  return components;
}

/** Two files of one message must not share a name: components tell them apart by it. */
function renamed(pieces: readonly Piece[]): Piece[] {
  const names = new Set<string>();
  return pieces.map((piece) => {
    if (isText(piece)) return piece;
    let { name } = piece.file;
    for (let number = 2; names.has(name); number++) name = `${number}-${piece.file.name}`;
    names.add(name);
    return { ...piece, file: { ...piece.file, name } };
  });
}

const controlsSize = (rows: readonly Row[]): number => rows.reduce((sum, row) => sum + 1 + row.components.length, 0);

/**
 * A reply as Discord messages of components, none for an empty reply. A reply with a title is a card, any other is plain
 * text. At most three messages; what does not fit is attached as a file. Buttons stand under the last one.
 */
export async function render(reply: Reply, { draw, keep, log }: RenderParts): Promise<Outgoing[]> {
  if (isEmpty(reply)) return [];
  const title = cleanLine(reply.title ?? "", TITLE);
  const heading = title === "" ? [] : [`### ${toMarkdown([{ text: title }])}`];
  const foot = cleanLine(reply.footer ?? "", FOOTER);
  const footer = foot === "" ? [] : [`-# ${toMarkdown([{ text: foot }])}`];
  const [pieces, rows] = await Promise.all([toPieces(reply, draw, log), toRows(reply, keep)]);
  const { messages, rest } = fill(renamed(pieces), {
    text: MESSAGE_TEXT - ROLE - [...heading, ...footer, REST_NOTE].join("\n").length - 1,
    components: MESSAGE_COMPONENTS - FIXED_COMPONENTS - controlsSize(rows),
  });
  if (messages.length === 0) messages.push([]);
  if (!rest.every(isText)) log.warn({ files: rest.length }, "a reply had more files than Discord takes");
  const restText = rest.filter(isText).map(plainOf).join("\n\n");

  return messages.flatMap((message, index): Outgoing[] => {
    const isLast = index === messages.length - 1;
    const components = toComponents(message);
    const files = message.flatMap((piece) => (isText(piece) ? [] : [piece.file]));
    const alts = message.flatMap((piece) => (isText(piece) ? [] : [piece.kind === "picture" ? piece.alt : ""]));
    if (index === 0) addText(components, "before", heading);
    if (isLast && restText !== "") {
      addText(components, "after", [REST_NOTE]);
      files.push({ name: REST_FILE, data: Buffer.from(restText, "utf8"), contentType: "text/markdown; charset=utf-8" });
      components.push({ type: ComponentType.File, file: { url: `attachment://${REST_FILE}` } });
    }
    if (isLast) addText(components, "after", footer);
    if (isLast) components.push(...rows);
    if (components.length === 0) return [];
    return [
      {
        components: title === "" ? components : [{ type: ComponentType.Container, components }],
        files,
        attachments: files.map((file, at) => ({
          id: String(at),
          filename: file.name,
          ...(alts[at] ? { description: alts[at] } : {}),
        })),
      },
    ];
  });
}

/** What is being done, as one small line. */
export const statusLine = (line: string): Outgoing => ({
  components: [{ type: ComponentType.TextDisplay, content: `-# ${toMarkdown([{ text: cleanLine(line, FOOTER) }])}` }],
  files: [],
  attachments: [],
});

/** Adds lines to the text that is first or last, or as a text of their own where there is none. */
function addText(components: APIComponentInContainer[], where: "before" | "after", lines: readonly string[]): void {
  if (lines.length === 0) return;
  const neighbour = components.at(where === "before" ? 0 : -1);
  const added = lines.join("\n");
  if (neighbour?.type === ComponentType.TextDisplay)
    neighbour.content = where === "before" ? `${added}\n${neighbour.content}` : `${neighbour.content}\n${added}`;
  else if (where === "before") components.unshift({ type: ComponentType.TextDisplay, content: added });
  else components.push({ type: ComponentType.TextDisplay, content: added });
}
