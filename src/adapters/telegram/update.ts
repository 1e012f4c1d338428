import { z } from "zod";

/**
 * The kinds of update that we ask Telegram for; `chat_member` comes only where the bot is an administrator, `inline_query` only
 * where its operator has sent /setinline to BotFather.
 */
export const UPDATE_KINDS = ["message", "callback_query", "inline_query", "my_chat_member", "chat_member"] as const;

const chat = z.object({ id: z.number(), type: z.enum(["private", "group", "supergroup", "channel"]) });
const user = z.object({
  id: z.number(),
  is_bot: z.boolean().default(false),
  first_name: z.string().default(""),
  last_name: z.string().default(""),
  language_code: z.string().exactOptional(),
});
const entity = z.object({
  type: z.string(),
  offset: z.number(),
  length: z.number(),
  user: z.object({ id: z.number() }).optional(),
});
/** Only whether it is there matters. */
const present = z.unknown().optional();
const document = z.object({
  file_id: z.string(),
  file_name: z.string().default("file"),
  file_size: z.number().default(0),
});

const message = z.object({
  message_id: z.number(),
  /** Seconds. 0 on a message that is too old for the bot to see or to edit. */
  date: z.number(),
  chat,
  from: user.optional(),
  sender_chat: chat.optional(),
  via_bot: present,
  forward_origin: present,
  is_automatic_forward: z.boolean().default(false),
  message_thread_id: z.number().optional(),
  is_topic_message: z.boolean().default(false),
  text: z.string().optional(),
  entities: z.array(entity).default([]),
  caption: z.string().optional(),
  caption_entities: z.array(entity).default([]),
  reply_to_message: z
    .object({
      message_id: z.number(),
      from: z.object({ id: z.number() }).optional(),
      forum_topic_created: present,
      document: document.optional().catch(undefined),
    })
    .optional(),
  photo: present,
  // One that cannot be read must not take the whole update with it.
  document: document.optional().catch(undefined),
  voice: present,
  /** Of a group that became a supergroup: its new id. */
  migrate_to_chat_id: z.number().optional(),
  sticker: present,
});

const membership = z.object({
  chat,
  from: user,
  old_chat_member: z.object({ status: z.string() }).optional(),
  new_chat_member: z.object({ status: z.string(), user }),
});

const update = z.object({
  update_id: z.number(),
  message: message.optional(),
  callback_query: z
    .object({ id: z.string(), from: user, data: z.string().optional(), message: message.optional() })
    .optional(),
  inline_query: z.object({ id: z.string(), from: user, query: z.string() }).optional(),
  my_chat_member: membership.optional(),
  chat_member: membership.optional(),
});

export type Message = z.output<typeof message>;
export type Update = z.output<typeof update>;
export type InlineQuery = NonNullable<Update["inline_query"]>;
export type User = z.output<typeof user>;

/** The parts of an update that we read; the rest is left out. @returns undefined for what is not an update */
export function readUpdate(raw: unknown): Update | undefined {
  const parsed = update.safeParse(raw);
  return parsed.success ? parsed.data : undefined;
}

const numbered = z.object({ update_id: z.number() });

/** The id alone, for confirming what could not be read otherwise. */
export const updateIdOf = (raw: unknown): number | undefined => numbered.safeParse(raw).data?.update_id;

const sent = z.object({ from: z.object({ id: z.number() }).optional() }).optional();
const sending = z.object({ message: sent, callback_query: sent });

/** The account from which a message or press comes; undefined for all else. */
export function senderOf(raw: unknown): number | undefined {
  const { message, callback_query: press } = sending.safeParse(raw).data ?? {};
  return (message ?? press)?.from?.id;
}
