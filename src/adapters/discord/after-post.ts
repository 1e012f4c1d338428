import type { Log } from "../../core/log.ts";
import type { Sending, SendResult } from "../../core/desk.ts";
import { CODES, failureOf, isPassing } from "./failure.ts";
import type { Requests } from "./requests.ts";

/** Done already, by a try that nobody heard the end of, or by somebody else. */
const DONE: ReadonlySet<number> = new Set([CODES.unknownMessage, CODES.alreadyCrossposted]);

/**
 * What a post asks for once it is out. What Discord refuses then takes nothing from the post; each step may be done twice. What
 * could not be undone of the last one just now is left to the next.
 * @param ids  of its messages
 */
export async function afterPost(
  requests: Requests,
  channelId: string,
  ids: readonly string[],
  { manner = {}, lastIds = [], log }: Pick<Sending, "manner" | "lastIds"> & { readonly log: Log },
): Promise<Omit<SendResult & { state: "sent" }, "state" | "messageIds">> {
  const undone = new Map<string, string>();
  const ask = async (what: string, asked: () => Promise<void>): Promise<"done" | "passing" | "refused"> => {
    try {
      await asked();
      return "done";
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === "refused" && DONE.has(failure.code)) return "done";
      log.warn({ what, why: failure.why }, "discord: not done after a post");
      undone.set(what, failure.why);
      return isPassing(failure) ? "passing" : "refused";
    }
  };
  const former = lastIds.filter((id) => !ids.includes(id));
  const [first] = ids;
  const left: string[] = [];
  if (manner.isCrossposted === true)
    for (const id of ids)
      // Few are published in an hour: where one may not be now, the next may not either.
      if ((await ask("not published to followers", () => requests.crosspost(channelId, id))) === "passing") break;
  if (manner.last === "replace")
    for (const id of former) {
      const how = await ask("the last one was not removed", () => requests.deleteMessage(channelId, id));
      if (how === "passing") left.push(id);
    }
  if (manner.last === "pin" && first !== undefined) {
    const how = await ask("not pinned", () => requests.pin(channelId, first));
    // Rather the last one than none; what may have been done after all is undone next time.
    if (how !== "done") return { ...noteOf(undone), standingIds: [...former, ...(how === "passing" ? ids : [])] };
    for (const id of former) {
      const undoing = await ask("the last one is still pinned", () => requests.unpin(channelId, id));
      if (undoing === "passing") left.push(id);
    }
  }
  return { ...noteOf(undone), ...(left.length === 0 ? {} : { standingIds: [...ids, ...left] }) };
}

const noteOf = (undone: ReadonlyMap<string, string>): { readonly note?: string } =>
  undone.size === 0 ? {} : { note: [...undone].map(([what, why]) => `${what}: ${why}`).join("; ") };
