import { MessageFlags, MessageReferenceType, MessageType } from "discord.js";
import { mentionedIn } from "../../core/mentioned.ts";
import type { Overheard } from "../../core/overhear.ts";
import { madeAt } from "./answer.ts";
import { askedByMessage } from "./call.ts";
import { failureOf, loggable } from "./failure.ts";
import type { Message } from "./questions.ts";
import { render } from "./render.ts";
import { nonceOf } from "./requests.ts";
import type { Session } from "./session.ts";

/** Replayed by a resumed connection, perhaps long after. */
const OLD_MS = 2 * 60_000;

/** What in a message is not its writer's own word to others: code, quotations, addresses. */
const HIDDEN = /```[^]*?(?:```|(?![^]))|``[^]*?``|`[^`\n]*`|^[ \t]*>>> [^]*|^[ \t]*> [^\n]*|https?:\/\/\S+/gm;

/**
 * What people say to each other in a server and names an asset. Bots, webhooks (posts of followed channels among them), anything
 * forwarded, commands and old messages are none of it; edits do not reach us. Without the intent there is no text.
 */
export function overheardIn(message: Message, now: number): Overheard | undefined {
  const isTalk = message.type === MessageType.Default || message.type === MessageType.Reply;
  const isPerson = !message.author.bot && !message.author.system && message.webhook_id === undefined;
  const isForeign =
    message.message_reference?.type === MessageReferenceType.Forward ||
    ((message.flags ?? 0) & MessageFlags.IsCrosspost) !== 0;
  if (message.guild_id === undefined || !isTalk || !isPerson || isForeign) return undefined;
  if (now - madeAt(message) > OLD_MS || message.content.startsWith("/")) return undefined;
  const text = message.content.replace(HIDDEN, "\n");
  if (mentionedIn(text).length === 0) return undefined;
  const { place, accountId, roleIds, locale } = askedByMessage(message);
  return { place, accountId, roleIds, text, locale };
}

/** Answers it, if there is anything to say. Nobody waits: it is not written down, not insisted on, and failures are said to nobody. */
export async function answerOverheard(session: Session, message: Message, said: Overheard): Promise<void> {
  const { requests, draw, log } = session;
  const reply = await session.overhear(said);
  const [first] = reply ? await render(reply, { draw, log, keep: async () => "" }) : [];
  if (!first) return;
  try {
    await requests.createMessage(message.channel_id, first, nonceOf(`overheard:${message.id}`), {
      answers: message.id,
    });
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === "fault") session.report(loggable(error), "discord: overheard");
    else log.warn({ why: failure.why }, "a word on discord was not answered");
  }
}
