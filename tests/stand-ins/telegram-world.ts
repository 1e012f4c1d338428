import type { MessageEntity } from "@grammyjs/types";

export interface Person {
  readonly id: number;
  readonly first_name: string;
  readonly last_name?: string;
  readonly username?: string;
  readonly language_code?: string;
  readonly is_bot: boolean;
}

export interface Group {
  readonly id: number;
  readonly type: "group" | "supergroup" | "channel";
  readonly title: string;
  readonly is_forum?: true;
}

interface Private {
  readonly id: number;
  readonly type: "private";
}

export type ChatRecord = Group | Private;

export interface ButtonRecord {
  readonly text: string;
  readonly callback_data?: string;
  readonly url?: string;
}

/** A message as it stands in a chat. */
export interface MessageRecord {
  readonly id: number;
  readonly chatId: number;
  readonly from: Person;
  /** Seconds. */
  readonly date: number;
  readonly shape: "text" | "photo" | "document";
  text: string;
  entities: readonly MessageEntity[];
  keyboard: readonly (readonly ButtonRecord[])[];
  file?: { readonly filename: string; readonly bytes: Buffer };
  /** Of a picture: by what it can be sent again. */
  readonly fileId?: string;
  readonly topicId?: number;
  readonly replyTo?: number;
  edits: number;
  isDeleted: boolean;
  readonly isSilent?: boolean;
  isPinned?: boolean;
}

/** An answer to a press, seen by the presser alone. */
export interface PressRecord {
  readonly id: string;
  readonly from: Person;
  readonly chatId: number;
  readonly isDead: boolean;
  answer?: { readonly text: string; readonly isAlert: boolean; readonly url: string | undefined };
}

/** What somebody has typed behind the bot's name, and what they were offered. */
export interface InlineRecord {
  readonly id: string;
  readonly from: Person;
  readonly query: string;
  answer?: {
    readonly results: readonly InlineOffer[];
    readonly cacheTime: number;
    readonly isPersonal: boolean;
    readonly button: string | undefined;
  };
}

export interface InlineOffer {
  readonly type: "article" | "photo";
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  readonly photo_url?: string;
  readonly photo_width?: number;
  readonly photo_height?: number;
  readonly caption?: string;
  readonly input_message_content?: { readonly message_text: string; readonly entities?: readonly MessageEntity[] };
  readonly reply_markup?: { readonly inline_keyboard: readonly (readonly ButtonRecord[])[] };
}

/** Bot commands and mentions in what a person types, as clients mark them. */
export function entitiesIn(text: string): MessageEntity[] {
  const command = /^\/\w+(?:@\w+)?/.exec(text)?.[0];
  return [
    ...(command === undefined ? [] : [{ type: "bot_command" as const, offset: 0, length: command.length }]),
    ...[...text.matchAll(/(?<!\w)@\w{2,32}/g)]
      .filter(({ index }) => index >= (command?.length ?? 0))
      .map((match) => ({ type: "mention" as const, offset: match.index, length: match[0].length })),
  ];
}

/** Names that a message of ours would notify: what the server finds in it outside of code and links. */
export const pingsIn = ({ text, entities }: Pick<MessageRecord, "text" | "entities">): string[] =>
  entitiesIn(text)
    .filter(({ type }) => type === "mention")
    .filter(
      ({ offset, length }) =>
        !entities.some(
          (each) =>
            (each.type === "code" || each.type === "pre" || each.type === "text_link") &&
            each.offset <= offset &&
            each.offset + each.length >= offset + length,
        ),
    )
    .map(({ offset, length }) => text.slice(offset, offset + length));
