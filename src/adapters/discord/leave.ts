import { failureOf, loggable } from "./failure.ts";
import type { Log, Report } from "../../core/log.ts";
import type { Place } from "../../core/call.ts";
import type { Requests } from "./requests.ts";

/** Leaves the server that a channel is of. A direct chat cannot be left: its person blocks us. */
export async function leave(
  { chatId, isPublic }: Place,
  requests: Pick<Requests, "channel" | "leaveServer">,
  { log, report }: { readonly log: Log; readonly report: Report },
): Promise<"left" | "cannot"> {
  if (!isPublic) return "cannot";
  try {
    const channel = await requests.channel(chatId);
    if (!("guild_id" in channel) || channel.guild_id === undefined) return "cannot";
    await requests.leaveServer(channel.guild_id);
    return "left";
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === "fault") report(loggable(error), "discord: leave");
    else log.warn({ why: failure.why }, "discord: a server was not left");
    return "cannot";
  }
}
