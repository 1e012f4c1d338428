import { DiscordAPIError, HTTPError, RateLimitError } from "discord.js";
import { isTlsFailure } from "../../core/tls-failure.ts";

/**
 * How a request to Discord ended badly. `unreachable`: it was never sent. `unknown`: it may have been carried out.
 * `fault`: nothing of Discord's, our own code threw.
 */
export type Failure =
  | { readonly kind: "refused"; readonly status: number; readonly code: number; readonly why: string }
  | { readonly kind: "limited"; readonly afterMs: number; readonly scope: "place" | "platform"; readonly why: string }
  | { readonly kind: "broken"; readonly status: number; readonly why: string }
  | { readonly kind: "unreachable"; readonly why: string }
  | { readonly kind: "unknown"; readonly why: string }
  | { readonly kind: "fault"; readonly why: string };

/** Discord's error codes that we act upon; docs: topics/opcodes-and-status-codes#json. */
export const CODES = {
  unknownChannel: 10_003,
  unknownMessage: 10_008,
  unknownUser: 10_013,
  unknownWebhook: 10_015,
  unknownInteraction: 10_062,
  alreadyAnswered: 40_060,
  alreadyCrossposted: 40_033,
  threadLocked: 160_005,
  threadArchived: 50_083,
  missingAccess: 50_001,
  cannotMessageUser: 50_007,
  noMutualGuilds: 50_278,
  openingDirectTooFast: 40_003,
  missingPermissions: 50_013,
  invalidToken: 50_027,
} as const;

const NEVER_SENT = new Set([
  "ENOTFOUND",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** Undici hides the network's own code in the cause, or in the errors of an AggregateError. */
function codeOf(error: Error): string | undefined {
  if ("code" in error && typeof error.code === "string") return error.code;
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return codeOf(error.errors[0]);
  return error.cause instanceof Error ? codeOf(error.cause) : undefined;
}

/** What went wrong, without address, token or text: discord.js keeps all three in its errors, so those are never logged. */
export function failureOf(error: unknown): Failure {
  if (error instanceof RateLimitError)
    return {
      kind: "limited",
      afterMs: Math.max(error.retryAfter, error.timeToReset),
      scope: error.global ? "platform" : "place",
      why: "rate limit",
    };
  if (error instanceof DiscordAPIError) {
    const code = typeof error.code === "number" ? error.code : 0;
    return {
      kind: "refused",
      status: error.status,
      code,
      why: `${error.status} ${code} ${error.message.slice(0, 300)}`,
    };
  }
  if (error instanceof HTTPError) return { kind: "broken", status: error.status, why: `status ${error.status}` };
  if (!(error instanceof Error)) return { kind: "fault", why: "something that is no error was thrown" };
  const code = codeOf(error);
  if (code !== undefined && (NEVER_SENT.has(code) || isTlsFailure(code))) return { kind: "unreachable", why: code };
  if (error.name === "AbortError" || error.name === "TimeoutError")
    return { kind: "unknown", why: "no answer in time" };
  // A success whose body is not the JSON that its header promises: something between us and Discord.
  if (error instanceof SyntaxError) return { kind: "unknown", why: "unreadable answer" };
  if (code !== undefined && /^(E[A-Z]|UND_ERR_)/.test(code)) return { kind: "unknown", why: code };
  return { kind: "fault", why: error.name };
}

/** Whether the same request may succeed later. */
export const isPassing = (failure: Failure): boolean =>
  failure.kind === "limited" ||
  failure.kind === "broken" ||
  failure.kind === "unreachable" ||
  failure.kind === "unknown";

/** An error that may be logged whole. @param error  what a request to Discord threw */
export function loggable(error: unknown): unknown {
  const failure = failureOf(error);
  return failure.kind === "fault" ? error : new Error(`Discord: ${failure.kind}, ${failure.why}`);
}
