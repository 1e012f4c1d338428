import {
  ApplicationCommandAutocompleteCallbackRequestSchema,
  ApplicationCommandUpdateRequestSchema,
  CreateMessageInteractionCallbackRequestSchema,
  CreatePrivateChannelRequestSchema,
  IncomingWebhookUpdateRequestPartialSchema,
  MessageCreateRequestSchema,
  MessageEditRequestPartialSchema,
  UpdateMessageInteractionCallbackRequestSchema,
} from "discord-api-spec/zod";

/** Discord's schemas of what a bot may send, as published. */
const schemas = {
  autocomplete: ApplicationCommandAutocompleteCallbackRequestSchema,
  command: ApplicationCommandUpdateRequestSchema,
  response: CreateMessageInteractionCallbackRequestSchema,
  directChannel: CreatePrivateChannelRequestSchema,
  webhook: IncomingWebhookUpdateRequestPartialSchema,
  message: MessageCreateRequestSchema,
  messageEdit: MessageEditRequestPartialSchema,
  responseEdit: UpdateMessageInteractionCallbackRequestSchema,
} as const;

interface Component {
  readonly type: number;
  readonly components?: readonly Component[];
  readonly accessory?: Component;
  readonly content?: string;
  readonly custom_id?: string;
  readonly label?: string;
  readonly style?: number;
  readonly url?: string;
  readonly placeholder?: string;
  readonly description?: string;
  readonly options?: readonly { readonly label: string; readonly value: string; readonly description?: string }[];
  readonly items?: readonly { readonly media: { readonly url: string }; readonly description?: string | null }[];
  readonly file?: { readonly url: string };
}
export type { Component };

/** A message as it is sent, whichever way. */
export interface MessageBody {
  readonly content?: string;
  readonly embeds?: readonly unknown[];
  readonly components?: readonly Component[];
  readonly flags?: number;
  readonly attachments?: readonly { readonly id: string; readonly filename?: string; readonly description?: string }[];
  readonly allowed_mentions?: {
    readonly parse?: readonly string[];
    readonly roles?: readonly string[];
    readonly replied_user?: boolean;
  };
  readonly message_reference?: { readonly message_id: string; readonly fail_if_not_exists?: boolean };
  readonly nonce?: string | number;
  readonly enforce_nonce?: boolean;
}

export const IS_COMPONENTS_V2 = 1 << 15;
export const EPHEMERAL = 1 << 6;

type SchemaName = keyof typeof schemas;

/** All components, nested ones included, in the order in which they are read. */
export const allComponents = (components: readonly Component[] = []): Component[] =>
  components.flatMap((each) => [
    each,
    ...allComponents(each.components),
    ...(each.accessory ? allComponents([each.accessory]) : []),
  ]);

const same = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === "object" && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([, each]) => each !== undefined)
            .toSorted(([a], [b]) => a.localeCompare(b))
            .map(([key, each]) => [key, sorted(each)]),
        )
      : value;

/** What Discord's own schema has to say; a field that it does not know is a complaint too. */
export function schemaProblems(name: SchemaName, body: unknown): string[] {
  const parsed = schemas[name].safeParse(body);
  if (!parsed.success) return [`${name}: ${parsed.error.message.slice(0, 500)}`];
  return same(parsed.data, body) ? [] : [`${name}: unknown fields in ${JSON.stringify(body).slice(0, 300)}`];
}

/** What the schema does not say: the rules of components V2, of files and of ids. */
export function messageProblems(body: MessageBody, fileNames: readonly string[]): string[] {
  const problems: string[] = [];
  const components = allComponents(body.components);
  if (((body.flags ?? 0) & IS_COMPONENTS_V2) === 0) {
    if (components.some(({ type }) => type >= 9)) problems.push("components V2 without the flag");
    if (!body.content && !body.embeds?.length && components.length === 0) problems.push("an empty message");
    return problems;
  }
  if (body.content || body.embeds?.length) problems.push("content or embeds beside components V2");
  if (components.length === 0) problems.push("an empty message");
  if (components.length > 40) problems.push(`${components.length} components, more than 40`);
  const text = components.reduce((sum, { type, content }) => sum + (type === 10 ? (content?.length ?? 0) : 0), 0);
  if (text > 4_000) problems.push(`${text} characters of text, more than 4000`);
  const ids = components.flatMap(({ custom_id }) => (custom_id === undefined ? [] : [custom_id]));
  if (new Set(ids).size < ids.length) problems.push("a custom id twice");
  for (const button of components.filter(({ type }) => type === 2)) {
    if (
      (button.style === 5) !== (button.url !== undefined) ||
      (button.style === 5) === (button.custom_id !== undefined)
    )
      problems.push("a button that is neither a link nor has an id");
    if (!button.label) problems.push("a button without a label");
  }
  for (const { options } of components.filter(({ type }) => type === 3)) {
    const values = options?.map(({ value }) => value) ?? [];
    if (new Set(values).size < values.length) problems.push("an option's value twice");
    if (options?.some(({ label, value }) => label === "" || label.length > 100 || value.length > 100))
      problems.push("an option without a fitting label or value");
  }
  const named = components
    .flatMap(({ items, file }) => [...(items ?? []).map(({ media }) => media.url), ...(file ? [file.url] : [])])
    .filter((url) => url.startsWith("attachment://"))
    .map((url) => url.slice("attachment://".length));
  for (const name of named) if (!fileNames.includes(name)) problems.push(`the file ${name} is named but not sent`);
  for (const name of fileNames) if (!named.includes(name)) problems.push(`the file ${name} is sent but not shown`);
  if (new Set(fileNames).size < fileNames.length) problems.push("two files of one name");
  return problems;
}

/** The list of commands as a whole. */
export function commandProblems(commands: readonly Record<string, unknown>[]): string[] {
  const problems = commands.flatMap((command) => {
    // The specification says integer, the documentation a string of digits, and Discord takes both.
    const permissions = command["default_member_permissions"];
    const body =
      typeof permissions === "string" ? { ...command, default_member_permissions: Number(permissions) } : command;
    return [...schemaProblems("command", body), ...requiredProblems(command["options"], String(command["name"]))];
  });
  const names = commands.map(({ name }) => name);
  if (new Set(names).size < names.length) problems.push("a command twice");
  return problems;
}

function requiredProblems(options: unknown, name: string): string[] {
  const list = (options ?? []) as readonly { required?: boolean; options?: unknown }[];
  const isWrong = list.some((option, index) => option.required === true && list[index - 1]?.required === false);
  return [
    ...(isWrong ? [`/${name}: a required option behind an optional one`] : []),
    ...list.flatMap((option) => requiredProblems(option.options, name)),
  ];
}

/** Whom a message notifies by what its text mentions. */
export function pingsOf(body: MessageBody): string[] {
  const allowed = body.allowed_mentions?.parse ?? ["everyone", "users", "roles"];
  const text = allComponents(body.components)
    .map(({ content }) => content ?? "")
    .join("\n");
  return [
    ...(allowed.includes("everyone") && /(?<!\\)@(everyone|here)/.test(text) ? ["everyone"] : []),
    ...(allowed.includes("users") ? [...text.matchAll(/(?<!\\)<@!?(\d+)>/g)].map(([, id]) => id ?? "") : []),
    ...[...text.matchAll(/(?<!\\)<@&(\d+)>/g)]
      .filter(([, id = ""]) => allowed.includes("roles") || body.allowed_mentions?.roles?.includes(id))
      .map(([, id]) => `role ${id}`),
    ...(body.message_reference && body.allowed_mentions?.replied_user !== false ? ["the asker"] : []),
  ];
}
