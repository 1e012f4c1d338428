import type { Call, Caller, Place } from "../../src/core/call.ts";
import type { Log } from "../../src/core/log.ts";
import { noteLine } from "./log-watch.ts";

/** 2026-03-01 12:00 UTC. */
export const NOON = Date.UTC(2026, 2, 1, 12);

/** A call from a member in a direct chat on the web, unless said otherwise. */
export const aCall = (
  change: Partial<Omit<Call, "caller" | "place">> & { caller?: Partial<Caller>; place?: Partial<Place> } = {},
): Call => ({
  surface: "chat",
  locale: "en",
  now: NOON,
  ...change,
  caller: { userId: "user-1", accountId: "account-1", role: "member", ...change.caller },
  place: { platform: "web", chatId: "chat-1", isPublic: false, ...change.place },
});

export interface LogLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A log that keeps its lines for the test to read. */
export function memoryLog(): Log & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: LogLine["level"]) => (fields: LogLine["fields"], event: string) => {
    const line = { level, event, fields };
    lines.push(line);
    noteLine(line);
  };
  return { lines, debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
