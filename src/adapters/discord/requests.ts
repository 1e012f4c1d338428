import { createHash } from "node:crypto";
import {
  type APIApplicationCommand,
  type APIApplicationCommandOptionChoice,
  type APIAuditLog,
  type APIChannel,
  type APIGuildMember,
  type APIMessage,
  type APIRole,
  AuditLogEvent,
  ComponentType,
  DefaultRestOptions,
  InteractionResponseType,
  MessageFlags,
  REST,
  type RESTOptions,
  type RESTGetCurrentApplicationResult,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  Routes,
} from "discord.js";
import type { Manner } from "../../core/delivery.ts";
import type { Log } from "../../core/log.ts";
import { failureOf } from "./failure.ts";
import { NONCE } from "./limits.ts";
import type { Outgoing } from "./render.ts";

/** What names an interaction to Discord. The token is a secret while it lives. */
export interface Ticket {
  readonly id: string;
  readonly application_id: string;
  readonly token: string;
}

/** Who can read a message: all who can read the place, or the asker alone. */
export type Audience = "place" | "asker";

export interface RequestTimes {
  /** Any one request. */
  readonly requestMs: number;
  /** One try at the first response to an interaction. */
  readonly firstResponseMs: number;
  /** Longer waits for a rate limit are handed back to whoever asked. */
  readonly rateLimitMs: number;
}

const bodyOf = (
  { components, attachments }: Outgoing,
  audience: Audience = "place",
  { isSilent = false, roleId }: Pick<Manner, "isSilent" | "roleId"> = {},
) => ({
  // Text of components mentions whom it names, as far as the next but one lets it.
  components:
    roleId === undefined
      ? components
      : [{ type: ComponentType.TextDisplay, content: `<@&${roleId}>` } as const, ...components],
  // Given even when empty: an edit that leaves them out keeps the files of before.
  attachments,
  // Components have no embeds, and so no previews of links.
  flags:
    MessageFlags.IsComponentsV2 |
    (audience === "asker" ? MessageFlags.Ephemeral : 0) |
    (isSilent ? MessageFlags.SuppressNotifications : 0),
  // Nothing that we send may notify anybody but one role that an admin named, whatever its text says; nor does a reply ping the asker.
  allowed_mentions: { parse: [], replied_user: false, ...(roleId === undefined ? {} : { roles: [roleId] }) },
});

/** The same key gives the same nonce, by which Discord sees that it has the message already. */
export const nonceOf = (key: string): string => createHash("sha256").update(key).digest("base64url").slice(0, NONCE);

/** The library's time limit ends with the head of an answer; this reads the rest of it within the limit, too. */
const makeRequest: RESTOptions["makeRequest"] = async (url, init) => {
  const response = await DefaultRestOptions.makeRequest(url, init);
  const bytes = await response.arrayBuffer();
  const words = (): string => Buffer.from(bytes).toString("utf8");
  return Object.assign(response, {
    arrayBuffer: async () => bytes,
    text: async () => words(),
    json: async (): Promise<unknown> => JSON.parse(words()),
  });
};

/** All requests to Discord's REST API. Each rejects as discord.js does; `failureOf` reads it. */
export type Requests = ReturnType<typeof createRequests>;

/**
 * @param apiBase  without the version, e.g. "https://discord.com/api"
 */
export function createRequests({
  apiBase,
  token,
  times,
  log,
}: {
  apiBase: string;
  token: string;
  times: RequestTimes;
  log: Log;
}) {
  // Authorised by our token. Repeats are harmless: messages carry nonces, everything else is idempotent.
  const bot = new REST({
    api: apiBase,
    makeRequest,
    timeout: times.requestMs,
    rejectOnRateLimit: ({ retryAfter, timeToReset }) => Math.max(retryAfter, timeToReset) > times.rateLimitMs,
  }).setToken(token);
  // Authorised by an interaction's own token. A follow-up has no nonce, so nothing here is repeated by the library; and
  // these routes are exempt from the limit over all routes that it counts.
  const byTicket = (timeout: number): REST =>
    new REST({
      api: apiBase,
      makeRequest,
      timeout,
      retries: 0,
      globalRequestsPerSecond: Number.POSITIVE_INFINITY,
      rejectOnRateLimit: ({ retryAfter, timeToReset }) => Math.max(retryAfter, timeToReset) > times.rateLimitMs,
    });
  const ours = byTicket(times.requestMs);
  const first = byTicket(times.firstResponseMs);
  bot.on("rateLimited", ({ route, timeToReset, scope }) =>
    log.warn({ route, timeToReset, scope }, "discord rate limit"),
  );

  const direct = new Map<string, string>();

  const respond = async ({ id, token: ticket }: Ticket, body: unknown): Promise<void> => {
    await first.post(Routes.interactionCallback(id, ticket), { body, auth: false });
  };

  return {
    /** A first response: a new message. Files are not for here, they may take longer than a first response has. */
    respondMessage: (ticket: Ticket, message: Outgoing, audience: Audience) =>
      respond(ticket, { type: InteractionResponseType.ChannelMessageWithSource, data: bodyOf(message, audience) }),

    /** A first response: the message that a button sits on, changed. */
    respondEdit: (ticket: Ticket, message: Outgoing) =>
      respond(ticket, { type: InteractionResponseType.UpdateMessage, data: bodyOf(message) }),

    /** A first response: "thinking…"; it settles who can read what takes its place. */
    deferMessage: (ticket: Ticket, audience: Audience) =>
      respond(ticket, {
        type: InteractionResponseType.DeferredChannelMessageWithSource,
        data: { flags: audience === "asker" ? MessageFlags.Ephemeral : 0 },
      }),

    /** A first response that shows nothing: the message that a button sits on may be changed later. */
    deferEdit: (ticket: Ticket) => respond(ticket, { type: InteractionResponseType.DeferredMessageUpdate }),

    suggest: (ticket: Ticket, choices: readonly APIApplicationCommandOptionChoice<string>[]) =>
      respond(ticket, { type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices } }),

    async editOriginal(ticket: Ticket, message: Outgoing): Promise<void> {
      await ours.patch(Routes.webhookMessage(ticket.application_id, ticket.token), {
        body: bodyOf(message),
        files: message.files,
        auth: false,
      });
    },

    /** @returns the id of the message that answered an interaction; Discord tells it to whoever asks */
    async originalId(ticket: Ticket): Promise<string> {
      const found = (await ours.get(Routes.webhookMessage(ticket.application_id, ticket.token), {
        auth: false,
      })) as APIMessage;
      return found.id;
    },

    async deleteOriginal(ticket: Ticket): Promise<void> {
      await ours.delete(Routes.webhookMessage(ticket.application_id, ticket.token), { auth: false });
    },

    async followUp(ticket: Ticket, message: Outgoing, audience: Audience): Promise<void> {
      await ours.post(Routes.webhook(ticket.application_id, ticket.token), {
        body: bodyOf(message, audience),
        files: message.files,
        auth: false,
      });
    },

    /** @param nonce  what `nonceOf` gave; @param answers  id of the message that it is a reply to. @returns its id */
    async createMessage(
      channelId: string,
      message: Outgoing,
      nonce: string,
      { answers, manner }: { readonly answers?: string | undefined; readonly manner?: Manner } = {},
    ): Promise<string> {
      const created = (await bot.post(Routes.channelMessages(channelId), {
        body: {
          ...bodyOf(message, "place", manner),
          nonce,
          enforce_nonce: true,
          ...(answers === undefined ? {} : { message_reference: { message_id: answers, fail_if_not_exists: false } }),
        },
        files: message.files,
      })) as APIMessage;
      return created.id;
    },

    async editMessage(channelId: string, messageId: string, message: Outgoing): Promise<void> {
      await bot.patch(Routes.channelMessage(channelId, messageId), { body: bodyOf(message), files: message.files });
    },

    /** Who has let us into a server; undefined where we may not see that. */
    async whoAdded(serverId: string): Promise<string | undefined> {
      const query = new URLSearchParams({ action_type: String(AuditLogEvent.BotAdd), limit: "1" });
      try {
        const log = (await bot.get(Routes.guildAuditLog(serverId), { query })) as APIAuditLog;
        return log.audit_log_entries[0]?.user_id ?? undefined;
      } catch (error) {
        if (failureOf(error).kind === "fault") throw error;
        return undefined;
      }
    },

    async deleteMessage(channelId: string, messageId: string): Promise<void> {
      await bot.delete(Routes.channelMessage(channelId, messageId));
    },

    /** To those who follow an announcement channel. */
    async crosspost(channelId: string, messageId: string): Promise<void> {
      await bot.post(Routes.channelMessageCrosspost(channelId, messageId));
    },

    async pin(channelId: string, messageId: string): Promise<void> {
      await bot.put(Routes.channelMessagesPin(channelId, messageId));
    },

    async unpin(channelId: string, messageId: string): Promise<void> {
      await bot.delete(Routes.channelMessagesPin(channelId, messageId));
    },

    async showTyping(channelId: string): Promise<void> {
      await bot.post(Routes.channelTyping(channelId));
    },

    /** @returns the id of the direct channel with a person; Discord gives the same one each time */
    async openDirect(accountId: string): Promise<string> {
      const known = direct.get(accountId);
      if (known !== undefined) return known;
      const { id } = (await bot.post(Routes.userChannels(), { body: { recipient_id: accountId } })) as APIChannel;
      direct.set(accountId, id);
      return id;
    },

    channel: async (channelId: string): Promise<APIChannel> => (await bot.get(Routes.channel(channelId))) as APIChannel,

    roles: async (guildId: string): Promise<readonly APIRole[]> =>
      (await bot.get(Routes.guildRoles(guildId))) as APIRole[],

    member: async (guildId: string, accountId: string): Promise<APIGuildMember> =>
      (await bot.get(Routes.guildMember(guildId, accountId))) as APIGuildMember,

    async leaveServer(guildId: string): Promise<void> {
      await bot.delete(Routes.userGuild(guildId));
    },

    application: async (): Promise<RESTGetCurrentApplicationResult> =>
      (await bot.get(Routes.currentApplication())) as RESTGetCurrentApplicationResult,

    commands: async (applicationId: string): Promise<readonly APIApplicationCommand[]> =>
      (await bot.get(Routes.applicationCommands(applicationId))) as APIApplicationCommand[],

    async putCommands(
      applicationId: string,
      commands: readonly RESTPostAPIChatInputApplicationCommandsJSONBody[],
    ): Promise<void> {
      await bot.put(Routes.applicationCommands(applicationId), { body: commands });
    },
  };
}
