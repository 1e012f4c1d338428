import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIApplicationCommandInteraction,
  type APIMessageComponentInteraction,
  type APITeamMember,
  type APIUser,
  ApplicationIntegrationType,
  type GatewayMessageCreateDispatchData,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTGetCurrentApplicationResult,
  TeamMemberMembershipState,
} from "discord.js";
import { type Call, callKey, type Place, type Role } from "../../core/call.ts";
import { cleanLine } from "../../core/clean.ts";
import type { Identify } from "../../core/desk.ts";

/** The interactions that we take part in. */
export type Interaction =
  | APIApplicationCommandInteraction
  | APIApplicationCommandAutocompleteInteraction
  | APIMessageComponentInteraction;

/** What Discord says of who asks, where and when; `toCall` makes it a call. */
export interface Asked {
  /** The id of the interaction or message. */
  readonly key: string;
  readonly accountId: string;
  readonly name: string;
  /** By Discord's rights alone; whoever runs the desk is found out by `toCall`. */
  readonly role: Role;
  readonly roleIds: readonly string[];
  readonly place: Place;
  readonly locale: string;
}

/** Longest name that is passed on; Discord allows 32. */
const NAME = 32;

const nameOf = (user: APIUser): string => cleanLine(user.global_name ?? user.username, NAME);

/** Managing the server is what makes an admin: the same right that Discord asks for before it shows admin commands. */
const ADMIN = PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator;

/** Whether the desk itself is in the place, not only brought along by the person's own installation. */
export const isPresent = (interaction: Interaction): boolean =>
  interaction.authorizing_integration_owners[ApplicationIntegrationType.GuildInstall] !== undefined;

/** Who asked by an interaction. Guild and channel may be missing where the app is installed by the person alone. */
export function askedBy(interaction: Interaction): Asked {
  const user = interaction.member?.user ?? interaction.user;
  if (!user) throw new TypeError("an interaction without a user");
  const rights = BigInt(interaction.member?.permissions ?? "0");
  return {
    key: interaction.id,
    accountId: user.id,
    name: nameOf(user),
    role: isPresent(interaction) && (rights & ADMIN) !== 0n ? "admin" : "member",
    roleIds: interaction.member?.roles ?? [],
    place: {
      platform: "discord",
      chatId: interaction.channel?.id ?? interaction.channel_id ?? directChat(user.id),
      // Only in the desk's own direct chat does nobody else read along; what Discord does not say counts as public.
      isPublic: interaction.context !== InteractionContextType.BotDM,
    },
    locale: interaction.locale,
  };
}

/** Who asked by a message. Messages carry no rights, so nobody is an admin by one; nor do they carry a language. */
export const askedByMessage = (message: GatewayMessageCreateDispatchData): Asked => ({
  key: message.id,
  accountId: message.author.id,
  name: nameOf(message.author),
  role: "member",
  roleIds: message.member?.roles ?? [],
  place: { platform: "discord", chatId: message.channel_id, isPublic: message.guild_id !== undefined },
  locale: "en",
});

/** Where a message of a server is read, as its clients copy it. */
export const messageLink = (guildId: string, channelId: string, messageId: string): string =>
  `https://discord.com/channels/${guildId}/${channelId}/${messageId}`;

/** The place of a person whose direct channel is not known: `send` opens it. */
export const directChat = (accountId: string): string => `@${accountId}`;

/** The account ids of those who own the application: its owner, or the members of its team who may change it. */
export function ownersOf(application: RESTGetCurrentApplicationResult): ReadonlySet<string> {
  const mayChange = (member: APITeamMember): boolean =>
    member.membership_state === TeamMemberMembershipState.Accepted && member.role !== "read_only";
  if (application.team) return new Set(application.team.members.filter(mayChange).map(({ user }) => user.id));
  return new Set(application.owner ? [application.owner.id] : []);
}

/** The call for what was asked. @param owners  account ids of the application's owners */
export async function toCall(
  asked: Asked,
  { identify, owners, now }: { identify: Identify; owners: ReadonlySet<string>; now: number },
): Promise<Call> {
  const { userId, isOwner } = await identify("discord", asked.accountId, asked.name);
  return {
    caller: {
      userId,
      accountId: asked.accountId,
      name: asked.name,
      role: isOwner || owners.has(asked.accountId) ? "owner" : asked.role,
      ...(asked.roleIds.length === 0 ? {} : { roleIds: asked.roleIds }),
    },
    place: asked.place,
    surface: "chat",
    locale: asked.locale,
    now,
    key: callKey("discord", asked.accountId, asked.key),
  };
}
