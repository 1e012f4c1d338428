import {
  type APIApplicationCommand,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from "discord.js";
import { isAtLeast, type Role } from "../../core/call.ts";
import type { AnyCommand } from "../../core/command.ts";
import { type Field, fieldsOf } from "../../core/fields.ts";
import {
  COMMAND_DESCRIPTION,
  COMMAND_NAME,
  COMMAND_OPTIONS,
  COMMAND_TEXT,
  COMMANDS,
  OPTION_CHOICES,
} from "./limits.ts";

/** A command as it is registered with Discord. */
export type Registration = RESTPostAPIChatInputApplicationCommandsJSONBody;

/** Where a command's name begins others, it is shown beside them under this one. */
export const BARE_SUBCOMMAND = "show";

/** What Discord shows the command to by default: everybody, those who manage the server, nobody but administrators. */
const PERMISSIONS = {
  member: null,
  admin: PermissionFlagsBits.ManageGuild.toString(),
  owner: "0",
} as const satisfies Record<Role, string | null>;

function toOption(command: AnyCommand, field: Field): APIApplicationCommandBasicOption {
  const { name, description, required } = field;
  switch (field.kind) {
    case "boolean":
      return { type: ApplicationCommandOptionType.Boolean, name, description, required };
    case "integer":
      return { type: ApplicationCommandOptionType.Integer, name, description, required };
    case "number":
      return { type: ApplicationCommandOptionType.Number, name, description, required };
    case "enum": {
      const choices = field.options.map((value) => ({ name: value, value }));
      return { type: ApplicationCommandOptionType.String, name, description, required, choices };
    }
    case "file":
      return { type: ApplicationCommandOptionType.Attachment, name, description, required };
    case "string":
    case "list":
      return command.suggest?.[name]
        ? { type: ApplicationCommandOptionType.String, name, description, required, autocomplete: true }
        : { type: ApplicationCommandOptionType.String, name, description, required };
  }
  return field.kind satisfies never;
}

/** Discord refuses a required option behind an optional one. */
const toOptions = (command: AnyCommand): APIApplicationCommandBasicOption[] =>
  fieldsOf(command)
    .toSorted((a, b) => Number(b.required) - Number(a.required))
    .map((field) => toOption(command, field));

/** Permissions belong to the first word of a name: it is open to whoever may use any of its subcommands. */
const lowest = (commands: readonly AnyCommand[]): Role =>
  commands.reduce<Role>((role, { access }) => (isAtLeast(role, access) ? access : role), "owner");

function toRegistration(first: string, group: readonly AnyCommand[]): Registration {
  const bare = group.find(({ name }) => name === first);
  const base = {
    type: ApplicationCommandType.ChatInput,
    name: first,
    default_member_permissions: PERMISSIONS[lowest(group)],
    integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel],
  } satisfies Partial<Registration>;
  if (bare && group.length === 1) return { ...base, description: bare.summary, options: toOptions(bare) };
  return {
    ...base,
    description:
      bare?.summary ??
      group
        .map(({ summary }) => summary)
        .join(" ")
        .slice(0, COMMAND_DESCRIPTION),
    options: group.map((command) => ({
      type: ApplicationCommandOptionType.Subcommand,
      name: command === bare ? BARE_SUBCOMMAND : command.name.slice(first.length + 1),
      description: command.summary,
      options: toOptions(command),
    })),
  };
}

/** The chat commands as Discord is to list them, by their first word. */
export function toRegistrations(commands: Iterable<AnyCommand>): Registration[] {
  const groups = new Map<string, AnyCommand[]>();
  for (const command of commands) {
    if (!command.surfaces.includes("chat")) continue;
    const first = command.name.split(" ")[0] ?? command.name;
    groups.set(first, [...(groups.get(first) ?? []), command]);
  }
  return [...groups].map(([first, group]) => toRegistration(first, group));
}

const optionsOf = (option: APIApplicationCommandOption): readonly APIApplicationCommandOption[] =>
  "options" in option ? (option.options ?? []) : [];

/** The parts of a command that we set, with Discord's defaults filled in, so that ours and theirs can be compared. */
function normalOption(option: APIApplicationCommandOption): unknown {
  return {
    type: option.type,
    name: option.name,
    description: option.description,
    required: option.required ?? false,
    autocomplete: ("autocomplete" in option && option.autocomplete) ?? false,
    choices: "choices" in option ? (option.choices ?? []).map(({ name, value }) => ({ name, value })) : [],
    options: optionsOf(option).map(normalOption),
  };
}

/** What of a command we compare, ours or as Discord lists it. */
type Listed = Pick<APIApplicationCommand, "name" | "description" | "integration_types" | "contexts" | "options"> & {
  readonly type?: ApplicationCommandType | undefined;
  readonly default_member_permissions?: unknown;
};

const inOrder = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);

function normal(command: Listed): unknown {
  return {
    type: command.type ?? ApplicationCommandType.ChatInput,
    name: command.name,
    description: command.description,
    default_member_permissions: command.default_member_permissions ?? null,
    integration_types: inOrder(command.integration_types ?? [ApplicationIntegrationType.GuildInstall]),
    contexts: inOrder(command.contexts ?? []),
    options: (command.options ?? []).map(normalOption),
  };
}

/** Whether Discord lists exactly these commands already. Their order does not matter, that of options does. */
export function isRegistered(ours: readonly Registration[], theirs: readonly Listed[]): boolean {
  const words = (commands: readonly Listed[]): string =>
    JSON.stringify(commands.toSorted((a, b) => a.name.localeCompare(b.name)).map(normal));
  return words(ours as readonly Listed[]) === words(theirs);
}

const wordsIn = (option: APIApplicationCommandOption): number =>
  option.name.length +
  option.description.length +
  ("choices" in option ? (option.choices ?? []) : []).reduce(
    (sum, { name, value }) => sum + name.length + String(value).length,
    0,
  ) +
  optionsOf(option).reduce((sum, each) => sum + wordsIn(each), 0);

function problemsOf(command: Registration): string[] {
  const problems: string[] = [];
  const options = command.options ?? [];
  const all = options.flatMap((option) => [option, ...optionsOf(option)]);
  for (const { name, description } of [command, ...all]) {
    if (name.length > COMMAND_NAME) problems.push(`"${name}" is longer than ${COMMAND_NAME} characters`);
    if (description === "" || description.length > COMMAND_DESCRIPTION)
      problems.push(`"${name}" has no description of at most ${COMMAND_DESCRIPTION} characters`);
  }
  if (options.length > COMMAND_OPTIONS) problems.push(`more than ${COMMAND_OPTIONS} options or subcommands`);
  if (new Set(options.map(({ name }) => name)).size < options.length) problems.push("two subcommands of one name");
  if (all.some((option) => "choices" in option && (option.choices?.length ?? 0) > OPTION_CHOICES))
    problems.push(`an option with more than ${OPTION_CHOICES} choices`);
  const size = command.name.length + command.description.length + options.reduce((sum, each) => sum + wordsIn(each), 0);
  if (size > COMMAND_TEXT) problems.push(`${size} characters in all, more than ${COMMAND_TEXT}`);
  return problems.map((problem) => `/${command.name}: ${problem}`);
}

/** Every reason why Discord would refuse the list, since it then keeps none of it; empty when there is none. */
export function problemsInRegistrations(commands: readonly Registration[]): string[] {
  const tooMany = commands.length > COMMANDS ? [`${commands.length} commands, more than ${COMMANDS}`] : [];
  return [...tooMany, ...commands.flatMap(problemsOf)];
}
