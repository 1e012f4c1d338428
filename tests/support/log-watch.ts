import { stdSerializers } from "pino";
import type { Desk } from "../../src/core/desk.ts";

/**
 * Holds every line that a desk of a test logs against what people said to it and the tokens it has: `quiet-logs.ts` looks after
 * each test. Stand-ins and supports say here what was said; logs and faults of tests are written down here.
 */

/** Shorter words are anybody's: "price tao". */
const SHORTEST = 12;
/** Long texts are found by how they begin, also where they are cut. */
const LONGEST = 40;
/** Ids of coins, projects and feeds are the desk's own: "more-more-news". */
const ID = /^[a-z0-9]+(?:-[a-z0-9]+)+$/;

const said = new Set<string>();
const secrets = new Set<string>();
let lines: string[] = [];
const outside = new Set<() => string>();

/** As it stands within JSON. */
const inLine = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Somebody said this to a desk, or typed it into a field. */
export function noteSaid(text: string): void {
  const words = text.trim();
  if (words.length >= SHORTEST && !ID.test(words)) said.add(inLine(words.slice(0, LONGEST)));
}

/** A token or key of a stand-in. */
export const noteSecret = (secret: string): void => void secrets.add(inLine(secret));

/** A line as the real log writes it, before its last resort takes secrets out. */
export function noteLine(line: { readonly fields: Readonly<Record<string, unknown>> }): void {
  const { error } = line.fields;
  const fields = error instanceof Error ? { ...line.fields, error: stdSerializers.errWithCause(error) } : line.fields;
  lines.push(
    JSON.stringify({ ...line, fields }, (_name, value: unknown) => (typeof value === "bigint" ? `${value}` : value)),
  );
}

/** What is reported as a fault is logged by a real desk. */
export const noteFault = (error: unknown): void => noteLine({ fields: { error } });

/** The log of a process. @param read  all of it so far */
export const watchLog = (read: () => string): void => void outside.add(read);

/** The desk, with what it is asked written down here. */
export const overheard = (desk: Desk): Desk => ({
  ...desk,
  async run(name, input, call, progress) {
    noteWordsIn(input);
    return await desk.run(name, input, call, progress);
  },
  async ask(question, call, progress) {
    noteSaid(question);
    return await desk.ask(question, call, progress);
  },
});

/** Every text in some input. */
export function noteWordsIn(input: unknown): void {
  if (typeof input === "string") noteSaid(input);
  else if (typeof input === "object" && input !== null) for (const each of Object.values(input)) noteWordsIn(each);
}

/** What was logged since the last time and must not have been. */
export function leaks(): readonly string[] {
  const written = [...lines, ...[...outside].map((read) => read())].join("\n");
  lines = [];
  return [...secrets, ...said].filter((each) => written.includes(each));
}
