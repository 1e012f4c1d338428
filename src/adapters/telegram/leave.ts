import type { Api } from "./api.ts";
import type { Log } from "../../core/log.ts";
import type { Place } from "../../core/call.ts";
import { toFailure } from "./failure.ts";

/** Leaves a group. A direct chat cannot be left: its person blocks us. */
export async function leave({ chatId, isPublic }: Place, api: Api, log: Log): Promise<"left" | "cannot"> {
  if (!isPublic) return "cannot";
  try {
    await api.call("leaveChat", { chat_id: chatId });
    return "left";
  } catch (error) {
    log.warn({ why: toFailure("leaveChat", error).message }, "telegram: a group was not left");
    return "cannot";
  }
}
