import type { MessageEntity, Opts } from "@grammyjs/types";
import type { Body } from "./telegram-body.ts";

type Methods = Opts<unknown>;

const message = ["chat_id", "message_thread_id", "disable_notification", "reply_parameters", "reply_markup"] as const;

/** The methods that the desk may use and their parameters. `parse_mode` is not among them: the desk sends entities. */
const PARAMETERS = {
  getMe: [],
  getUpdates: ["offset", "limit", "timeout", "allowed_updates"],
  setWebhook: ["url", "secret_token", "allowed_updates", "drop_pending_updates", "max_connections"],
  deleteWebhook: ["drop_pending_updates"],
  getWebhookInfo: [],
  getMyCommands: ["scope", "language_code"],
  setMyCommands: ["commands", "scope", "language_code"],
  getMyName: ["language_code"],
  getFile: ["file_id"],
  getChat: ["chat_id"],
  leaveChat: ["chat_id"],
  getChatMember: ["chat_id", "user_id"],
  sendChatAction: ["chat_id", "message_thread_id", "action"],
  sendMessage: [...message, "text", "entities", "link_preview_options"],
  sendMessageDraft: ["chat_id", "message_thread_id", "draft_id", "text", "entities"],
  sendPhoto: [...message, "photo", "caption", "caption_entities"],
  sendDocument: [...message, "document", "caption", "caption_entities"],
  editMessageText: ["chat_id", "message_id", "text", "entities", "link_preview_options", "reply_markup"],
  editMessageMedia: ["chat_id", "message_id", "media", "reply_markup"],
  editMessageReplyMarkup: ["chat_id", "message_id", "reply_markup"],
  deleteMessage: ["chat_id", "message_id"],
  pinChatMessage: ["chat_id", "message_id", "disable_notification"],
  unpinChatMessage: ["chat_id", "message_id"],
  answerInlineQuery: ["inline_query_id", "results", "cache_time", "is_personal", "next_offset", "button"],
  answerCallbackQuery: ["callback_query_id", "text", "show_alert", "url", "cache_time"],
} as const satisfies { [Method in keyof Methods]?: readonly (keyof Methods[Method])[] };

export type Method = keyof typeof PARAMETERS;
export const isMethod = (name: string): name is Method => name in PARAMETERS;

type Values = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Everything in a request that Telegram would refuse, ignore or change, as sentences; empty when all is well. */
export function problemsIn(method: Method, { values, uploads, isMultipart }: Body, username: string): string[] {
  const problems: string[] = [];
  const known: readonly string[] = PARAMETERS[method];
  for (const name of [...Object.keys(values), ...uploads.keys()])
    if (!known.includes(name) && name !== "method" && !uploads.has(name))
      problems.push(`the parameter ${name} is not known`);
  if (isMultipart)
    for (const [name, value] of Object.entries(values))
      if (value === "[object Object]") problems.push(`${name} is an object without its content`);

  if ("text" in values && method !== "answerCallbackQuery")
    problems.push(...textProblems(values["text"], values["entities"], 4_096, method === "sendMessageDraft"));
  if ("caption" in values) problems.push(...textProblems(values["caption"], values["caption_entities"], 1_024));
  else if ("caption_entities" in values) problems.push("entities without a caption");
  if ("reply_markup" in values) problems.push(...keyboardProblems(values["reply_markup"]));
  if ("reply_parameters" in values) problems.push(...replyProblems(values["reply_parameters"]));
  if ("message_thread_id" in values && !Number.isInteger(Number(values["message_thread_id"])))
    problems.push("message_thread_id is not a number");
  problems.push(...methodProblems(method, { values, uploads, isMultipart }, username));
  return problems.map((problem) => `${method}: ${problem}`);
}

function methodProblems(method: Method, { values, uploads }: Body, username: string): string[] {
  switch (method) {
    case "sendMessage":
    case "editMessageText":
      return typeof values["text"] === "string" ? [] : ["there is no text"];
    case "sendMessageDraft":
      return Number(values["draft_id"]) === 0 || !Number.isInteger(values["draft_id"])
        ? ["draft_id has to be a number and not 0"]
        : [];
    case "sendPhoto":
      return typeof values["photo"] === "string" ? [] : photoProblems(uploads.get("photo")?.bytes);
    case "sendDocument": {
      const file = uploads.get("document");
      return !file || file.filename === "" || file.bytes.length === 0 ? ["there is no file"] : [];
    }
    case "editMessageMedia": {
      const media = values["media"];
      if (!isRecord(media) || typeof media["media"] !== "string") return ["there is no media"];
      const file = uploads.get(media["media"].replace("attach://", ""));
      return [
        ...(file ? [] : ["the media names a file that was not sent"]),
        ...(media["type"] === "photo" ? photoProblems(file?.bytes) : []),
        ...("caption" in media ? textProblems(media["caption"], media["caption_entities"], 1_024) : []),
      ];
    }
    case "sendChatAction":
      return values["action"] === "typing" ? [] : ["the action is not known"];
    case "answerCallbackQuery": {
      const { text = "", url } = values;
      const isOwnLink = url === undefined || String(url as string).startsWith(`https://t.me/${username}?start=`);
      return [
        ...(typeof text === "string" && [...text].length <= 200 ? [] : ["the text is longer than 200 characters"]),
        ...(isOwnLink ? [] : ["URL_INVALID"]),
      ];
    }
    case "answerInlineQuery":
      return inlineProblems(values);
    case "setMyCommands":
      return commandProblems(values["commands"]);
    case "getUpdates":
    case "setWebhook": {
      const kinds = values["allowed_updates"];
      return kinds === undefined || (Array.isArray(kinds) && kinds.every((kind) => typeof kind === "string"))
        ? []
        : ["allowed_updates is not a list of names"];
    }
    default:
      return [];
  }
}

/** Parameters of the two kinds of result that the desk sends (InlineQueryResultArticle, InlineQueryResultPhoto). */
const RESULT_FIELDS: Readonly<Record<string, readonly string[]>> = {
  article: ["type", "id", "title", "description", "input_message_content", "reply_markup"],
  photo: [
    "type",
    "id",
    "photo_url",
    "thumbnail_url",
    "photo_width",
    "photo_height",
    "title",
    "description",
    "caption",
    "caption_entities",
    "reply_markup",
  ],
};

function inlineProblems({ results, cache_time: cacheTime, button }: Values): string[] {
  if (!Array.isArray(results)) return ["the results are no list"];
  const list = results as Values[];
  const ids = list.map(({ id }) => id);
  return [
    ...(list.length > 50 ? ["RESULTS_TOO_MUCH"] : []),
    ...(new Set(ids).size < ids.length ? ["RESULT_ID_DUPLICATE"] : []),
    ...(cacheTime === undefined || (Number.isInteger(cacheTime) && Number(cacheTime) >= 0) ? [] : ["a bad cache_time"]),
    ...(button === undefined ? [] : inlineButtonProblems(button)),
    ...list.flatMap(resultProblems),
  ];
}

function inlineButtonProblems(button: unknown): string[] {
  if (!isRecord(button)) return ["the button is no object"];
  const { text, start_parameter: parameter, ...others } = button;
  return [
    ...Object.keys(others).map((name) => `the button's ${name} is not known`),
    ...(typeof text === "string" && text.trim() !== "" && text.length <= 64 ? [] : ["the button has no text"]),
    ...(/^[\w-]{1,64}$/.test(String(parameter as string)) ? [] : ["START_PARAM_INVALID"]),
  ];
}

function resultProblems(result: Values): string[] {
  const { type, id, title, reply_markup: markup } = result;
  const known = RESULT_FIELDS[String(type as string)];
  if (!known) return [`there is no result of type ${String(type as string)}`];
  const bytes = typeof id === "string" ? Buffer.byteLength(id) : 0;
  return [
    ...Object.keys(result)
      .filter((name) => !known.includes(name))
      .map((name) => `a result's ${name} is not known`),
    ...(bytes < 1 || bytes > 64 ? ["RESULT_ID_INVALID"] : []),
    ...(typeof title === "string" && title.trim() !== "" ? [] : ["ARTICLE_TITLE_EMPTY"]),
    ...(markup === undefined ? [] : keyboardProblems(markup)),
    ...(type === "article" ? contentProblems(result["input_message_content"]) : photoResultProblems(result)),
  ];
}

function contentProblems(content: unknown): string[] {
  if (!isRecord(content)) return ["MESSAGE_EMPTY"];
  const { message_text: text, entities, link_preview_options: _, ...others } = content;
  return [
    ...Object.keys(others).map((name) => `the content's ${name} is not known`),
    ...textProblems(text, entities, 4_096),
  ];
}

function photoResultProblems(result: Values): string[] {
  const { photo_url: photo, thumbnail_url: thumbnail, photo_width: width, photo_height: height } = result;
  // Telegram fetches them itself (tdlib/telegram-bot-api#446).
  const isPublic = (url: unknown): boolean =>
    typeof url === "string" && /^https?:\/\/[^/\s]+\.[^/\s]+\//.test(url) && !/^https?:\/\/(127\.|localhost)/.test(url);
  return [
    ...(isPublic(photo) ? [] : ["WEBDOCUMENT_URL_INVALID"]),
    ...(isPublic(thumbnail) ? [] : ["THUMB_URL_INVALID"]),
    ...([width, height].every((each) => Number.isInteger(each) && Number(each) > 0)
      ? []
      : ["a photo without its size"]),
    ...("caption" in result ? textProblems(result["caption"], result["caption_entities"], 1_024) : []),
  ];
}

function photoProblems(bytes: Buffer | undefined): string[] {
  if (!bytes || bytes.length === 0) return ["there is no picture"];
  return bytes.subarray(1, 4).toString("latin1") === "PNG" ? [] : ["the picture is not a PNG"];
}

const ENTITY_TYPES = new Set([
  "bold",
  "italic",
  "underline",
  "strikethrough",
  "spoiler",
  "blockquote",
  "code",
  "pre",
  "text_link",
]);
const ALONE = new Set(["code", "pre"]);

function textProblems(text: unknown, entities: unknown, limit: number, mayBeEmpty = false): string[] {
  if (typeof text !== "string") return ["the text is not a string"];
  const problems: string[] = [];
  if ([...text].length > limit) problems.push(`the text is longer than ${limit} characters`);
  if (!mayBeEmpty && !/[^\p{C}\p{Z}\s]/u.test(text)) problems.push("the text is empty");
  if (/\p{Cs}/u.test(text)) problems.push("the text holds half a surrogate pair");
  if (text !== text.trim()) problems.push("the text has blanks at its edges, which Telegram takes away");
  if (entities === undefined) return problems;
  if (!Array.isArray(entities)) return [...problems, "the entities are no list"];
  const list = entities as readonly MessageEntity[];
  if (list.length > 100) problems.push("there are more than 100 entities");
  for (const entity of list) problems.push(...entityProblems(entity, text));
  for (const [index, entity] of list.entries())
    for (const other of list.slice(index + 1))
      if (!fit(entity, other)) problems.push(`${entity.type} and ${other.type} cannot share text`);
  return problems;
}

function entityProblems(entity: MessageEntity, text: string): string[] {
  const { type, offset, length } = entity;
  const end = offset + length;
  const splits = (at: number): boolean =>
    /[\uD800-\uDBFF]/.test(text[at - 1] ?? "") && /[\uDC00-\uDFFF]/.test(text[at] ?? "");
  if (!ENTITY_TYPES.has(type)) return [`there is no entity ${type}`];
  if (!Number.isInteger(offset) || !Number.isInteger(length) || offset < 0 || length < 1 || end > text.length)
    return [`the ${type} from ${offset} of ${length} lies outside the text of ${text.length}`];
  if (splits(offset) || splits(end)) return [`the ${type} cuts a character`];
  if (type === "text_link" && !/^https?:\/\/[^/\s]+\.[^/\s]+/.test(entity.url)) return ["the link is not one"];
  return [];
}

/** Whether two entities may stand as they do: apart, or one within the other where neither is code. */
function fit(a: MessageEntity, b: MessageEntity): boolean {
  const [first, second] = a.offset <= b.offset ? [a, b] : [b, a];
  if (second.offset >= first.offset + first.length) return true;
  const isWithin =
    second.offset + second.length <= first.offset + first.length ||
    (a.offset === b.offset && second.length >= first.length);
  if (!isWithin) return false;
  const outer = a.length >= b.length ? a : b;
  return outer.type === "blockquote" || !(ALONE.has(a.type) || ALONE.has(b.type));
}

function keyboardProblems(markup: unknown): string[] {
  const rows = isRecord(markup) ? markup["inline_keyboard"] : undefined;
  if (!Array.isArray(rows) || rows.some((row) => !Array.isArray(row) || row.length === 0))
    return ["the keyboard has no shape"];
  const buttons = rows.flat() as Values[];
  return [
    ...(buttons.length > 100 ? ["there are more than 100 buttons"] : []),
    ...(rows.some((row) => (row as unknown[]).length > 8) ? ["a row holds more than 8 buttons"] : []),
    ...buttons.flatMap(buttonProblems),
  ];
}

function buttonProblems({ text, callback_data: data, url, ...others }: Values): string[] {
  const problems = Object.keys(others).map((name) => `a button's ${name} is not known`);
  if (typeof text !== "string" || text.trim() === "") problems.push("a button has no text");
  if ((data === undefined) === (url === undefined)) problems.push("a button needs exactly one thing to do");
  if (data !== undefined) {
    const bytes = Buffer.byteLength(String(data as string));
    if (bytes < 1 || bytes > 64) problems.push("BUTTON_DATA_INVALID");
  }
  if (url !== undefined && !/^https?:\/\/[^/\s]+\.[^/\s]+/.test(String(url as string)))
    problems.push(`inline keyboard button URL '${String(url as string)}' is invalid: Wrong HTTP URL`);
  return problems;
}

function replyProblems(parameters: unknown): string[] {
  if (!isRecord(parameters)) return ["reply_parameters is not an object"];
  return Number.isInteger(parameters["message_id"]) ? [] : ["reply_parameters names no message"];
}

function commandProblems(commands: unknown): string[] {
  if (!Array.isArray(commands)) return ["the commands are no list"];
  const list = commands as Values[];
  return [
    ...(list.length > 100 ? ["BOT_COMMANDS_TOO_MUCH"] : []),
    ...list.flatMap(({ command, description }) => [
      ...(/^[a-z0-9_]{1,32}$/.test(String(command as string)) ? [] : ["BOT_COMMAND_INVALID"]),
      ...(typeof description === "string" && description !== "" && description.length <= 256
        ? []
        : ["BOT_COMMAND_DESCRIPTION_INVALID"]),
    ]),
  ];
}
