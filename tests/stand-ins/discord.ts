import { noteSaid, noteSecret } from "../support/log-watch.ts";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createGateway } from "./discord-gateway.ts";
import { createRest } from "./discord-rest.ts";
import { allComponents } from "./discord-rules.ts";
import {
  APPLICATION_ID,
  BOT_ID,
  CHANNEL_ID,
  closedAtFirst,
  directChannelOf,
  GUILD_ID,
  labelsOf,
  type Mishap,
  PEOPLE,
  PRIVATE_CHANNEL_ID,
  snowflake,
  type StandInInteraction,
  type StandInMessage,
  type StandInPerson,
  type StandInUser,
  type World,
} from "./discord-world.ts";

/** Where something is said: the guild's channel, the person's direct chat with the desk, or a chat between people. */
export type StandInPlace = "guild" | "direct" | "private";

interface Circumstances {
  readonly locale?: string;
  /** Installed by the person alone: the desk itself is not in the place. */
  readonly install?: "guild" | "user";
  /** Discord leaves channel and guild out for some places of a user's app. */
  readonly isBare?: boolean;
  /** When it was made; now by default. */
  readonly madeAt?: number;
  /** Of the person in the guild, as they are by now. */
  readonly permissions?: bigint;
  readonly roles?: readonly string[];
}

/** A file in a person's option. `url` and `size`: as Discord says them, if not the true ones. */
export interface StandInFile {
  readonly filename: string;
  readonly bytes: string | Buffer;
  readonly url?: string;
  readonly size?: number;
}

type OptionValue = string | number | boolean | StandInFile;

const userObject = (user: StandInUser) => ({
  id: user.id,
  username: user.name.toLowerCase(),
  global_name: user.name,
  discriminator: "0",
  avatar: null,
  ...(user.isBot ? { bot: true } : {}),
});

const optionType = (value: OptionValue): number =>
  typeof value === "object"
    ? 11
    : typeof value === "string"
      ? 3
      : typeof value === "boolean"
        ? 5
        : Number.isInteger(value)
          ? 4
          : 10;

const channelIn = (place: StandInPlace, user: StandInUser): string =>
  ({ guild: CHANNEL_ID, direct: directChannelOf(user), private: PRIVATE_CHANNEL_ID })[place];

export type DiscordServer = Awaited<ReturnType<typeof startDiscord>>;

/**
 * A server that speaks Discord's REST API and gateway on loopback, with people in front of it. Each request is held against
 * Discord's own schemas and rules; what the bot does wrong is collected in `violations`.
 */
export async function startDiscord({
  ackMs = 3_000,
  tokenMs = 15 * 60_000,
  heartbeatMs = 41_250,
  gatewayAt,
}: {
  readonly ackMs?: number;
  readonly tokenMs?: number;
  readonly heartbeatMs?: number;
  /** Where the gateway is said to be, if not here. */
  readonly gatewayAt?: () => string;
} = {}) {
  const world: World = {
    messages: [],
    heard: [],
    attachments: new Map(),
    fetched: [],
    closed: closedAtFirst(),
    barred: new Map(),
    mayManageMessages: false,
    mayPin: false,
    denied: 0n,
    interactions: [],
    requests: [],
    mishaps: [],
    violations: [],
    commands: [],
    typing: 0,
    left: [],
    addedBy: undefined,
    limits: { ackMs, tokenMs },
  };
  const port = (): number => (server.address() as AddressInfo).port;
  const gatewayUrl = gatewayAt ?? ((): string => `ws://127.0.0.1:${port()}/gateway`);
  const rest = createRest(world, gatewayUrl);
  const server = createServer((request, response) => {
    rest(request, response).catch((error: unknown) => {
      world.violations.push(`the stand-in failed: ${String(error)}`);
      response.destroy();
    });
  });
  const gateway = createGateway(server, gatewayUrl, heartbeatMs);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  function interact(
    person: StandInPerson | StandInUser,
    place: StandInPlace,
    data: unknown,
    change: Circumstances & { kind: StandInInteraction["kind"]; source?: StandInMessage },
  ): StandInInteraction {
    const user = typeof person === "string" ? PEOPLE[person] : person;
    const madeAt = change.madeAt ?? Date.now();
    const interaction: StandInInteraction = {
      id: snowflake(madeAt),
      token: `token-${snowflake(madeAt)}`,
      kind: change.kind,
      userId: user.id,
      channelId: channelIn(place, user),
      madeAt,
      isUserInstallOnly: change.install === "user",
      source: change.source,
      first: undefined,
      wasConfirmed: false,
      original: undefined,
      followUps: 0,
      suggestions: undefined,
    };
    noteSecret(interaction.token);
    world.interactions.push(interaction);
    const isGuild = place === "guild" && !change.isBare;
    gateway.dispatch("INTERACTION_CREATE", {
      id: interaction.id,
      application_id: APPLICATION_ID,
      type: { command: 2, component: 3, autocomplete: 4 }[change.kind],
      token: interaction.token,
      version: 1,
      data,
      ...(change.isBare
        ? {}
        : {
            channel_id: interaction.channelId,
            channel: { id: interaction.channelId, type: { guild: 0, direct: 1, private: 3 }[place] },
          }),
      ...(isGuild
        ? {
            guild_id: GUILD_ID,
            guild: { id: GUILD_ID, locale: "en-US", features: [] },
            guild_locale: "en-US",
            member: {
              user: userObject(user),
              permissions: (change.permissions ?? user.permissions).toString(),
              roles: change.roles ?? [],
              joined_at: new Date(0).toISOString(),
              deaf: false,
              mute: false,
              flags: 0,
            },
          }
        : { user: userObject(user) }),
      ...(change.source
        ? {
            message: {
              id: change.source.id,
              channel_id: change.source.channelId,
              author: { id: BOT_ID, username: "westbound", discriminator: "0", bot: true },
              content: "",
              flags: change.source.flags,
              components: change.source.components,
              attachments: [],
              embeds: [],
              mentions: [],
              mention_roles: [],
              mention_everyone: false,
              pinned: false,
              tts: false,
              type: 0,
              timestamp: new Date().toISOString(),
              edited_timestamp: null,
            },
          }
        : {}),
      app_permissions: "0",
      locale: change.locale ?? "en-US",
      entitlements: [],
      authorizing_integration_owners: change.install === "user" ? { "1": user.id } : { "0": isGuild ? GUILD_ID : "0" },
      context: { guild: 0, direct: 1, private: 2 }[place],
      attachment_size_limit: 10_485_760,
    });
    return interaction;
  }

  /** The command's data as Discord's client makes it from what is registered. */
  function commandData(name: string, options: Readonly<Record<string, OptionValue>>, focused?: string): unknown {
    const [first = "", second] = name.split(" ");
    const registered = world.commands.find((command) => command["name"] === first);
    const children = (registered?.["options"] ?? []) as readonly { type: number; name: string }[];
    const attachments: Record<string, unknown> = {};
    const attach = ({ filename, bytes, url, size }: StandInFile): string => {
      const id = snowflake();
      const path = `/ephemeral-attachments/${APPLICATION_ID}/${id}/${encodeURIComponent(filename)}`;
      world.attachments.set(path, Buffer.from(bytes));
      attachments[id] = {
        id,
        filename,
        size: size ?? Buffer.byteLength(bytes),
        url: url ?? `http://127.0.0.1:${port()}${path}?ex=1&is=1&hm=1`,
        proxy_url: "https://media.discordapp.net/none",
        content_type: "text/csv; charset=utf-8",
        ephemeral: true,
      };
      return id;
    };
    for (const value of Object.values(options)) if (typeof value === "string") noteSaid(value);
    const given = Object.entries(options).map(([key, value]) => ({
      name: key,
      type: optionType(value),
      value: typeof value === "object" ? attach(value) : value,
      ...(key === focused ? { focused: true } : {}),
    }));
    const isNested = children.some(({ type }) => type === 1);
    return {
      id: snowflake(),
      name: first,
      type: 1,
      options: isNested ? [{ type: 1, name: second ?? "show", options: given }] : given,
      ...(Object.keys(attachments).length > 0 ? { resolved: { attachments } } : {}),
    };
  }

  const find = (messageId: string): StandInMessage => {
    const message = world.messages.find(({ id }) => id === messageId);
    if (!message || message.isDeleted) throw new Error(`there is no message ${messageId}`);
    return message;
  };

  const placeOf = (message: StandInMessage): StandInPlace =>
    message.channelId === CHANNEL_ID ? "guild" : message.channelId === PRIVATE_CHANNEL_ID ? "private" : "direct";

  return {
    apiBase: `http://127.0.0.1:${port()}/api`,
    gatewayBase: `ws://127.0.0.1:${port()}/gateway`,
    world,
    gateway,
    violations: world.violations,

    /** A person gives a slash command. */
    slash: (
      person: StandInPerson | StandInUser,
      place: StandInPlace,
      name: string,
      options: Readonly<Record<string, OptionValue>> = {},
      change: Circumstances = {},
    ): StandInInteraction => interact(person, place, commandData(name, options), { ...change, kind: "command" }),

    /** We are in a server: told when we are let in, and at each connection afterwards. @param joinedAt  epoch milliseconds */
    server(joinedAt: number, change: { readonly addedBy?: string } = {}): void {
      world.addedBy = change.addedBy;
      gateway.dispatch("GUILD_CREATE", {
        id: GUILD_ID,
        name: "Westbound",
        owner_id: PEOPLE.ada.id,
        joined_at: new Date(joinedAt).toISOString(),
        large: false,
        unavailable: false,
        member_count: 5,
        system_channel_id: CHANNEL_ID,
        channels: [{ id: CHANNEL_ID, type: 0, name: "general", position: 0, permission_overwrites: [] }],
        members: [],
        threads: [],
        presences: [],
        voice_states: [],
        stage_instances: [],
        guild_scheduled_events: [],
        soundboard_sounds: [],
        roles: [],
        emojis: [],
        stickers: [],
        features: [],
        preferred_locale: "en-US",
      });
    },

    /** A person types into an option that offers suggestions. */
    autocomplete: (
      person: StandInPerson | StandInUser,
      name: string,
      field: string,
      typed: string,
      change: Circumstances = {},
    ): StandInInteraction =>
      interact(person, "guild", commandData(name, { [field]: typed }, field), { ...change, kind: "autocomplete" }),

    /** A person presses a button, or picks an option, by its label. */
    press(person: StandInPerson, messageId: string, label: string, change: Circumstances = {}): StandInInteraction {
      const source = find(messageId);
      if (source.onlyFor !== undefined && source.onlyFor !== PEOPLE[person].id)
        throw new Error(`${person} cannot see that message`);
      for (const component of allComponents(source.components)) {
        const option = component.options?.find((each) => each.label === label);
        if (component.type !== 2 && !option) continue;
        if (component.type === 2 && (component.label !== label || component.custom_id === undefined)) continue;
        const data = {
          component_type: component.type,
          custom_id: component.custom_id,
          ...(option ? { values: [option.value] } : {}),
        };
        return interact(person, placeOf(source), data, { ...change, kind: "component", source });
      }
      throw new Error(`there is no "${label}" among ${labelsOf(source).join(", ")}`);
    },

    /** A person whose client is of their own making presses what was never offered to them. @param data  as Discord passes it on */
    forge: (
      person: StandInPerson | StandInUser,
      place: StandInPlace,
      source: StandInMessage,
      data: unknown,
      change: Circumstances = {},
    ): StandInInteraction => interact(person, place, data, { ...change, kind: "component", source }),

    /** A person writes a message; without the privileged intent its text reaches only who is addressed. @returns its id */
    message(
      person: StandInPerson | StandInUser,
      place: "guild" | "direct",
      words: string,
      change: {
        readonly mentions?: readonly StandInPerson[];
        readonly madeAt?: number;
        readonly repliesTo?: string;
        readonly roles?: readonly string[];
        /** More fields of the message, or other ones. */
        readonly more?: Readonly<Record<string, unknown>>;
      } = {},
    ): string {
      noteSaid(words);
      const user = typeof person === "string" ? PEOPLE[person] : person;
      const id = snowflake(change.madeAt);
      const repliesToUs = world.messages.some((message) => message.id === change.repliesTo);
      const isToUs = place === "direct" || repliesToUs || words.includes(`<@${BOT_ID}>`);
      const mentioned = (change.mentions ?? []).map((each) => userObject(PEOPLE[each]));
      const isMentioned = repliesToUs || words.includes(`<@${BOT_ID}>`);
      world.heard.push({ id, channelId: channelIn(place, user), isDeleted: false });
      gateway.dispatch("MESSAGE_CREATE", {
        id,
        channel_id: channelIn(place, user),
        ...(place === "guild" ? { guild_id: GUILD_ID, member: { roles: change.roles ?? [] } } : {}),
        author: userObject(user),
        content: isToUs || gateway.hasText() ? words : "",
        timestamp: new Date(change.madeAt ?? Date.now()).toISOString(),
        edited_timestamp: null,
        tts: false,
        mention_everyone: false,
        mentions: [
          ...mentioned,
          ...(isMentioned ? [{ id: BOT_ID, username: "westbound", discriminator: "0", bot: true }] : []),
        ],
        mention_roles: [],
        attachments: [],
        embeds: [],
        pinned: false,
        type: change.repliesTo === undefined ? 0 : 19,
        ...change.more,
      });
      return id;
    },

    /** What goes wrong with the next matching requests. */
    mishap: (method: string, path: RegExp, what: Mishap["what"], times = 1): void =>
      void world.mishaps.push({ method, path, times, what }),

    /** Messages of ours that can be seen now, oldest first. */
    messages: (): readonly StandInMessage[] => world.messages.filter(({ isDeleted }) => !isDeleted),

    /** Requests since then that were more than looking something up. */
    writes: (): readonly { readonly method: string; readonly path: string }[] =>
      world.requests.filter(({ method }) => method !== "GET"),

    async close(): Promise<void> {
      await gateway.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
