import type { DigestSettings } from "../digest/subscription.ts";
import { localTime } from "./digest-words.ts";
import { type Reply, text } from "../core/reply.ts";

/** What somebody is told who can be written to again. Pure. */
export const digestBackReply = (nextAt: number, settings: DigestSettings): Reply => ({
  blocks: [text(`I can reach you again: your digest is on, and the next comes ${localTime(nextAt, settings)}.`)],
  buttons: [
    { label: "Settings", command: "digest settings", input: {}, answer: "new" },
    { label: "Pause", command: "digest pause", input: {}, answer: "new" },
    { label: "Stop", command: "digest stop", input: {}, answer: "new" },
  ],
});
