import type { Arrival } from "../../core/arrival.ts";
import { type Call, callKey, type Progress } from "../../core/call.ts";
import type { ChatFile } from "../../core/chat-file.ts";
import { cleanText } from "../../core/clean.ts";
import type { Desk, Draw, Identify } from "../../core/desk.ts";
import { failureSentence } from "../../core/failure.ts";
import { withFile } from "../../core/fields.ts";
import type { Report } from "../../core/log.ts";
import { loneFileReply } from "../../core/lone-file.ts";
import { secretIn, secretWarning } from "../../core/pasted-secret.ts";
import { isEmpty, type Reply, text } from "../../core/reply.ts";
import { type Line, readLine } from "./line.ts";
import { type PageReply, renderReply } from "./render.ts";
import type { Uploads } from "./uploads.ts";
import type { Visitor } from "./visitor.ts";

/** What a page sends: a typed line, with the id of a file that was sent ahead, or a press on a button. */
export type Asked = { readonly text: string; readonly file?: string } | { readonly press: string };

/** Who sends it, and how it came. */
export interface Asker {
  readonly visitor: Visitor;
  readonly arrival: Arrival;
  /** BCP 47. */
  readonly locale: string;
}

/**
 * `reply` is null where there is nothing to say. `edit`: it takes the place of the message pressed on. `signIn`: the page shows the
 * form. `forget`: the page takes what was asked off the screen and out of the tab's memory.
 */
export interface Answered {
  readonly reply: PageReply | null;
  readonly edit: boolean;
  readonly signIn: boolean;
  readonly forget?: true;
}

export interface TalkParts {
  readonly identify: Identify;
  readonly draw: Draw;
  readonly clock: () => number;
  readonly report: Report;
}

/** Commands that are free questions in a command's clothes. */
const QUESTIONS: ReadonlySet<string> = new Set(["ask"]);

const SIGN_IN: Reply = {
  blocks: [
    text("Please sign in first: from outside this machine, free questions need it. Look-ups such as /help do not."),
  ],
  audience: "caller-if-possible",
};

const FILE_GONE: Reply = {
  blocks: [text("I do not have this file any more. Please attach it again.")],
  audience: "caller-if-possible",
};

/** Whether free questions are answered: from this machine always, from elsewhere after a sign-in. */
export const mayAsk = ({ visitor, arrival }: Asker): boolean => arrival.isLocal || visitor.grade !== "visitor";

/** The call that a page makes. A browser alone with the desk is a direct chat; it is the owner's where the link was opened in it. */
export async function makeCall(asker: Asker, key: string, { identify, clock }: TalkParts): Promise<Call> {
  const { visitor, arrival, locale } = asker;
  const { userId, isOwner } = await identify("web", visitor.id);
  const role = isOwner && visitor.grade === "owner" && arrival.mayOwn ? "owner" : "member";
  return {
    caller: { userId, accountId: visitor.id, role },
    place: { platform: "web", chatId: visitor.id, isPublic: false },
    surface: "chat",
    locale,
    now: clock(),
    key: callKey("web", visitor.id, key),
  };
}

/** Asks the desk what a page asked and renders what it says. Never rejects: a fault becomes a line with a reference. */
export async function talk(
  { asked, asker, key }: { readonly asked: Asked; readonly asker: Asker; readonly key: string },
  {
    desk,
    progress,
    uploads,
    ...parts
  }: TalkParts & {
    readonly desk: Desk;
    readonly progress: Progress;
    readonly uploads: Pick<Uploads, "find">;
  },
): Promise<Answered> {
  const { draw, report } = parts;
  try {
    const call = await makeCall(asker, key, parts);
    const given = "text" in asked ? secretIn(asked.text) : undefined;
    if (given === "phrase") {
      const warning = await renderReply(secretWarning(given, "deleted"), call.caller.userId, { desk, draw, report });
      return { reply: warning, edit: false, signIn: false, forget: true };
    }
    const { reply, edit, signIn } = await askDesk(asked, mayAsk(asker), { desk, call, progress, uploads });
    const { userId } = call.caller;
    const page = isEmpty(reply) ? null : await renderReply(reply, userId, { desk, draw, report });
    return { reply: page, edit, signIn };
  } catch (error) {
    const sentence = failureSentence(error, report(error, "web"));
    return {
      reply: { blocks: [text(sentence)], buttons: [], isPrivate: false },
      edit: false,
      signIn: false,
    };
  }
}

async function askDesk(
  asked: Asked,
  isFree: boolean,
  {
    desk,
    call,
    progress,
    uploads,
  }: {
    readonly desk: Desk;
    readonly call: Call;
    readonly progress: Progress;
    readonly uploads: Pick<Uploads, "find">;
  },
): Promise<{ readonly reply: Reply; readonly edit: boolean; readonly signIn: boolean }> {
  if ("press" in asked) return { ...(await desk.press(asked.press, call)), signIn: false };
  const line = readLine(cleanText(asked.text), desk.commands);
  const file = asked.file === undefined ? undefined : uploads.find(call.caller.accountId, asked.file);
  if (asked.file !== undefined && !file) return { reply: FILE_GONE, edit: false, signIn: false };
  if (file && line.kind === "question")
    return { reply: loneFileReply(desk.commands.values(), call), edit: false, signIn: false };
  const isQuestion = line.kind === "question" || QUESTIONS.has(line.name);
  if (isQuestion && !isFree) return { reply: SIGN_IN, edit: false, signIn: true };
  const reply =
    line.kind === "question"
      ? await desk.ask(line.question, call, progress)
      : await desk.run(line.name, inputWith(line, file, desk), call, progress);
  return { reply, edit: false, signIn: false };
}

function inputWith(
  { name, input }: Line & { readonly kind: "command" },
  file: ChatFile | undefined,
  desk: Desk,
): Readonly<Record<string, unknown>> {
  const command = desk.commands.get(name);
  return command ? withFile(command, input, file) : input;
}

/** What a first visit offers to tap: a free question, two look-ups and the help, from the commands' own examples. */
export function firstSteps(desk: Desk): readonly string[] {
  const commands = [...desk.commands.values()].filter(
    ({ access, effect, surfaces }) => access === "member" && effect === "read" && surfaces.includes("chat"),
  );
  const question = commands.find(({ name }) => QUESTIONS.has(name))?.examples[0];
  const lookUps = commands.filter(({ name, examples }) => !QUESTIONS.has(name) && examples[0] !== name);
  return [
    ...(question === undefined ? [] : [question.replace(/^\w+ (.)/, (_, first: string) => first.toUpperCase())]),
    ...lookUps.slice(0, 2).map(({ examples }) => `/${examples[0]}`),
    ...(desk.commands.has("help") ? ["/help"] : []),
  ];
}
