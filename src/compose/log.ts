import { randomBytes } from "node:crypto";
import { destination, pino, stdSerializers } from "pino";
import type { Config } from "../config.ts";
import type { Faults } from "../core/faults.ts";
import type { Log, Report } from "../core/log.ts";
import { ProviderError } from "../core/errors.ts";

/** As Telegram makes them, whoever's it is. */
const TELEGRAM_TOKEN = /(?<!\d)\d{6,12}:[\w-]{30,}/g;

/** A line without what must not stand in any: a last resort, since nothing of it is to be given to a log in the first place. */
export function redacted(line: string, secrets: readonly string[]): string {
  const whole = secrets.reduce(
    (text, secret) => text.replaceAll(JSON.stringify(secret).slice(1, -1), "[secret]"),
    line,
  );
  return whole.replace(TELEGRAM_TOKEN, "[secret]");
}

/**
 * JSON lines on stderr; stdout is for the few lines that are meant for a person, or for MCP.
 * @param secrets  never written, wherever they stand
 */
export function createLog(level: Config["logLevel"], secrets: readonly string[]): Log {
  const stderr = destination({ fd: 2, sync: true });
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: stdSerializers.errWithCause },
    },
    { write: (line: string) => stderr.write(redacted(line, secrets)) },
  );
}

/** Counts errors by where they were, besides writing them. */
export const countingFaults = (log: Log, faults: Faults): Log => ({
  debug: (fields, event) => log.debug(fields, event),
  info: (fields, event) => log.info(fields, event),
  warn: (fields, event) => log.warn(fields, event),
  error(fields, event) {
    const where = fields["where"] ?? fields["step"];
    faults.note(typeof where === "string" ? where : event);
    log.error(fields, event);
  },
});

/** A failure of a provider is the outside's and a warning; anything else is ours. */
export const createReport =
  (log: Log): Report =>
  (error, where) => {
    const reference = randomBytes(3).toString("hex");
    if (error instanceof ProviderError) log.warn({ reference, where, error }, "provider failed");
    else log.error({ reference, where, error }, "fault");
    return reference;
  };
