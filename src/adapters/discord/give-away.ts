import { MessageType } from "discord.js";
import { type Given, secretIn, secretWarning } from "../../core/pasted-secret.ts";
import { failureOf } from "./failure.ts";
import type { Message } from "./questions.ts";
import { render } from "./render.ts";
import { nonceOf } from "./requests.ts";
import type { Session } from "./session.ts";

/**
 * What a message gives away, as far as it is for us to say something: a seed phrase wherever we are shown the text; what only may
 * be a secret where we were spoken to.
 */
export function givenAway(message: Message, isForUs: boolean): Given | undefined {
  const isTalk = message.type === MessageType.Default || message.type === MessageType.Reply;
  if (!isTalk || message.author.bot || message.author.system || message.webhook_id !== undefined) return undefined;
  const names = message.attachments.map(({ filename }) => filename);
  const given = secretIn([message.content, ...names].join("\n"));
  return given === "phrase" || isForUs ? given : undefined;
}

/** Deletes a seed phrase where we have the right, and warns its writer. Nothing of the message is kept or logged. */
export async function warnOf(session: Session, message: Message, given: Given): Promise<void> {
  const { requests, draw, log } = session;
  const isGone = given === "phrase" && (await isDeleted(session, message));
  const warning = secretWarning(given, isGone ? "deleted" : "left");
  const [first] = await render(warning, { draw, log, keep: async () => "" });
  if (!first) return;
  await requests.createMessage(
    message.channel_id,
    first,
    nonceOf(`warning:${message.id}`),
    isGone || message.guild_id === undefined ? {} : { answers: message.id },
  );
}

/** Nobody can delete another's message in a direct chat; in a server it takes "Manage Messages", for which we do not ask. */
async function isDeleted({ requests }: Session, message: Message): Promise<boolean> {
  if (message.guild_id === undefined) return false;
  try {
    await requests.deleteMessage(message.channel_id, message.id);
    return true;
  } catch (error) {
    if (failureOf(error).kind === "fault") throw error;
    return false;
  }
}
