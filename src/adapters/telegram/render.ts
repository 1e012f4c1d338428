import type { Draw } from "../../core/desk.ts";
import { type Block, type Button, type ChartBlock, type CommandButton, italic, type Reply } from "../../core/reply.ts";
import { cleanLine } from "../../core/clean.ts";
import { CAPTION_LIMIT, LABEL_LIMIT, MESSAGE_LIMIT, ROW_BUTTONS, ROW_WIDTH, TEXT_LIMIT } from "./limits.ts";
import {
  fileText,
  isLinkable,
  lengthOf,
  type Run,
  runsOf,
  splitRuns,
  type StyledText,
  toStyledText,
  wellFormed,
} from "./runs.ts";

type InlineButton = { readonly text: string } & ({ readonly callback_data: string } | { readonly url: string });
type Keyboard = readonly (readonly InlineButton[])[];

/** One message as it goes to Telegram; the text of a picture or file is its caption. */
export interface Outgoing extends StyledText {
  readonly shape: "text" | "photo" | "document";
  readonly file?: { readonly source: Buffer; readonly filename: string };
  /** The file as it was drawn: the same object for all who get the same picture. */
  readonly picture?: Uint8Array;
  readonly keyboard: Keyboard;
}

export interface RenderParts {
  /** Stores a button and gives what stands for it on the wire, at most 64 bytes. */
  readonly keep: (button: CommandButton) => Promise<string>;
  readonly draw: Draw;
  /** A chart that could not be drawn or a button that could not be kept: the rest of the reply is shown without it. */
  readonly onLoss: (error: unknown, what: "chart" | "button") => void;
}

type Chart = ChartBlock & { readonly png: Uint8Array };

/** A reply as messages, in the order in which they are sent: at most three with text, then its files. */
export async function render(reply: Reply, parts: RenderParts): Promise<readonly Outgoing[]> {
  const runs = runsOf(reply);
  const [charts, keyboard] = await Promise.all([drawn(reply.blocks, parts), keyboardOf(reply, parts)]);
  const files = reply.blocks.flatMap((block) => (block.kind === "file" ? [textFile(block.name, block.text)] : []));
  const packed = pack(runs, charts);
  const messages = packed.length + files.length === 0 ? [textMessage([{ text: "…" }])] : packed;
  const withButtons = Math.max(
    0,
    messages.findLastIndex(({ text }) => text !== ""),
  );
  return [...messages, ...files].map((message, index) => (index === withButtons ? { ...message, keyboard } : message));
}

function pack(runs: readonly Run[], charts: readonly Chart[]): readonly Outgoing[] {
  const [first, ...others] = charts;
  if (first && lengthOf(runs) <= CAPTION_LIMIT) return [photo(first, runs), ...others.map((chart) => photo(chart))];
  const texts = splitRuns(runs, TEXT_LIMIT);
  const room = MESSAGE_LIMIT - Math.min(1, charts.length);
  if (texts.length <= room) return [...texts.map(textMessage), ...charts.map((chart) => photo(chart))];
  const shown = texts.slice(0, room - 1);
  const rest = fileText(texts.slice(room - 1).flat());
  return [
    ...shown.map(textMessage),
    ...charts.map((chart) => photo(chart)),
    { ...textFile("answer.md", rest), ...toStyledText([{ text: "The rest of this answer is in the file." }]) },
  ];
}

const textMessage = (runs: readonly Run[]): Outgoing => ({ shape: "text", ...toStyledText(runs), keyboard: [] });

const textFile = (name: string, content: string): Outgoing => ({
  shape: "document",
  text: "",
  entities: [],
  file: {
    source: Buffer.from(content || "\n", "utf8"),
    filename: cleanLine(name, 60).replaceAll(/["/\\]/g, "_") || "file.txt",
  },
  keyboard: [],
});

const photo = ({ alt, png }: Chart, caption: readonly Run[] = [italic(alt)]): Outgoing => ({
  shape: "photo",
  ...toStyledText(splitRuns(caption, CAPTION_LIMIT)[0] ?? []),
  file: { source: Buffer.from(png.buffer, png.byteOffset, png.length), filename: "chart.png" },
  picture: png,
  keyboard: [],
});

async function drawn(blocks: readonly Block[], { draw, onLoss }: RenderParts): Promise<Chart[]> {
  const charts = blocks.filter((block) => block.kind === "chart");
  const attempts = charts.map(async (block): Promise<Chart[]> => {
    try {
      return [{ ...block, png: await draw(block.chart) }];
    } catch (error) {
      onLoss(error, "chart");
      return [];
    }
  });
  return (await Promise.all(attempts)).flat();
}

async function keyboardOf({ choices, buttons = [] }: Reply, parts: RenderParts): Promise<Keyboard> {
  const numbered = (choices?.options ?? []).map((option, index) => ({
    ...option,
    label: `${index + 1}. ${option.label}`,
  }));
  const made = await Promise.all([...numbered, ...buttons].map((button) => inlineButton(button, parts)));
  const rows: InlineButton[][] = [];
  for (const button of made.flat()) {
    const row = rows.at(-1);
    const width = [...(row ?? []), button].reduce((sum, { text }) => sum + text.length + 2, 0);
    if (row && row.length < ROW_BUTTONS && width <= ROW_WIDTH) row.push(button);
    else rows.push([button]);
  }
  return rows;
}

async function inlineButton(button: Button, { keep, onLoss }: RenderParts): Promise<InlineButton[]> {
  const text = wellFormed(cleanLine(button.label, LABEL_LIMIT)) || "…";
  if ("url" in button) return isLinkable(button.url) ? [{ text, url: button.url }] : [];
  try {
    return [{ text, callback_data: await keep(button) }];
  } catch (error) {
    onLoss(error, "button");
    return [];
  }
}
