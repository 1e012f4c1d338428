import { allLike } from "./alert-buttons.ts";
import { type Reply, text } from "../core/reply.ts";

/** What somebody is told who can be written to again: which of their alerts are watched again. Pure. */
export function alertsBackReply(numbers: readonly number[]): Reply {
  const [only, ...others] = numbers;
  const which =
    others.length === 0
      ? `alert ${only} is on again.`
      : `${numbers.length} alerts are on again (${numbers.slice(0, SHOWN).join(", ")}${numbers.length > SHOWN ? ", …" : ""}).`;
  return {
    blocks: [text(`I can reach you again: ${which} What they would have told meanwhile is not made up for.`)],
    buttons: [allLike("owner")],
  };
}

/** More numbers than that nobody reads. */
const SHOWN = 10;
