import type { Call } from "./call.ts";
import type { AnyCommand } from "./command.ts";
import { isOffered } from "./dispatch.ts";
import { fileFieldOf } from "./fields.ts";
import { code, type Reply, rich, text } from "./reply.ts";

/** What is said to somebody who has sent a file and nothing else, or with words that name no command for it. */
export function loneFileReply(commands: Iterable<AnyCommand>, call: Call): Reply {
  const takers = [...commands].filter((command) => isOffered(command, call) && fileFieldOf(command));
  const spans = takers.flatMap(({ name }, index) => [index === 0 ? "" : " or ", code(`/${name}`)]);
  return {
    blocks: [
      spans.length === 0
        ? text("I have no use for files.")
        : rich("I have not opened this file. To say what it is for, send it together with ", ...spans, "."),
    ],
    audience: "caller-if-possible",
  };
}
