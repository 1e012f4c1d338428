import type { Call, Progress } from "../../core/call.ts";
import type { AnyCommand } from "../../core/command.ts";
import type { ChatFile } from "../../core/chat-file.ts";
import type { Desk, GroupServices } from "../../core/desk.ts";
import { fileFieldOf, withFile } from "../../core/fields.ts";
import { loneFileReply } from "../../core/lone-file.ts";
import { parseArguments } from "../../core/parse.ts";
import { isEmpty, type Reply } from "../../core/reply.ts";
import { acknowledge, type Acknowledgement } from "./acknowledgement.ts";
import type { Asked, Document, What } from "./asked.ts";
import type { Callers } from "./call.ts";
import { toFailure } from "./failure.ts";
import { edit, remove, type Target, targetOf } from "./post.ts";
import { type ProgressParts, showProgress } from "./progress.ts";
import { replyTarget, type Speaker } from "./speaker.ts";

/**
 * How old what was asked may be. `fresh`: it has just happened. `backlog`: it waited at Telegram for nobody knows how long.
 * `restart`: it waited with us, and is young enough.
 */
export type Age = "fresh" | "backlog" | "restart";

export interface AnswerParts extends ProgressParts {
  readonly desk: Desk;
  readonly callers: Callers;
  readonly speaker: Speaker;
  readonly toChatFile: (document: Document) => ChatFile;
  /** Told of what does not stay. */
  readonly onShown: GroupServices["onShown"];
}

/** A link that only opens our chat; `/start` takes its payload for nothing. */
const OPEN = "open";

/**
 * Answers what was asked, start to end. A press is acknowledged from now on, even when its work has to wait.
 * @returns the work. It rejects with TelegramFailure when the answer could not be sent
 */
export function prepareAnswer(asked: Asked, age: Age, parts: AnswerParts): () => Promise<void> {
  const { what } = asked;
  switch (what.kind) {
    case "command":
      return () => answerCommand(asked, what, parts);
    case "question":
      return () => answerQuestion(asked, what, parts);
    case "press": {
      const acknowledgement = what.queryId === undefined ? undefined : acknowledge(what.queryId, parts);
      return () => answerPress(asked, what, age, acknowledgement, parts);
    }
  }
  return what satisfies never;
}

async function answerCommand(
  asked: Asked,
  { name, line, file }: What & { kind: "command" },
  parts: AnswerParts,
): Promise<void> {
  const { desk, callers, speaker } = parts;
  const call = await callers.toCall(asked);
  const command = desk.commands.get(name);
  const input = command ? withFile(command, parseArguments(command, line), file && parts.toChatFile(file)) : {};
  const run = (progress: Progress): Promise<Reply> => desk.run(name, input, call, progress);
  if (command?.visibility !== "private" || !asked.place.isPublic) return await converse(asked, call, run, parts);
  if (asked.from.as !== "person") {
    await removeTyped(asked, line, parts);
    return await speaker.sayLine(
      replyTarget(asked),
      "That is between us, and I cannot tell who you are. Ask me in our direct chat.",
      speaker.linkTo(OPEN),
    );
  }
  if (command.access === "member") return await point(asked, { call, command, input, line }, parts);

  // A right over this place is asked of this place, so it is run here and answered there. Whether that can be is asked before:
  // an answer that reaches nobody must not have changed anything.
  if (!(await speaker.isReachable(asked)))
    return await speaker.sayLine(
      replyTarget(asked),
      "That is between us. Open our chat, press Start there, then ask here again.",
      speaker.linkTo(OPEN),
    );
  const { reply, statusId } = await watched({ chatId: asked.from.accountId, isPublic: false }, run, parts);
  if (statusId !== undefined) await remove(parts.api, asked.from.accountId, statusId);
  if (isEmpty(reply)) return;
  const reached = await speaker.sayInPrivate(asked, call, reply);
  await speaker.sayLine(
    replyTarget(asked),
    reached ? "I have answered in our direct chat." : "That is between us, but I cannot write to you.",
    reached ? undefined : speaker.linkTo(OPEN),
  );
}

interface Draft {
  readonly call: Call;
  readonly command: AnyCommand;
  readonly input: Readonly<Record<string, unknown>>;
  /** As typed, behind the command's name. */
  readonly line: string;
}

/**
 * Shows the way to our direct chat, where Start carries out what was typed here, which is not carried out here; what was typed is
 * deleted where we have the right, and in no case repeated.
 */
async function point(asked: Asked, { call, command, input, line }: Draft, parts: AnswerParts): Promise<void> {
  const { desk, speaker } = parts;
  const target = replyTarget(asked);
  await removeTyped(asked, line, parts);
  // A button carries no file.
  if (fileFieldOf(command))
    return await speaker.sayLine(
      target,
      "That is between us. Open our chat and send me the file there.",
      speaker.linkTo(OPEN),
    );
  const id = await desk.draft({ command: command.name, input }, call);
  await speaker.sayLine(target, "That is between us. Open our chat and press Start there.", speaker.linkTo(id));
}

/** Takes a command that says anything out of the group, where we have the right. */
async function removeTyped({ place, what }: Asked, line: string, { api }: AnswerParts): Promise<void> {
  if (line !== "" && what.kind === "command") await remove(api, place.chatId, what.messageId);
}

async function answerQuestion(
  asked: Asked,
  { words, file }: What & { kind: "question" },
  parts: AnswerParts,
): Promise<void> {
  const { desk, callers } = parts;
  const call = await callers.toCall(asked);
  const isLoneFile = file !== undefined && words === "";
  const answer = async (progress: Progress): Promise<Reply> =>
    isLoneFile ? loneFileReply(desk.commands.values(), call) : await desk.ask(words, call, progress);
  await converse(asked, call, answer, parts);
}

/** Works, then says the reply in the place, or in private if it is the caller's alone. */
async function converse(
  asked: Asked,
  call: Call,
  work: (progress: Progress) => Promise<Reply>,
  parts: AnswerParts,
): Promise<void> {
  const { api, speaker } = parts;
  const target = replyTarget(asked);
  const { reply, statusId } = await watched({ ...target, isPublic: asked.place.isPublic }, work, parts);
  const isSecret = reply.audience === "caller" && asked.place.isPublic;
  if (statusId !== undefined && (isEmpty(reply) || isSecret)) await remove(api, target.chatId, statusId);
  if (isEmpty(reply)) return;
  if (!isSecret) {
    const ids = await speaker.say(target, await speaker.rendered(reply, call.caller.userId), statusId);
    if (reply.staysMs !== undefined) await parts.onShown(asked.place, ids.map(String), reply.staysMs);
    return;
  }
  const reached = await speaker.sayInPrivate(asked, call, reply);
  await speaker.sayLine(
    target,
    reached
      ? "I have answered in our direct chat."
      : "That is between us. Open our chat, press Start there, and ask there.",
    reached ? undefined : speaker.linkTo(OPEN),
  );
}

/** Works with progress in sight. */
async function watched(
  target: Target & { readonly isPublic: boolean },
  work: (progress: Progress) => Promise<Reply>,
  parts: AnswerParts,
): Promise<{ readonly reply: Reply; readonly statusId: number | undefined }> {
  const show = showProgress(target, parts);
  try {
    const reply = await work(show.say);
    return { reply, statusId: await show.end() };
  } finally {
    await show.end();
  }
}

async function answerPress(
  asked: Asked,
  { buttonId, on }: What & { kind: "press" },
  age: Age,
  acknowledgement: Acknowledgement | undefined,
  parts: AnswerParts,
): Promise<void> {
  const { api, desk, callers, speaker } = parts;
  // Nobody waits any more for what a dead press in a backlog would do.
  if (age !== "fresh" && (await acknowledgement?.plain()) === false && age === "backlog") return;
  const call = await callers.toCall(asked);
  const { reply, edit: replaces, removes } = await desk.press(buttonId, call);
  if (removes && on) await remove(api, asked.place.chatId, on.messageId);
  const line = replaces || reply.audience === undefined ? undefined : lineOf(reply);
  if (line !== undefined && (await acknowledgement?.alert(line))) return;

  if (isEmpty(reply)) {
    await acknowledgement?.plain();
  } else if (reply.audience === "caller" && asked.place.isPublic) {
    await answerPresser(asked, call, { reply, buttonId, acknowledgement }, parts);
  } else {
    const messages = await speaker.rendered(reply, call.caller.userId);
    const [first, ...others] = messages;
    const canEdit = replaces && on !== undefined && first?.shape === on.shape && others.length === 0;
    if (!canEdit || !(await wasEdited(() => edit(api, asked.place.chatId, on.messageId, first)))) {
      const ids = await speaker.say(replaces ? targetOf(asked.place) : replyTarget(asked), messages);
      if (reply.staysMs !== undefined) await parts.onShown(asked.place, ids.map(String), reply.staysMs);
      if (replaces && on) await remove(api, asked.place.chatId, on.messageId);
    }
    await acknowledgement?.plain();
  }
}

/** What only the presser may read, of a press in a group. */
async function answerPresser(
  asked: Asked,
  call: Call,
  {
    reply,
    buttonId,
    acknowledgement,
  }: { reply: Reply; buttonId: string; acknowledgement: Acknowledgement | undefined },
  { speaker }: AnswerParts,
): Promise<void> {
  if (await speaker.sayInPrivate(asked, call, reply)) {
    await acknowledgement?.note("I have answered in our direct chat.");
    return;
  }
  // Start in our chat presses the same button there; a write happens once, by the button's id.
  const url = speaker.linkTo(buttonId);
  if (await acknowledgement?.open(url)) return;
  await speaker.sayLine(replyTarget(asked), "That is between us. Open our chat and press Start there.", url);
}

/** @returns false when the message is not there any more or too old to change */
async function wasEdited(change: () => Promise<void>): Promise<boolean> {
  try {
    await change();
    return true;
  } catch (error) {
    if (toFailure("edit", error).kind !== "refused") throw error;
    return false;
  }
}

/** The words of a reply that has nothing but a line or two of plain text. */
function lineOf({ title, blocks, footer, buttons, choices }: Reply): string | undefined {
  const [block, ...others] = blocks;
  if (title !== undefined || footer !== undefined || choices || (buttons?.length ?? 0) > 0) return undefined;
  if (block?.kind !== "text" || others.length > 0) return undefined;
  return block.spans.map(({ text }) => text).join("") || undefined;
}
