import type { Adapter } from "../core/desk.ts";
import type { Call } from "../core/call.ts";
import { directPlace } from "../core/delivery.ts";
import { text } from "../core/reply.ts";

/** Says a line in the caller's direct chat. @returns why it was refused; undefined when it arrived, or nobody can tell */
export type TryDirect = (call: Call, line: string) => Promise<string | undefined>;

/**
 * Tries the direct chat of somebody who speaks elsewhere, before anything is promised to come there.
 * @param doors  those that are open now
 */
export const createTryDirect =
  (doors: () => readonly Adapter[]): TryDirect =>
  async (call, line) => {
    const { platform } = call.place;
    const to = directPlace(platform, call.caller.accountId);
    if (!to) return "there is no direct chat";
    const door = doors().find((each) => each.platform === platform);
    const key = `direct:${call.key ?? `${call.caller.userId}:${call.now}`}`;
    const result = await door?.send(to, { blocks: [text(line)] }, key);
    // What failed for other reasons may go well when there is something to tell.
    return result?.state === "gone" ? result.why : undefined;
  };
