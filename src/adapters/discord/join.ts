import { ChannelType, type GatewayGuildCreateDispatchData } from "discord.js";
import type { Place } from "../../core/call.ts";

/** Discord tells of every server at each connection; of one that we have been in for longer nothing is new. */
const JUST_NOW_MS = 10 * 60_000;

/**
 * The channel in which a server expects to be told of newcomers, or its first one, where we were let into it just now.
 * @param now  UTC epoch milliseconds
 */
export function joinedJustNow(server: GatewayGuildCreateDispatchData, now: number): Place | undefined {
  if (server.unavailable === true || !(now - Date.parse(server.joined_at) < JUST_NOW_MS)) return undefined;
  const first = server.channels
    .filter(({ type }) => type === ChannelType.GuildText)
    .toSorted((a, b) => ("position" in a ? a.position : 0) - ("position" in b ? b.position : 0))[0];
  const chatId = server.system_channel_id ?? first?.id;
  return chatId === undefined ? undefined : { platform: "discord", chatId, isPublic: true };
}
