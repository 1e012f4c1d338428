import type { Place } from "../../core/call.ts";
import { cleanLine } from "../../core/clean.ts";
import type { AnyCommand } from "../../core/command.ts";
import type { Asked, Asker, Document, What } from "./asked.ts";
import type { Message, Update, User } from "./update.ts";

/** The bot's own account. */
export interface Self {
  readonly id: number;
  /** Without the @. */
  readonly username: string;
}

type Commands = ReadonlyMap<string, AnyCommand>;

/** Buttons reached by a link come as `/start ID`; `Desk.keep` says how ids look. */
const BUTTON_ID = /^[\w-]{22}$/;

/**
 * What an update asks of us, if anything: a command, words in a direct chat, words in a group that mention us or reply to us, a
 * press. Bots, edits, forwarded posts of a linked channel and other bots' commands ask nothing.
 */
export function receive(update: Update, self: Self, commands: Commands, now: number): Asked | undefined {
  const key = String(update.update_id);
  if (update.callback_query) return receivePress(update.callback_query, key, now);
  const { message } = update;
  if (!message || message.chat.type === "channel" || message.via_bot || message.is_automatic_forward) return undefined;
  const from = askerOf(message);
  const what = from && whatIn(message, self, commands);
  return what && { key, place: placeOf(message), askedAt: message.date * 1_000, from, what };
}

function receivePress(query: NonNullable<Update["callback_query"]>, key: string, now: number): Asked | undefined {
  const { message } = query;
  if (query.from.is_bot || query.data === undefined || !message) return undefined;
  const shape = message.photo ? "photo" : message.document ? "document" : "text";
  const what: What = {
    kind: "press",
    buttonId: query.data,
    queryId: query.id,
    ...(message.date === 0 ? {} : { on: { messageId: message.message_id, shape } }),
  };
  // Telegram does not say when a button was pressed.
  return { key, place: placeOf(message), askedAt: now, from: personOf(query.from), what };
}

/** The chat and topic of a message. */
export const placeOf = ({ chat, message_thread_id: topic, is_topic_message: inTopic }: Message): Place => ({
  platform: "telegram",
  chatId: String(chat.id),
  isPublic: chat.type !== "private",
  // In groups without topics a thread id marks a chain of replies, and sending it back is an error.
  ...(inTopic && topic !== undefined ? { topicId: String(topic) } : {}),
});

function personOf(user: User): Asker {
  const name = cleanLine(`${user.first_name} ${user.last_name}`, 64);
  return {
    accountId: String(user.id),
    as: "person",
    ...(name === "" ? {} : { name }),
    ...(user.language_code === undefined ? {} : { language: user.language_code }),
  };
}

/** Anonymous admins and channels write through shared service accounts, so that they go by the chat that they write as. */
function askerOf({ from, sender_chat: as, chat }: Message): Asker | undefined {
  if (as) return { accountId: String(as.id), as: as.id === chat.id ? "group" : "channel" };
  return !from || from.is_bot ? undefined : personOf(from);
}

function whatIn(message: Message, self: Self, commands: Commands): What | undefined {
  const isDirect = message.chat.type === "private";
  const { message_id: messageId } = message;
  const text = message.text ?? message.caption;
  const file = documentOf(message);
  if (text === undefined)
    // Voices and pictures get the desk's own word that there was no question; service messages get none.
    return isDirect && (message.photo || message.document || message.voice || message.sticker)
      ? { kind: "question", words: "", messageId, ...(file ? { file } : {}) }
      : undefined;
  // A forwarded text is somebody else's: words to ask about, never a command.
  if (message.forward_origin) return isDirect ? { kind: "question", words: text, messageId } : undefined;
  const { words, isMentioned } = withoutMention(message, text, self);
  const isAddressed = isDirect || isMentioned || repliesTo(message, self);
  const typed = readCommand(words);
  if (!typed) return isAddressed ? { kind: "question", words, messageId } : undefined;
  if (typed.bot !== undefined && typed.bot.toLowerCase() !== self.username.toLowerCase()) return undefined;
  if (isDirect && typed.word === "start" && BUTTON_ID.test(typed.line)) return { kind: "press", buttonId: typed.line };
  const known = resolve(typed, commands);
  if (known) return { kind: "command", ...known, messageId, ...(file ? { file } : {}) };
  // In a group it may be another bot's.
  return isAddressed || typed.bot !== undefined
    ? { kind: "command", name: typed.word, line: typed.line, messageId }
    : undefined;
}

/** The document that a message brings along or answers. */
function documentOf({ document, reply_to_message: reply }: Message): Document | undefined {
  const given = document ?? reply?.document;
  return given && { id: given.file_id, name: cleanLine(given.file_name, 100), size: given.file_size };
}

function withoutMention(message: Message, text: string, self: Self): { words: string; isMentioned: boolean } {
  const entities = message.text === undefined ? message.caption_entities : message.entities;
  const mentions = entities
    .filter(
      ({ type, offset, length, user }) =>
        (type === "text_mention" && user?.id === self.id) ||
        (type === "mention" && text.slice(offset, offset + length).toLowerCase() === `@${self.username.toLowerCase()}`),
    )
    .sort((a, b) => b.offset - a.offset);
  const words = mentions.reduce(
    (left, { offset, length }) => left.slice(0, offset) + left.slice(offset + length),
    text,
  );
  return { words: words.trim(), isMentioned: mentions.length > 0 };
}

/** In a topic every message "replies" to the one that opened it. */
const repliesTo = ({ reply_to_message: reply }: Message, self: Self): boolean =>
  reply !== undefined && reply.from?.id === self.id && !reply.forum_topic_created;

interface Typed {
  readonly word: string;
  readonly bot: string | undefined;
  readonly line: string;
}

function readCommand(words: string): Typed | undefined {
  const match = /^\/(?<word>\w{1,64})(?:@(?<bot>\w+))?(?:\s+(?<line>[^]*))?$/.exec(words);
  const { word, bot, line = "" } = match?.groups ?? {};
  return word === undefined ? undefined : { word: word.toLowerCase(), bot, line: line.trim() };
}

/** `/a b` and `/a_b` are the command "a b"; a short form is the command that has it. */
function resolve({ word, line }: Typed, commands: Commands): { name: string; line: string } | undefined {
  const [next = ""] = line.split(/\s/, 1);
  const longer = `${word} ${next.toLowerCase()}`;
  if (next !== "" && commands.has(longer)) return { name: longer, line: line.slice(next.length).trim() };
  const spelled = word.replaceAll("_", " ");
  const name = [word, spelled].find((each) => commands.has(each)) ?? byAlias(spelled, commands);
  return name === undefined ? undefined : { name, line };
}

const byAlias = (word: string, commands: Commands): string | undefined =>
  [...commands.values()].find(({ aliases }) => aliases?.includes(word))?.name;
