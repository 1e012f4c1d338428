import { TelegramError } from "telegraf";
import { z } from "zod";
import { isTlsFailure } from "../../core/tls-failure.ts";

/**
 * How a call ended that did not succeed.
 * `unsent`: it certainly did not happen. `unknown`: it may have happened. `limited`: too fast, wait. `gone`: the chat takes
 * nothing from us any more. `moved`: the group has a new id. `refused`: this request is wrong, others are not.
 */
export type FailureKind =
  | "unsent"
  | "unknown"
  | "limited"
  | "gone"
  | "moved"
  | "refused"
  | "conflict"
  | "unauthorized"
  | "stopped";

/** A call to Telegram failed. The message holds Telegram's own words or a system error code; never the token, which is part of every address. */
export class TelegramFailure extends Error {
  override readonly name = "TelegramFailure";
  readonly kind: FailureKind;
  /** Telegram's description, or a system error code. */
  readonly detail: string;
  /** Only for `limited`. */
  readonly afterMs: number;
  /** Only for `moved`. */
  readonly movedTo: string | undefined;

  constructor(method: string, kind: FailureKind, detail: string, more: { afterMs?: number; movedTo?: string } = {}) {
    super(`${method}: ${kind} (${detail})`);
    this.kind = kind;
    this.detail = detail;
    this.afterMs = more.afterMs ?? 0;
    this.movedTo = more.movedTo;
  }
}

/** An edit that changed nothing, which is what was wanted. */
export const isUnchanged = (failure: TelegramFailure): boolean => /message is not modified/i.test(failure.detail);

/** The press is too old to be answered, or belongs to a process before us and has been answered. */
export const isDeadQuery = (failure: TelegramFailure): boolean =>
  /query is too old|query id is invalid/i.test(failure.detail);

/** What was to be removed, pinned or unpinned is not there: somebody has done so already. */
export const isMissing = (failure: TelegramFailure): boolean =>
  failure.kind === "refused" && /message to (delete|pin|unpin) not found|MESSAGE_ID_INVALID/i.test(failure.detail);

/** The topic is closed for the time being; the chat itself is well. */
export const isClosedTopic = (failure: TelegramFailure): boolean => /TOPIC_CLOSED/.test(failure.detail);

/** The person or the group is no more: nobody can let us in. */
export const isDeleted = (failure: TelegramFailure): boolean =>
  /deactivated|chat was deleted|user not found|PEER_ID_INVALID/i.test(failure.detail);

/** We ended it ourselves while it ran, so that it may have happened. */
export const wasCutOff = (failure: TelegramFailure): boolean =>
  failure.kind === "stopped" && failure.detail === CUT_OFF;

/** The detail of what we ended ourselves while it ran. */
export const CUT_OFF = "while it ran";

/** The words or buttons of a message are what Telegram cannot take, so that plainer ones may pass. */
export const isAboutMarkup = (failure: TelegramFailure): boolean =>
  failure.kind === "refused" && /entit|button|url|keyboard|reply_markup/i.test(failure.detail);

/** The picture of a message is what Telegram cannot take. */
export const isAboutPicture = (failure: TelegramFailure): boolean =>
  failure.kind === "refused" && /PHOTO_|IMAGE_|photo/.test(failure.detail);

/** Telegram has no file of the id that was sent, or no longer. */
export const isAboutFileId = (failure: TelegramFailure): boolean =>
  failure.kind === "refused" && /file.?id|remote file|FILE_REFERENCE/i.test(failure.detail);

const GONE =
  /chat not found|user not found|PEER_ID_INVALID|group chat was deactivated|chat was deleted|CHAT_WRITE_FORBIDDEN|TOPIC_DELETED|message thread not found|rights to send text messages|have no rights to send a message|need administrator rights/i;

// Raised before the first byte of a request is written. ECONNRESET belongs here only while TLS is being set up.
const UNSENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENETDOWN",
  "EADDRNOTAVAIL",
]);
const UNSENT_TEXT = /connect ETIMEDOUT|before secure TLS connection was established/;

const parameters = z.object({
  retry_after: z.number().optional().catch(undefined),
  migrate_to_chat_id: z.number().optional(),
});

/** What an error of a call means, telegraf's or Node's. Its own messages may hold the token and are not passed on. */
export function toFailure(method: string, error: unknown): TelegramFailure {
  if (error instanceof TelegramFailure) return error;
  if (error instanceof TelegramError) return answered(method, error);
  const { code, name, message } = z
    .object({ code: z.string().default(""), name: z.string().default("Error"), message: z.string().default("") })
    .catch({ code: "", name: "Error", message: "" })
    .parse(error);
  const isUnsent = UNSENT.has(code) || isTlsFailure(code) || UNSENT_TEXT.test(message);
  return new TelegramFailure(method, isUnsent ? "unsent" : "unknown", code === "" ? name : code);
}

function answered(method: string, { code, description: words, parameters: raw }: TelegramError): TelegramFailure {
  // Typed as always there, which holds for Telegram but not for whatever else may answer in its place.
  const description = z.string().catch("").parse(words);
  const { retry_after: seconds, migrate_to_chat_id: movedTo } = parameters
    .catch({ retry_after: undefined })
    .parse(raw ?? {});
  const failure = (kind: FailureKind, more = {}): TelegramFailure =>
    new TelegramFailure(method, kind, `${code} ${description}`, more);
  if (movedTo !== undefined) return failure("moved", { movedTo: String(movedTo) });
  if (code === 429) return failure("limited", { afterMs: (seconds ?? 1) * 1_000 });
  // A token that is not even shaped like one is "Not Found"; an unknown method says so in more words.
  if (code === 401 || (code === 404 && description === "Not Found")) return failure("unauthorized");
  if (code === 409) return failure("conflict");
  if (code === 403 || GONE.test(description)) return failure("gone");
  return failure(code >= 500 ? "unknown" : "refused");
}
