import { randomBytes } from "node:crypto";
import { destination, pino, stdSerializers } from "pino";
import type { Config } from "../config.ts";
import type { Log, Report } from "../core/log.ts";
import { ProviderError } from "../core/errors.ts";

/** JSON lines on stderr; stdout is for the few lines that are meant for a person, or for MCP. */
export const createLog = (level: Config["logLevel"]): Log =>
  pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: stdSerializers.errWithCause },
    },
    destination({ fd: 2, sync: true }),
  );

/** A failure of a provider is the outside's and a warning; anything else is ours. */
export const createReport =
  (log: Log): Report =>
  (error, where) => {
    const reference = randomBytes(3).toString("hex");
    if (error instanceof ProviderError) log.warn({ reference, where, error }, "provider failed");
    else log.error({ reference, where, error }, "fault");
    return reference;
  };
