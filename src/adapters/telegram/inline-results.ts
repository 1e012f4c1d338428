import type { Draw } from "../../core/desk.ts";
import { cleanLine } from "../../core/clean.ts";
import { type ChartBlock, type Reply, text } from "../../core/reply.ts";
import { plainText } from "../../core/plain.ts";
import { CAPTION_LIMIT, INLINE_LINE, TEXT_LIMIT } from "./limits.ts";
import type { Pictures } from "./pictures.ts";
import { runsOf, splitRuns, type StyledText, toStyledText } from "./runs.ts";

/** One result of an inline query as Telegram takes it: InlineQueryResultArticle or InlineQueryResultPhoto. */
export interface InlineResult {
  readonly type: "article" | "photo";
  /** Unique within an answer, 1 to 64 bytes. */
  readonly id: string;
  readonly [field: string]: unknown;
}

export interface InlineParts {
  readonly draw: Draw;
  /** Our own name, without the @. */
  readonly username: string;
  /** Absent where Telegram cannot fetch anything from us. */
  readonly pictures?: Pictures;
  readonly onLoss: (error: unknown) => void;
}

/**
 * A reply as something that a person sends in their own name: words, source and age, and no buttons, since those are kept for
 * whoever asked.
 * @param words  what was typed, for getting in our chat what cannot be sent from here
 */
export async function toResult(
  reply: Reply,
  { id, words }: { readonly id: string; readonly words: string },
  parts: InlineParts,
): Promise<InlineResult> {
  const chart = reply.blocks.find((block) => block.kind === "chart");
  const photo = chart && (await photoFields(chart, parts));
  if (photo) {
    const { text: caption, entities } = styled(reply, CAPTION_LIMIT);
    return { type: "photo", id, ...shown(reply), ...photo, caption, caption_entities: entities };
  }
  return chart ? withoutPicture(reply, { id, words }, parts) : article(reply, id);
}

/** The same in words. What was drawn for it is not needed. */
export const asArticle = (result: InlineResult): InlineResult => {
  if (result.type === "article") return result;
  const { id, title, description, caption, caption_entities: entities } = result;
  return {
    type: "article",
    id,
    title,
    description,
    input_message_content: { message_text: caption, entities, link_preview_options: { is_disabled: true } },
  };
};

function article(reply: Reply, id: string): InlineResult {
  const { text: message_text, entities } = styled(reply, TEXT_LIMIT);
  return {
    type: "article",
    id,
    ...shown(reply),
    input_message_content: { message_text, entities, link_preview_options: { is_disabled: true } },
  };
}

function withoutPicture(reply: Reply, { id, words }: { id: string; words: string }, parts: InlineParts): InlineResult {
  const way = text(`For the picture write “${cleanLine(words, INLINE_LINE)}” to @${parts.username}.`);
  const keyboard = [[{ text: "Open our chat", url: `https://t.me/${parts.username}` }]];
  return {
    ...article({ ...reply, blocks: [...reply.blocks, way] }, id),
    reply_markup: { inline_keyboard: keyboard },
  };
}

async function photoFields({ chart }: ChartBlock, { draw, pictures, onLoss }: InlineParts) {
  if (!pictures) return undefined;
  try {
    const png = Buffer.from(await draw(chart));
    const url = pictures.publish(png);
    // Without their true ratio some clients show no result at all (pyTelegramBotAPI#103). PNG: width and height follow "IHDR".
    return {
      photo_url: url,
      thumbnail_url: url,
      photo_width: png.readUInt32BE(16),
      photo_height: png.readUInt32BE(20),
    };
  } catch (error) {
    onLoss(error);
    return undefined;
  }
}

/** What the list shows of a reply: its title, and the first line below it. */
function shown(reply: Reply): { readonly title: string; readonly description: string } {
  const lines = plainText(reply).split("\n");
  const [first = "", second = ""] = lines.map((line) => cleanLine(line, INLINE_LINE)).filter((line) => line !== "");
  return { title: first || "…", description: second };
}

const styled = (reply: Reply, limit: number): StyledText => {
  const { choices: _, ...rest } = reply;
  return toStyledText(splitRuns(runsOf(rest), limit)[0] ?? [{ text: "…" }]);
};
