import { type APIUser, type GatewayMessageCreateDispatchData, MessageType } from "discord.js";
import type { Call } from "../../core/call.ts";
import { cleanLine, cleanText } from "../../core/clean.ts";
import { loneFileReply } from "../../core/lone-file.ts";
import type { Reply } from "../../core/reply.ts";
import { within } from "../../core/within.ts";
import { madeAt } from "./answer.ts";
import { askedByMessage, messageLink, toCall } from "./call.ts";
import { CODES, failureOf, isPassing, loggable } from "./failure.ts";
import { TYPING_MS } from "./limits.ts";
import { type Outgoing, render, statusLine } from "./render.ts";
import { nonceOf } from "./requests.ts";
import { apology, notice, quietly, sendOrApologise, type Session } from "./session.ts";
import { createStatus } from "./status.ts";
import { insist } from "./waiting.ts";

/** A message as the gateway delivers it. */
export type Message = GatewayMessageCreateDispatchData;

/**
 * What a message asks of us: its text without the mention, or undefined when it is not for us. Addressed is a direct message, a
 * mention, or a reply that mentions; the text of any other is not given to us anyway. Bots are never answered.
 */
export function questionIn(message: Message, botId: string): string | undefined {
  const isTalk = message.type === MessageType.Default || message.type === MessageType.Reply;
  if (!isTalk || message.author.bot || message.author.system || message.webhook_id !== undefined) return undefined;
  if (message.guild_id !== undefined && !message.mentions.some(({ id }) => id === botId)) return undefined;
  const people = new Map<string, APIUser>(message.mentions.map((user) => [user.id, user]));
  const words = message.content.replace(/<@!?(\d+)>( ?)/g, (mention, id: string, blank: string) => {
    const user = people.get(id);
    if (id === botId) return "";
    return user ? `@${cleanLine(user.global_name ?? user.username, 32)}${blank}` : mention;
  });
  return cleanText(words);
}

/** Writes a question down, so that it is answered even if we are killed, and answers it. A second delivery does nothing. */
export async function takeQuestion(session: Session, message: Message, question: string): Promise<void> {
  let isNew = true;
  await quietly(session, "discord: a question could not be written down", async () => {
    isNew = await session.inbox.accept({
      key: message.id,
      platform: "discord",
      place: askedByMessage(message).place,
      payload: JSON.stringify({ kind: "question", message }),
      askedAt: madeAt(message),
    });
  });
  if (isNew) await answerQuestion(session, message, question);
}

/**
 * Answers a question that is in the inbox, and closes it there. While it is worked on the person sees us typing; in a direct chat
 * there is a line of progress when that takes longer, and the answer takes its place.
 */
export async function answerQuestion(session: Session, message: Message, question: string): Promise<void> {
  const { requests, times, log, stopped } = session;
  const channelId = message.channel_id;
  // In a direct chat there is nobody else that an answer could be for.
  const answers = message.guild_id === undefined ? undefined : message.id;
  const unshown = (error: unknown): void =>
    log.debug({ why: failureOf(error).why }, "progress could not be shown on discord");

  let lineId: string | undefined;
  const status = createStatus(times.progressMs, unshown);
  // Where others read along typing has to do.
  if (message.guild_id === undefined)
    status.begin(async (line) => {
      if (lineId === undefined)
        lineId = await requests.createMessage(channelId, statusLine(line), nonceOf(`status:${message.id}`));
      else await requests.editMessage(channelId, lineId, statusLine(line));
    });
  const endTyping = showTyping(session, channelId, unshown);
  try {
    const made = await within(answerTo(session, message, question, status.line), undefined, stopped);
    endTyping();
    await status.stop();
    // What `stop` did not wait for is answered by the next start.
    if (!made || stopped.aborted) return;
    await say(session, message, made.value, { answers, lineId });
  } catch (error) {
    const failure = failureOf(error);
    log.warn({ why: failure.why }, "a question on discord could not be answered");
    if (failure.kind === "fault") session.report(loggable(error), "discord: question");
    // While Discord is away the question stays open: the next start answers it, if that is soon.
    if (isPassing(failure)) return;
  } finally {
    endTyping();
    await status.stop();
  }
  await quietly(session, "discord: a question could not be closed", () => session.inbox.close("discord", message.id));
}

async function answerTo(
  session: Session,
  message: Message,
  question: string,
  progress: (line: string) => void,
): Promise<readonly Outgoing[]> {
  try {
    const { identify, owners, clock, desk } = session;
    const plain = await toCall(askedByMessage(message), { identify, owners, now: clock() });
    const { guild_id: guildId } = message;
    const link = guildId === undefined ? undefined : messageLink(guildId, message.channel_id, message.id);
    const call: Call = link === undefined ? plain : { ...plain, answerLink: async () => link };
    const isLoneFile = question === "" && message.attachments.length > 0;
    const reply = isLoneFile ? loneFileReply(desk.commands.values(), call) : await desk.ask(question, call, progress);
    const messages = await render(reply, {
      draw: session.draw,
      log: session.log,
      keep: (button) => desk.keep(button, call.caller.userId),
    });
    return isForAskerAlone(reply, call) ? await inPrivate(session, message, messages) : messages;
  } catch (error) {
    return await apology(session, error, "discord: question");
  }
}

const isForAskerAlone = (reply: Reply, call: Call): boolean => reply.audience === "caller" && call.place.isPublic;

/** Sends an answer to the direct chat, since a message in a server is read by all. @returns what is said in its place */
async function inPrivate(
  session: Session,
  message: Message,
  messages: readonly Outgoing[],
): Promise<readonly Outgoing[]> {
  if (messages.length === 0) return [];
  try {
    const channelId = await session.requests.openDirect(message.author.id);
    for (const [index, each] of messages.entries())
      await session.requests.createMessage(channelId, each, nonceOf(`direct:${message.id}:${index}`));
    return await notice(session, "That is for you alone: I have answered in our direct chat.");
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind !== "refused" || failure.code !== CODES.cannotMessageUser) throw error;
    return await notice(
      session,
      "That is for you alone, and you take no direct messages from me. Use /ask: then only you see the answer.",
    );
  }
}

async function say(
  session: Session,
  message: Message,
  messages: readonly Outgoing[],
  { answers, lineId }: { answers: string | undefined; lineId: string | undefined },
): Promise<void> {
  const { requests, times, stopped } = session;
  const channelId = message.channel_id;
  const patience = { waitMs: times.retryMs, signal: stopped };
  if (lineId !== undefined && messages.length === 0) return await requests.deleteMessage(channelId, lineId);
  for (const [index, each] of messages.entries())
    await insist(
      () =>
        sendOrApologise(session, each, (outgoing) =>
          index === 0 && lineId !== undefined
            ? requests.editMessage(channelId, lineId, outgoing)
            : requests
                .createMessage(
                  channelId,
                  outgoing,
                  nonceOf(`answer:${message.id}:${index}`),
                  index === 0 ? { answers } : {},
                )
                .then(() => undefined),
        ),
      patience,
    );
}

/** @returns what ends it */
function showTyping(session: Session, channelId: string, onError: (error: unknown) => void): () => void {
  const show = (): void => void session.requests.showTyping(channelId).catch(onError);
  show();
  const timer = setInterval(show, TYPING_MS - 1_000);
  return () => clearInterval(timer);
}
