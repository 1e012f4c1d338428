import { parentPort } from "node:worker_threads";
import type { FeedBytes, ParsedMessage } from "./parsed-message.ts";
import { FeedError, readFeed } from "./read-feed.ts";

const answer = (message: ParsedMessage): void => parentPort?.postMessage(message);

/** The reading thread: feeds come in one at a time as bytes, what stands in them goes out. */
parentPort?.on("message", ({ bytes, contentType, now }: FeedBytes) => {
  readFeed(bytes, contentType, now).then(
    (feed) => answer({ kind: "read", feed }),
    (error: unknown) =>
      answer(error instanceof FeedError ? { kind: "refused", why: error.message } : { kind: "failed", error }),
  );
});
