import { z } from "zod";
import type { Place } from "../../core/call.ts";
import type { Api, CallOptions, Payload } from "./api.ts";
import { isAboutFileId, isAboutMarkup, isAboutPicture, isUnchanged, toFailure } from "./failure.ts";
import type { Outgoing } from "./render.ts";

/** Where a message goes: a chat, its topic, and the message it answers. */
export interface Target {
  readonly chatId: string;
  readonly topicId?: string;
  readonly replyTo?: number;
  /** Nobody's device makes a sound. */
  readonly isSilent?: boolean;
}

/** The chat and topic of a place. */
export const targetOf = ({ chatId, topicId }: Place): Target => ({
  chatId,
  ...(topicId === undefined ? {} : { topicId }),
});

/** The parameters that name a target. */
export const targetPayload = ({ chatId, topicId, replyTo, isSilent }: Target): Payload => ({
  chat_id: chatId,
  ...(topicId === undefined ? {} : { message_thread_id: Number(topicId) }),
  // What was answered may have been deleted meanwhile; the answer is sent all the same.
  ...(replyTo === undefined ? {} : { reply_parameters: { message_id: replyTo, allow_sending_without_reply: true } }),
  ...(isSilent === true ? { disable_notification: true } : {}),
});

const sent = z.object({
  message_id: z.number(),
  // Sizes of one picture, the largest last; an id of any is good for the whole.
  photo: z
    .array(z.object({ file_id: z.string() }))
    .catch([])
    .default([]),
});
/** It is there, whatever the answer looks like. */
const sentSomehow = sent.catch({ message_id: 0, photo: [] });

const keyboardPayload = ({ keyboard }: Outgoing): Payload =>
  keyboard.length === 0 ? {} : { reply_markup: { inline_keyboard: keyboard } };

const captionPayload = ({ text, entities }: Outgoing): Payload =>
  text === "" ? {} : { caption: text, caption_entities: entities };

const textPayload = ({ text, entities }: Outgoing): Payload => ({
  text,
  entities,
  link_preview_options: { is_disabled: true },
});

/** Without anything that Telegram could find wrong but the words themselves. */
const bare = (message: Outgoing): Outgoing => ({
  ...message,
  entities: [],
  keyboard: message.keyboard
    .map((row) => row.filter((button) => "callback_data" in button))
    .filter((row) => row.length > 0),
});

/**
 * Sends one message; again in plain words when Telegram will not have its looks, and without a picture that it cannot use.
 * @returns its id
 * @throws TelegramFailure
 */
export async function post(api: Api, target: Target, message: Outgoing, options: CallOptions = {}): Promise<number> {
  const send = async (shown: Outgoing): Promise<number> => {
    const where = { ...targetPayload(target), ...keyboardPayload(shown) };
    const answer =
      shown.shape === "text"
        ? await api.call("sendMessage", { ...where, ...textPayload(shown) }, options)
        : shown.shape === "photo"
          ? await sendPhoto(api, { ...where, ...captionPayload(shown) }, shown, options)
          : await api.call("sendDocument", { ...where, ...captionPayload(shown), document: shown.file }, options);
    return sentSomehow.parse(answer).message_id;
  };
  try {
    return await plainer(message, send);
  } catch (error) {
    if (message.shape !== "photo" || !isAboutPicture(toFailure("sendPhoto", error))) throw error;
    return await post(api, target, { ...message, shape: "text" }, options);
  }
}

/** Sends a picture's bytes once; whoever gets the same one afterwards gets it by its id, which is a hundredth of the work. */
async function sendPhoto(
  api: Api,
  payload: Payload,
  { file, picture }: Outgoing,
  options: CallOptions,
): Promise<unknown> {
  const known = picture && api.sentPictures.get(picture);
  if (known !== undefined) {
    try {
      return await api.call("sendPhoto", { ...payload, photo: known }, options);
    } catch (error) {
      if (!isAboutFileId(toFailure("sendPhoto", error))) throw error;
      api.sentPictures.delete(picture as Uint8Array);
    }
  }
  const answer = await api.call("sendPhoto", { ...payload, photo: file }, options);
  const id = sent.safeParse(answer).data?.photo.at(-1)?.file_id;
  if (picture && id !== undefined) api.sentPictures.set(picture, id);
  return answer;
}

/** Changes a message of the same shape. An edit that changes nothing is well. @throws TelegramFailure */
export async function edit(api: Api, chatId: string, messageId: number, message: Outgoing): Promise<void> {
  const send = async (shown: Outgoing): Promise<void> => {
    const where = { chat_id: chatId, message_id: messageId, ...keyboardPayload(shown) };
    try {
      if (shown.shape === "text")
        await api.call("editMessageText", { ...where, ...textPayload(shown) }, { repeat: "always" });
      else {
        const media = { type: shown.shape, media: shown.file, ...captionPayload(shown) };
        await api.call("editMessageMedia", { ...where, media }, { repeat: "always" });
      }
    } catch (error) {
      if (!isUnchanged(toFailure("edit", error))) throw error;
    }
  };
  await plainer(message, send);
}

async function plainer<Result>(message: Outgoing, send: (message: Outgoing) => Promise<Result>): Promise<Result> {
  try {
    return await send(message);
  } catch (error) {
    if (!isAboutMarkup(toFailure("send", error))) throw error;
    return await send(bare(message));
  }
}

/** Removes a message if it is still there. */
export async function remove(api: Api, chatId: string, messageId: number): Promise<void> {
  try {
    await api.call("deleteMessage", { chat_id: chatId, message_id: messageId }, { repeat: "always" });
  } catch (error) {
    if (toFailure("deleteMessage", error).kind === "stopped") throw error;
    // Gone already, or older than the 48 h that Telegram gives: then it stays.
  }
}
