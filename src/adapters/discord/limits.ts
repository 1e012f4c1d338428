/*
 * Discord's numbers. Sources: "spec" is discord/discord-api-spec, specs/openapi.json (API v10, 2026-07-18); "docs" is
 * https://docs.discord.com/developers.
 */

/** Characters in all text displays of one message together; docs: components/reference. */
export const MESSAGE_TEXT = 4_000;
/** Components of one message, nested ones counted; docs: components/reference. */
export const MESSAGE_COMPONENTS = 40;
/** Attachments of one message; spec: MessageCreateRequest. */
export const MESSAGE_FILES = 10;
/** Bytes of one file where nobody has paid for more; docs: reference#uploading-files. */
export const FILE_BYTES = 10 * 1024 * 1024;
/** Bytes of an attachment that is read into memory. Ours: Discord takes 500 MB from those who pay. */
export const DOWNLOAD_BYTES = 32 * 1024 * 1024;
/** Characters of an attachment's description, the alternative text; spec: MessageAttachmentRequest. */
export const ALT_TEXT = 1_024;

/** Action rows that we put on one message, and buttons in each; docs: components/reference#action-row. */
export const ROWS = 5;
export const BUTTONS_PER_ROW = 5;
/** Spec: ButtonComponentForMessageRequest. */
export const BUTTON_LABEL = 80;
export const BUTTON_URL = 512;
/** Spec: StringSelectComponentForMessageRequest, StringSelectOptionForRequest. */
export const SELECT_OPTIONS = 25;
export const OPTION_LABEL = 100;
export const OPTION_DESCRIPTION = 100;
export const SELECT_PLACEHOLDER = 150;

/** Autocomplete: choices, and characters of a name or value; spec: ApplicationCommandOptionStringChoice. */
export const SUGGESTIONS = 25;
export const SUGGESTION_TEXT = 100;

/** Slash commands of an application; docs: interactions/application-commands. */
export const COMMANDS = 100;
export const COMMAND_OPTIONS = 25;
export const OPTION_CHOICES = 25;
export const COMMAND_NAME = 32;
export const COMMAND_DESCRIPTION = 100;
/** Characters of a command's names, descriptions and values together; docs: interactions/application-commands. */
export const COMMAND_TEXT = 8_000;

/** An interaction that has no first response after this dies; docs: interactions/receiving-and-responding. */
export const FIRST_RESPONSE_MS = 3_000;
/** Life of an interaction's token; same page. */
export const TOKEN_LIFE_MS = 15 * 60_000;
/** Characters of a nonce; spec: MessageCreateRequest. */
export const NONCE = 25;

/**
 * Ours: messages that one reply may take; the rest is attached as a file. It stays under the five follow-ups that an app has
 * where only the person has installed it; docs: interactions/receiving-and-responding.
 */
export const MESSAGES = 3;
/** How long a typing indicator lasts; docs: resources/channel#trigger-typing-indicator. */
export const TYPING_MS = 10_000;
