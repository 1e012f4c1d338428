import { z } from "zod";
import type { Place } from "../../core/call.ts";
import type { IncomingRequest } from "../../core/desk.ts";

const asker = z.object({
  accountId: z.string(),
  name: z.string().exactOptional(),
  language: z.string().exactOptional(),
  /** Who is seen to write: a person, or the group or a channel that somebody writes as; those cannot be reached in private. */
  as: z.enum(["person", "group", "channel"]),
});

/** A document of Telegram's, by its id there; nothing of it is fetched before a command wants it. */
const document = z.object({ id: z.string(), name: z.string(), size: z.number() });

const what = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("command"),
    name: z.string(),
    line: z.string(),
    messageId: z.number(),
    /** What the command is the caption of, or what it replies to. */
    file: document.exactOptional(),
  }),
  z.object({
    kind: z.literal("question"),
    words: z.string(),
    messageId: z.number(),
    file: document.exactOptional(),
  }),
  z.object({
    kind: z.literal("press"),
    buttonId: z.string(),
    /** Absent where the button was followed by a link from a group, with `/start`. */
    queryId: z.string().exactOptional(),
    /** The message that the button sits on, where it can still be changed. */
    on: z.object({ messageId: z.number(), shape: z.enum(["text", "photo", "document"]) }).exactOptional(),
  }),
]);

const payload = z.object({ from: asker, what });

export type Document = z.output<typeof document>;
export type Asker = z.output<typeof asker>;
export type What = z.output<typeof what>;

/** What an update asks, in our words; all that is needed to take it up again after a restart. */
export interface Asked extends z.output<typeof payload> {
  /** The update's id: unique, so that one seen twice is answered once. */
  readonly key: string;
  readonly place: Place;
  /** UTC epoch milliseconds. */
  readonly askedAt: number;
}

export const toRequest = ({ key, place, askedAt, from, what: asked }: Asked): IncomingRequest => ({
  key,
  platform: "telegram",
  place,
  askedAt,
  payload: JSON.stringify({ from, what: asked }),
});

/** @returns undefined when an older version wrote it in a way that is no longer read */
export function fromRequest({ key, place, askedAt, payload: text }: IncomingRequest): Asked | undefined {
  try {
    return { key, place, askedAt, ...payload.parse(JSON.parse(text)) };
  } catch {
    return undefined; // Its writer is gone; the caller closes it and says so in the log.
  }
}
