import { noteSecret } from "../support/log-watch.ts";
import { allComponents, type Component, EPHEMERAL, type MessageBody } from "./discord-rules.ts";
import { readMarkdown } from "./discord-markdown.ts";

export const TOKEN = "MTExMTExMTExMTExMTExMTEx.GaBcDe.a-token-of-the-stand-in-server-0123456789";
noteSecret(TOKEN);
export const APPLICATION_ID = "111111111111111111";
/** Not the application's id, as with applications of before 2016. */
export const BOT_ID = "111111111111111112";
export const GUILD_ID = "222222222222222222";
export const CHANNEL_ID = "333333333333333333";
/** A channel that was deleted, one that we may not see, and one that we may not write to. */
export const GONE_CHANNEL_ID = "333333333333333334";
export const HIDDEN_CHANNEL_ID = "333333333333333335";
export const MUTED_CHANNEL_ID = "333333333333333336";
/** An announcement channel, whose messages can be published to those who follow it. */
export const NEWS_CHANNEL_ID = "333333333333333338";
/** A direct chat between two people that the app was brought into. */
export const PRIVATE_CHANNEL_ID = "333333333333333337";

export interface StandInUser {
  readonly id: string;
  readonly name: string;
  readonly isBot: boolean;
  /** Of their member in the guild. */
  readonly permissions: bigint;
  /** Takes direct messages from us, to begin with. */
  readonly isOpen: boolean;
}

const person = (id: string, name: string, change: Partial<StandInUser> = {}): StandInUser => ({
  id,
  name,
  isBot: false,
  permissions: 1n << 11n,
  isOpen: true,
  ...change,
});

/** The people in front of Discord. Olga owns the application; Tom takes no direct messages. */
export const PEOPLE = {
  ann: person("444444444444444441", "Ann"),
  ben: person("444444444444444442", "Ben"),
  ada: person("444444444444444443", "Ada", { permissions: 1n << 5n }),
  robo: person("444444444444444444", "Robo", { isBot: true }),
  olga: person("444444444444444445", "Olga"),
  tom: person("444444444444444446", "Tom", { isOpen: false }),
} as const satisfies Record<string, StandInUser>;

export type StandInPerson = keyof typeof PEOPLE;

/** Many more, of whom nothing is known but their ids. */
export const CROWD: readonly StandInUser[] = Array.from({ length: 500 }, (_, index) =>
  person(`44447${String(index).padStart(13, "0")}`, `Member ${index}`),
);

const EVERYBODY: readonly StandInUser[] = [...Object.values(PEOPLE), ...CROWD];

/** Ids of those who take no direct messages to begin with. */
export const closedAtFirst = (): Set<string> => new Set(EVERYBODY.flatMap(({ id, isOpen }) => (isOpen ? [] : [id])));

export const userById = (id: string): StandInUser | undefined => EVERYBODY.find((user) => user.id === id);

/** The direct channel of the desk with a person. */
export const directChannelOf = (user: StandInUser): string => user.id.replace(/^4{3}/, "555");
export const ownerOfDirect = (channelId: string): StandInUser | undefined =>
  EVERYBODY.find((user) => directChannelOf(user) === channelId);

const EPOCH = 1_420_070_400_000n;
let counter = 0n;

/** An id as Discord makes them: from the time, so it tells its age. */
export function snowflake(at = Date.now()): string {
  counter = (counter + 1n) & 0x3fffffn;
  return (((BigInt(Math.floor(at)) - EPOCH) << 22n) | counter).toString();
}

export interface SentFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A message of ours, as it stands. */
export interface StandInMessage {
  readonly id: string;
  readonly channelId: string;
  readonly flags: number;
  /** The only person that can read it, besides direct chats. */
  readonly onlyFor: string | undefined;
  components: readonly Component[];
  files: readonly SentFile[];
  attachments: NonNullable<MessageBody["attachments"]>;
  reference: string | undefined;
  nonce: string | undefined;
  pings: string[];
  edits: number;
  /** A deferral that nothing has taken the place of. */
  isLoading: boolean;
  isDeleted: boolean;
  isPublished?: boolean;
  isPinned?: boolean;
}

export interface StandInInteraction {
  readonly id: string;
  readonly token: string;
  readonly kind: "command" | "component" | "autocomplete";
  readonly userId: string;
  readonly channelId: string;
  readonly madeAt: number;
  readonly isUserInstallOnly: boolean;
  /** The message that was pressed on. */
  readonly source: StandInMessage | undefined;
  /** The type of the first response. */
  first: number | undefined;
  /** Whether the first response's answer reached the bot: then a second one is a mistake of the bot's. */
  wasConfirmed: boolean;
  original: StandInMessage | undefined;
  followUps: number;
  suggestions: readonly { readonly name: string; readonly value: string }[] | undefined;
}

/** One request as it came in. */
export interface RequestRecord {
  readonly method: string;
  /** Without the version and the query. */
  readonly path: string;
  readonly body: unknown;
  readonly files: readonly SentFile[];
  readonly at: number;
  status: number | undefined;
}

/** What goes wrong with the next requests that match. `drop`: carried out, but the answer never arrives. `stall`: refused, but of the answer only its head and a beginning arrive. */
export interface Mishap {
  readonly method: string;
  readonly path: RegExp;
  times: number;
  readonly what:
    | {
        readonly kind: "status";
        readonly status: number;
        readonly body?: unknown;
        readonly headers?: Record<string, string>;
      }
    | { readonly kind: "reset" | "drop" | "hang" | "stall" }
    | { readonly kind: "delay"; readonly ms: number };
}

export interface World {
  readonly messages: StandInMessage[];
  /** What people wrote. */
  readonly heard: { readonly id: string; readonly channelId: string; isDeleted: boolean }[];
  /** What people have attached, by the path on the CDN, and which of it was fetched. */
  readonly attachments: Map<string, Buffer>;
  readonly fetched: string[];
  /** Ids of those who take no direct messages now. */
  readonly closed: Set<string>;
  /** What we may not do now in channels, by their id. */
  readonly barred: Map<string, { readonly status: number; readonly code: number; readonly message: string }>;
  /** Whether somebody has given us "Manage Messages". */
  mayManageMessages: boolean;
  /** Whether somebody has given us "Pin Messages". */
  mayPin: boolean;
  /** Rights that the channel takes from us, as bits. */
  denied: bigint;
  readonly interactions: StandInInteraction[];
  readonly requests: RequestRecord[];
  readonly mishaps: Mishap[];
  /** Every breach of Discord's rules by the bot, in words. */
  readonly violations: string[];
  commands: readonly Record<string, unknown>[];
  typing: number;
  /** Ids of the servers that we have left. */
  /** Who let us into the server, in its log; undefined: we may not read that. */
  addedBy: string | undefined;
  readonly left: string[];
  readonly limits: { ackMs: number; tokenMs: number };
}

/** Everything that a person reads of a message. */
export const textOf = (message: StandInMessage): string =>
  allComponents(message.components)
    .flatMap((component) => {
      if (component.type === 10) return [readMarkdown(component.content ?? "")];
      const name = component.file?.url.slice("attachment://".length);
      const file = message.files.find((each) => each.name === name);
      return file ? [file.bytes.toString("utf8")] : [];
    })
    .join("\n");

export const labelsOf = (message: StandInMessage): string[] =>
  allComponents(message.components).flatMap(({ type, label, options }) =>
    type === 2 ? [label ?? ""] : (options ?? []).map((option) => option.label),
  );

export const picturesOf = (message: StandInMessage): string[] =>
  allComponents(message.components).flatMap(({ items }) => (items ?? []).map(({ description }) => description ?? ""));

export const isEphemeral = (message: StandInMessage): boolean => (message.flags & EPHEMERAL) !== 0;
