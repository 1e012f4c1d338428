import { type APIChannel, ChannelType, OverwriteType, PermissionFlagsBits } from "discord.js";
import type { MissingRights, PlaceRight } from "../../core/place-rights.ts";
import { CODES, failureOf, loggable } from "./failure.ts";
import type { Requests } from "./requests.ts";

const BITS: Readonly<Partial<Record<PlaceRight, bigint>>> = {
  view: PermissionFlagsBits.ViewChannel,
  send: PermissionFlagsBits.SendMessages,
  embed: PermissionFlagsBits.EmbedLinks,
  attach: PermissionFlagsBits.AttachFiles,
  history: PermissionFlagsBits.ReadMessageHistory,
  pin: PermissionFlagsBits.PinMessages,
};

const THREADS: readonly ChannelType[] = [
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
];

interface Overwrite {
  readonly id: string;
  readonly type: OverwriteType;
  readonly allow: string;
  readonly deny: string;
}

/** What Discord says of a channel and of us in its server. */
interface Standing {
  readonly guildId: string;
  readonly botId: string;
  /** Ids of our roles. */
  readonly ours: readonly string[];
  readonly roles: readonly { readonly id: string; readonly permissions: string }[];
  readonly overwrites: readonly Overwrite[];
}

/** Our rights in a channel, as Discord computes them; docs: topics/permissions#permission-overwrites. Pure. */
function rightsIn({ guildId, botId, ours, roles, overwrites }: Standing): bigint {
  const held = roles.filter(({ id }) => id === guildId || ours.includes(id));
  const base = held.reduce((sum, { permissions }) => sum | BigInt(permissions), 0n);
  if ((base & PermissionFlagsBits.Administrator) !== 0n) return ~0n;
  const layers = [
    overwrites.filter(({ id }) => id === guildId),
    overwrites.filter(({ id, type }) => type === OverwriteType.Role && ours.includes(id)),
    overwrites.filter(({ id, type }) => type === OverwriteType.Member && id === botId),
  ];
  return layers.reduce((rights, layer) => {
    const denied = layer.reduce((sum, { deny }) => sum | BigInt(deny), 0n);
    const allowed = layer.reduce((sum, { allow }) => sum | BigInt(allow), 0n);
    return (rights & ~denied) | allowed;
  }, base);
}

/** Asks Discord what we may not do in a channel. */
export const createRights =
  (requests: Requests, botId: string): MissingRights =>
  async ({ chatId }) => {
    try {
      const channel = await requests.channel(chatId);
      if (!("guild_id" in channel) || channel.guild_id === undefined) return [];
      const { guild_id: guildId } = channel;
      const [overwrites, roles, member] = await Promise.all([
        overwritesOf(channel, requests),
        requests.roles(guildId),
        requests.member(guildId, botId),
      ]);
      const rights = rightsIn({ guildId, botId, ours: member.roles, roles, overwrites });
      const isThread = THREADS.includes(channel.type);
      return (Object.entries(BITS) as [PlaceRight, bigint][]).flatMap(([right, bit]) => {
        const needed = right === "send" && isThread ? PermissionFlagsBits.SendMessagesInThreads : bit;
        return (rights & needed) === 0n ? [right] : [];
      });
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === "refused" && failure.code === CODES.missingAccess) return ["view"];
      throw loggable(error);
    }
  };

/** A thread has those of the channel that it is in. */
async function overwritesOf(channel: APIChannel, requests: Requests): Promise<readonly Overwrite[]> {
  const isThread = THREADS.includes(channel.type);
  const parentId = "parent_id" in channel ? channel.parent_id : undefined;
  const from = isThread && parentId ? await requests.channel(parentId) : channel;
  return "permission_overwrites" in from ? (from.permission_overwrites ?? []) : [];
}
