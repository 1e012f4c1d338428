import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIApplicationCommandInteractionDataOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type APIChatInputApplicationCommandInteraction,
  type APIMessageComponentInteraction,
  ComponentType,
  InteractionType,
  MessageFlags,
} from "discord.js";
import type { Call, Place } from "../../core/call.ts";
import { cleanLine, cleanText } from "../../core/clean.ts";
import type { AnyCommand } from "../../core/command.ts";
import { type Field, fieldsOf } from "../../core/fields.ts";
import type { Reply } from "../../core/reply.ts";
import { toChatFile } from "./attachment.ts";
import { type Answer, answer, answerDeferred, type Deferral } from "./answer.ts";
import { askedBy, type Interaction, messageLink, toCall } from "./call.ts";
import { failureOf } from "./failure.ts";
import { SUGGESTION_TEXT, SUGGESTIONS } from "./limits.ts";
import { BARE_SUBCOMMAND } from "./register.ts";
import { type Outgoing, render } from "./render.ts";
import { apology, type Session } from "./session.ts";
import { createStatus, type Status } from "./status.ts";

type Options = readonly APIApplicationCommandInteractionDataOption<InteractionType>[];

/** The command that is meant, and its options. */
function namedBy(
  data: { readonly name: string; readonly options?: Options },
  commands: ReadonlyMap<string, AnyCommand>,
): { readonly name: string; readonly options: Options } {
  const [first] = data.options ?? [];
  if (first?.type !== ApplicationCommandOptionType.Subcommand) return { name: data.name, options: data.options ?? [] };
  const full = `${data.name} ${first.name}`;
  const isBare = first.name === BARE_SUBCOMMAND && !commands.has(full);
  return { name: isBare ? data.name : full, options: first.options ?? [] };
}

function valueOf(
  option: Options[number],
  { data }: APIChatInputApplicationCommandInteraction,
  session: Session,
): unknown {
  if (!("value" in option)) return undefined;
  if (option.type !== ApplicationCommandOptionType.Attachment)
    return typeof option.value === "string" ? cleanText(option.value) : option.value;
  const attachment = data.resolved?.attachments?.[option.value];
  return attachment && toChatFile(attachment, { apiBase: session.apiBase, downloadMs: session.times.downloadMs });
}

const inputOf = (
  options: Options,
  interaction: APIChatInputApplicationCommandInteraction,
  session: Session,
): Record<string, unknown> =>
  Object.fromEntries(
    options
      .map((option) => [option.name, valueOf(option, interaction, session)] as const)
      .filter(([, value]) => value !== undefined),
  );

async function callOf(session: Session, interaction: Interaction): Promise<Call> {
  const { identify, owners, clock, requests } = session;
  const call = await toCall(askedBy(interaction), { identify, owners, now: clock() });
  const { guild_id: guildId } = interaction;
  if (guildId === undefined) return call;
  // Asked for only where somebody is pointed to it.
  const answerLink = async (): Promise<string | undefined> => {
    try {
      return messageLink(guildId, call.place.chatId, await requests.originalId(interaction));
    } catch {
      return undefined; // It may be gone, which is no matter.
    }
  };
  return { ...call, answerLink };
}

const renderFor = (session: Session, reply: Reply, call: Call): Promise<Outgoing[]> =>
  render(reply, {
    draw: session.draw,
    log: session.log,
    keep: (button) => session.desk.keep(button, call.caller.userId),
  });

/** A fault between Discord and the desk is answered too. */
async function orApology(session: Session, where: string, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    return { messages: await apology(session, error, where), as: "new", audience: "asker" };
  }
}

const deferralOf = (place: Place, command: AnyCommand | undefined): Deferral => ({
  kind: "message",
  audience: place.isPublic && command?.visibility === "private" ? "asker" : "place",
});

function runCommand(
  session: Session,
  interaction: APIChatInputApplicationCommandInteraction,
  status: Status,
): Promise<Answer> {
  const { name, options } = namedBy(interaction.data, session.desk.commands);
  return orApology(session, `discord: /${name}`, async () => {
    const call = await callOf(session, interaction);
    const reply = await session.desk.run(name, inputOf(options, interaction, session), call, status.line);
    const isHidden =
      call.place.isPublic &&
      (reply.audience !== undefined || session.desk.commands.get(name)?.visibility === "private");
    const stays = reply.staysMs === undefined ? {} : { staysMs: reply.staysMs };
    return {
      messages: await renderFor(session, reply, call),
      as: "new",
      audience: isHidden ? "asker" : "place",
      ...stays,
    };
  });
}

function press(session: Session, interaction: APIMessageComponentInteraction): Promise<Answer> {
  return orApology(session, "discord: press", async () => {
    const { data, message } = interaction;
    const buttonId = data.component_type === ComponentType.Button ? data.custom_id : (data.values[0] ?? "");
    const call = await callOf(session, interaction);
    const { reply, edit, removes } = await session.desk.press(buttonId, call);
    if (removes) return { messages: [], as: "edit", audience: "place", removes };
    const messages = await renderFor(session, reply, call);
    // Others read along where the message stands, unless it is one that only the asker sees.
    const isOpen = call.place.isPublic && ((message.flags ?? 0) & MessageFlags.Ephemeral) === 0;
    if (edit && !(isOpen && reply.audience === "caller"))
      return { messages, as: "edit", audience: isOpen ? "place" : "asker" };
    const isHidden = call.place.isPublic && (!isOpen || reply.audience !== undefined);
    return { messages, as: "new", audience: isHidden ? "asker" : "place" };
  });
}

/** A list is completed item by item: what stands in front of the last separator is kept in front of each suggestion. */
function openItem(typed: string, kind: Field["kind"] | undefined): { readonly before: string; readonly item: string } {
  const cut = kind === "list" ? /^([^]*[,;]\s*)([^,;]*)$/.exec(typed) : null;
  return { before: cut?.[1] ?? "", item: cut?.[2] ?? typed };
}

async function suggest(session: Session, interaction: APIApplicationCommandAutocompleteInteraction): Promise<void> {
  const { name, options } = namedBy(interaction.data, session.desk.commands);
  const focused = options.find((option) => "focused" in option && option.focused === true);
  if (!focused || !("value" in focused)) return;
  const command = session.desk.commands.get(name);
  const field = command && fieldsOf(command).find((each) => each.name === focused.name);
  const { before, item } = openItem(String(focused.value), field?.kind);
  const call = await callOf(session, interaction);
  const found = await session.desk.suggest(name, focused.name, cleanText(item), call);
  const choices = found
    .map(({ label, value }) => ({
      name: cleanLine(`${before}${label}`, SUGGESTION_TEXT),
      value: `${before}${value}`,
    }))
    .filter((choice) => choice.name !== "" && choice.value.length <= SUGGESTION_TEXT)
    .slice(0, SUGGESTIONS);
  try {
    await session.requests.suggest(interaction, choices);
  } catch (error) {
    // The person has typed on, and the next answer is under way.
    session.log.debug({ why: failureOf(error).why }, "suggestions came too late for discord");
  }
}

const newStatus = (session: Session): Status =>
  createStatus(session.times.progressMs, (error) =>
    session.log.debug({ why: failureOf(error).why }, "progress could not be shown on discord"),
  );

/** Answers a slash command, a press, a choice or a request for suggestions; what we did not offer is left alone. */
export async function takeInteraction(session: Session, interaction: Interaction): Promise<void> {
  const status = newStatus(session);
  switch (interaction.type) {
    case InteractionType.ApplicationCommandAutocomplete:
      return await suggest(session, interaction);
    case InteractionType.MessageComponent:
      return await answer(session, interaction, {
        deferral: { kind: "edit" },
        begin: () => press(session, interaction),
        status,
      });
    case InteractionType.ApplicationCommand: {
      if (interaction.data.type !== ApplicationCommandType.ChatInput) return;
      const slash = interaction as APIChatInputApplicationCommandInteraction;
      const { name } = namedBy(slash.data, session.desk.commands);
      return await answer(session, slash, {
        deferral: deferralOf(askedBy(slash).place, session.desk.commands.get(name)),
        begin: () => runCommand(session, slash, status),
        status,
      });
    }
  }
  return interaction satisfies never;
}

/** Does again what a process that died had deferred. Writes carry the interaction's id as their key, so they happen once. */
export async function takeDeferred(session: Session, interaction: Interaction, deferral: Deferral): Promise<void> {
  const status = newStatus(session);
  const work =
    interaction.type === InteractionType.MessageComponent
      ? press(session, interaction)
      : runCommand(session, interaction as APIChatInputApplicationCommandInteraction, status);
  await answerDeferred(session, interaction, { deferral, work, status });
}
