import { createThread, ThreadError } from "../core/thread.ts";
import type { FeedBytes, ParsedMessage } from "./parsed-message.ts";
import { FeedError, type ReadFeed, readFeed } from "./read-feed.ts";

/** Where the compiled desk lies; run from its sources there is no script that a thread could load, so tests read on theirs. */
const isBuilt = import.meta.url.endsWith(".js");

/** The largest feed seen takes a tenth of a second, the worst that was thought out 2.4 s on two cores. */
const TIMEOUT_MS = 10_000;
/** As many feeds as a desk may have. */
const WAITING_LIMIT = 50;
/** A body of 4 MB grows to about twenty times that while it is read. */
const LIMITS = { maxOldGenerationSizeMb: 256 };

/** Tells what stands in a feed. @param bytes  may be gone afterwards @throws FeedError when it is no feed, or too much of one */
export type ParseFeed = (bytes: Uint8Array, contentType: string, now: number) => Promise<ReadFeed>;

export interface ParserParts {
  /** A JavaScript module that answers each `FeedBytes` it is sent with a `ParsedMessage`. */
  readonly script: URL;
  /** From when a feed is begun. */
  readonly timeoutMs?: number;
}

/** Reads feeds on a thread of its own, since what they hold is not ours and may be made to take long. */
export function createParser({ script, timeoutMs = TIMEOUT_MS }: ParserParts): ParseFeed {
  const thread = createThread<FeedBytes, ParsedMessage>({
    name: "the reading thread",
    script,
    timeoutMs,
    waitingLimit: WAITING_LIMIT,
    limits: LIMITS,
  });
  return async (bytes, contentType, now) => {
    // A copy of just these bytes: what they lie in may be shared, and is given away.
    const own = new Uint8Array(bytes);
    const message = await thread({ bytes: own, contentType, now }, [own.buffer]).catch((cause: unknown) => {
      if (!(cause instanceof ThreadError)) throw cause;
      const slow = `it is not read within ${timeoutMs / 1_000} seconds`;
      throw new FeedError(cause.why === "slow" ? slow : "reading it fails", { cause });
    });
    if (message.kind === "failed") throw message.error;
    if (message.kind === "refused") throw new FeedError(message.why);
    return message.feed;
  };
}

/** Reads a feed; on a thread of its own that starts at the first feed. */
export const parseFeed: ParseFeed = isBuilt
  ? createParser({ script: new URL("./worker.js", import.meta.url) })
  : readFeed;
