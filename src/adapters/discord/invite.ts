import { PermissionFlagsBits } from "discord.js";

/**
 * The least that the desk needs in a server, each for a reason: View Channels, to receive a mention; Send Messages and Send
 * Messages in Threads, to answer one and to post what was subscribed to; Embed Links, for the links and pictures
 * of a card; Attach Files, for charts and long answers; Read Message History, without which
 * an answer cannot refer to the question. Slash commands need none of them.
 */
const PERMISSIONS =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.ReadMessageHistory;

/** The address that adds the desk to a server, with its slash commands and the least permissions. */
export const inviteLink = (applicationId: string): string =>
  `https://discord.com/oauth2/authorize?${new URLSearchParams({
    client_id: applicationId,
    scope: "bot applications.commands",
    permissions: PERMISSIONS.toString(),
  }).toString()}`;
