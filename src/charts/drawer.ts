import type { Chart } from "../core/reply.ts";
import { createThread } from "../core/thread.ts";
import type { Draw } from "../core/desk.ts";
import type { DrawnMessage } from "./drawn-message.ts";

/** A picture takes about 50 ms, the first a second; what takes this long hangs. */
const TIMEOUT_MS = 10_000;
/** About two seconds of pictures; who comes later gets the words that stand for theirs at once. */
const WAITING_LIMIT = 40;

export interface DrawerParts {
  /** A JavaScript module that answers each chart it is sent with a `DrawnMessage`. */
  readonly script: URL;
  /** From when a picture is begun. */
  readonly timeoutMs?: number;
  readonly waitingLimit?: number;
}

/**
 * Draws on a thread of its own, one picture after another.
 * @throws ThreadError where the thread does not answer; else what the drawing itself throws
 */
export function createDrawer({ script, timeoutMs = TIMEOUT_MS, waitingLimit = WAITING_LIMIT }: DrawerParts): Draw {
  const thread = createThread<Chart, DrawnMessage>({ name: "the drawing thread", script, timeoutMs, waitingLimit });
  return async (chart) => {
    const message = await thread(chart);
    if (message.kind === "failed") throw message.error;
    return message.png;
  };
}
