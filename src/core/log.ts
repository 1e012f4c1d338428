/** Fields of one log line. Never message texts of people, tokens or addresses. */
type LogFields = Readonly<Record<string, unknown>>;

/** One JSON line per event. pino satisfies it. */
export interface Log {
  debug(fields: LogFields, event: string): void;
  info(fields: LogFields, event: string): void;
  warn(fields: LogFields, event: string): void;
  error(fields: LogFields, event: string): void;
}

/** Logs a fault of ours and gives the short reference that the person can quote. */
export type Report = (error: unknown, where: string) => string;
