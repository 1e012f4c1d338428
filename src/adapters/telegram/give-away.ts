import { type Given, secretIn, secretWarning } from "../../core/pasted-secret.ts";
import type { Api } from "./api.ts";
import { TelegramFailure } from "./failure.ts";
import { targetOf } from "./post.ts";
import { placeOf } from "./receive.ts";
import type { Speaker } from "./speaker.ts";
import type { Message } from "./update.ts";

/**
 * What a message gives away, as far as it is for us to say something: a seed phrase wherever we read along; what only may be a
 * secret where we were spoken to.
 */
export function givenAway(message: Message | undefined, isForUs: boolean): Given | undefined {
  if (!message || message.via_bot || message.is_automatic_forward) return undefined;
  // Those who write as a group or a channel are people, too, behind an account that says it is a bot's.
  if (message.from?.is_bot && !message.sender_chat) return undefined;
  const given = secretIn(`${message.text ?? message.caption ?? ""}\n${message.document?.file_name ?? ""}`);
  return given === "phrase" || isForUs ? given : undefined;
}

/** Deletes a seed phrase where we have the right, and warns its writer. Nothing of the message is kept or logged. @throws TelegramFailure */
export async function warnOf(
  message: Message,
  given: Given,
  { api, speaker }: { readonly api: Api; readonly speaker: Speaker },
): Promise<void> {
  const place = placeOf(message);
  const isGone = given === "phrase" && (await isDeleted(api, place.chatId, message.message_id));
  const target = { ...targetOf(place), ...(place.isPublic && !isGone ? { replyTo: message.message_id } : {}) };
  const warning = secretWarning(given, isGone ? "deleted" : "left");
  await speaker.say(target, await speaker.rendered(warning, undefined));
}

/** Telegram lets bots delete what people write to them, and in groups what it may as an admin; to ask for more is not worth it. */
async function isDeleted(api: Api, chatId: string, messageId: number): Promise<boolean> {
  try {
    await api.call("deleteMessage", { chat_id: chatId, message_id: messageId }, { repeat: "always" });
    return true;
  } catch (error) {
    if (error instanceof TelegramFailure && error.kind !== "stopped") return false;
    throw error;
  }
}
