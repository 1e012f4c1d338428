import type { Log } from "../../core/log.ts";
import type { Sending } from "../../core/desk.ts";
import { CODES, failureOf } from "./failure.ts";
import type { Requests } from "./requests.ts";

/** Done already, by a try that nobody heard the end of, or by somebody else. */
const DONE: ReadonlySet<number> = new Set([CODES.unknownMessage, CODES.alreadyCrossposted]);

/**
 * What a post asks for once it is out. What Discord refuses then takes nothing from the post; each step may be done twice.
 * @param ids  of its messages
 * @returns what could not be done; undefined when all was
 */
export async function afterPost(
  requests: Requests,
  channelId: string,
  ids: readonly string[],
  { manner = {}, lastIds = [], log }: Pick<Sending, "manner" | "lastIds"> & { readonly log: Log },
): Promise<string | undefined> {
  const undone: string[] = [];
  const ask = async (what: string, asked: () => Promise<void>): Promise<void> => {
    try {
      await asked();
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === "refused" && DONE.has(failure.code)) return;
      log.warn({ what, why: failure.why }, "discord: not done after a post");
      undone.push(`${what}: ${failure.why}`);
    }
  };
  const former = lastIds.filter((id) => !ids.includes(id));
  const [first] = ids;
  if (manner.isCrossposted === true)
    for (const id of ids) await ask("not published to followers", () => requests.crosspost(channelId, id));
  if (manner.last === "replace")
    for (const id of former) await ask("the last one was not removed", () => requests.deleteMessage(channelId, id));
  if (manner.last === "pin" && first !== undefined) {
    await ask("not pinned", () => requests.pin(channelId, first));
    const [pinned] = former;
    if (pinned !== undefined && undone.length === 0)
      await ask("the last one is still pinned", () => requests.unpin(channelId, pinned));
  }
  return undone.length === 0 ? undefined : undone.join("; ");
}
