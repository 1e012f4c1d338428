import type { Overheard } from "../../core/overhear.ts";
import { blanked, mentionedIn } from "../../core/mentioned.ts";
import { GROUP_AGE_MS } from "./limits.ts";
import type { Message } from "./update.ts";

/** What in a message is not its writer's own word to others, or is part of something longer. */
const HIDDEN: ReadonlySet<string> = new Set([
  "code",
  "pre",
  "blockquote",
  "expandable_blockquote",
  "url",
  "email",
  "text_link",
]);

/**
 * What people say to each other in a group and names an asset. Bots, other bots' inline results, anything forwarded, posts of
 * channels, commands and old messages are none of it; edits do not reach us.
 */
export function overheardIn(
  message: Message,
  place: Overheard["place"],
  now: number,
): (Overheard & { readonly messageId: number }) | undefined {
  const { chat, from, sender_chat: as } = message;
  const isGroup = chat.type === "group" || chat.type === "supergroup";
  const isPerson = as === undefined ? from?.is_bot === false : as.id === chat.id;
  const isForeign = message.via_bot || message.forward_origin || message.is_automatic_forward;
  if (!isGroup || !isPerson || isForeign || now - message.date * 1_000 > GROUP_AGE_MS) return undefined;
  const said = message.text ?? message.caption ?? "";
  if (said.startsWith("/")) return undefined;
  const entities = message.text === undefined ? message.caption_entities : message.entities;
  const text = blanked(
    said,
    entities.filter(({ type }) => HIDDEN.has(type)),
  );
  if (mentionedIn(text).length === 0) return undefined;
  const accountId = String(as?.id ?? from?.id ?? "");
  return { place, accountId, text, locale: from?.language_code ?? "en", messageId: message.message_id };
}
