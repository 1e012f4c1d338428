import { type Call, isAtLeast, type Platform, type Progress } from "./core/call.ts";
import { type CommandButton, isEmpty, type Reply, SILENCE, text } from "./core/reply.ts";
import { type Attempt, failure, noticed, type Outcome, outcomeOf } from "./core/attempt.ts";
import { type AnyCommand, isOfRight, isOpenToAll } from "./core/command.ts";
import type { Desk, Named, Pressed } from "./core/desk.ts";
import type { Report } from "./core/log.ts";
import { cleanText } from "./core/clean.ts";
import { type Admit, admitAll, type Wanted } from "./core/admission.ts";
import { dispatch, type DoneBefore, validInput } from "./core/dispatch.ts";
import { UserError } from "./core/errors.ts";
import { failureSentence } from "./core/failure.ts";
import { isSourcesButton, sourcesReply } from "./core/sources-card.ts";
import { isCancelButton } from "./core/proposal-buttons.ts";
import { readQuestion } from "./core/question.ts";
import { createRepeats, type Subject } from "./core/repeats.ts";

/** Answers a free question; an empty reply says nothing. */
export type Answer = (question: string, call: Call, progress: Progress) => Promise<Reply>;

/** One reply that was given, at any door. */
export interface Served {
  readonly platform: Platform;
  /** A command's name, never what somebody typed: metrics keep each value for ever. */
  readonly command: string;
  readonly outcome: Outcome;
  readonly tookMs: number;
}

export interface DeskParts {
  readonly commands: ReadonlyMap<string, AnyCommand>;
  readonly answer: Answer;
  /** Who is let in, and how; everybody as they come where it is left out. */
  readonly admit?: Admit;
  /** What a look-up is about; where it is left out, everything is answered each time. */
  readonly subject?: Subject;
  /** The look-up that a whole message is, if it is one and nothing else. */
  readonly phrase?: (words: string, call: Call) => Named | undefined;
  /** Told of each look-up that was asked for in words, and by which command, so that a question after it is understood. */
  readonly remember?: (asked: string, reply: Reply, call: Call, command: string, tookMs: number) => Promise<void>;
  /** Where buttons are kept until they expire. */
  readonly buttons: {
    keep(button: CommandButton, ownerId: string | undefined): Promise<string>;
    find(id: string): Promise<{ readonly button: CommandButton; readonly ownerId: string | undefined } | undefined>;
  };
  /** Keeps a write until its asker confirms it. @returns the proposal's id */
  readonly propose: (command: string, input: Readonly<Record<string, unknown>>, call: Call) => Promise<string>;
  /** Takes a proposal for carrying out. @returns false when it is another's, expired or done */
  readonly claim: (proposalId: string, call: Call) => Promise<boolean>;
  /** Takes a proposal back. @returns false when there is nothing left to take back */
  readonly withdraw: (proposalId: string, call: Call) => Promise<boolean>;
  /** Where writes are kept account of; without it each call of a write is a new one. */
  readonly doneBefore?: DoneBefore;
  readonly report: Report;
  /** A line that every reply has to carry, such as that its data is sample data. */
  readonly notice: () => string | undefined;
  /** Told of each reply. */
  readonly served: (served: Served) => void;
}

/** The desk behind every door. Nothing in it rejects: what goes wrong is worded here, once. */
export function createDesk({
  commands,
  answer,
  admit = admitAll,
  subject,
  phrase,
  remember,
  buttons,
  propose,
  claim,
  withdraw,
  doneBefore,
  report,
  notice,
  served,
}: DeskParts): Desk {
  const repeats = createRepeats();

  const attempt = async (name: string, input: unknown, call: Call, work: () => Promise<Reply>): Promise<Attempt> => {
    const from = performance.now();
    const isPrivate = commands.get(name)?.visibility === "private";
    const { reply, outcome } = await outcomeOf(work, (error) => {
      const failed = failure(error, { name, input, report });
      // What was asked for in private is in its error and its choices, too.
      return isPrivate ? { ...failed, reply: { ...failed.reply, audience: "caller" } } : failed;
    });
    const command = commands.has(name) ? name : "unknown";
    served({ platform: call.place.platform, command, outcome, tookMs: performance.now() - from });
    return { reply: noticed(reply, notice()), outcome };
  };

  const run = (
    name: string,
    input: unknown,
    asked: Call,
    progress: Progress,
    wanted: Wanted = { kind: "command", name },
  ): Promise<Attempt> =>
    attempt(name, input, asked, () =>
      admitted(wanted, asked, async (call, pointsBack) => {
        const work = async (): Promise<Reply> =>
          (await dispatch(commands, name, input, call, progress, doneBefore)).reply;
        const command = commands.get(name);
        if (pointsBack === undefined || !command || !mayRepeat(command, wanted)) return await work();
        const about = await subject?.(name, input, call);
        if (about === undefined) return await work();
        const checked = validInput(command, input);
        return await repeats.once({ name, input: checked, subject: about, as: pointsBack }, call, work);
      }),
    );

  /** What nobody is to be bothered with is not worked on; what is, is answered as the place wants it. */
  async function admitted(
    wanted: Wanted,
    asked: Call,
    work: (call: Call, pointsBack: string | undefined) => Promise<Reply>,
  ): Promise<Reply> {
    const entry = await admit(wanted, asked);
    if (entry.state === "silent") return SILENCE;
    const reply = noticed(await work(entry.call, entry.pointsBack), entry.line);
    const isForAll = asked.place.isPublic && reply.audience === undefined && !isEmpty(reply);
    if (!isForAll) return reply;
    const isLookUp =
      wanted.kind !== "question" && isOpenToAll(commands.get(wanted.kind === "command" ? wanted.name : "price"));
    return {
      ...reply,
      ...(entry.mayDelete ? { buttons: [...(reply.buttons ?? []), DELETE] } : {}),
      ...(entry.staysMs !== undefined && isLookUp ? { staysMs: entry.staysMs } : {}),
    };
  }

  return {
    commands,

    async run(name, input, call, progress = () => undefined) {
      return (await run(name, input, call, progress)).reply;
    },

    async ask(question, call, progress) {
      const named = plainLookUp(question, call);
      if (named) {
        const from = performance.now();
        const { reply, outcome } = await run(named.command, named.input, call, progress, { kind: "question" });
        if (outcome === "answered") await noted(question, reply, call, named.command, performance.now() - from);
        return reply;
      }
      const asked = await attempt("ask", { question }, call, () =>
        admitted({ kind: "question" }, call, async (as) => await answer(readQuestion(question), as, progress)),
      );
      return asked.reply;
    },

    async lookUp(asked, call) {
      try {
        const named = typeof asked === "string" ? phrase?.(cleanText(asked), call) : asked;
        if (!named || !isOpenToAll(commands.get(named.command))) return undefined;
        const { reply, outcome } = await run(named.command, named.input, call, () => undefined, {
          kind: "overheard",
        });
        return outcome === "answered" ? reply : undefined;
      } catch (error) {
        report(error, "look-up");
        return undefined;
      }
    },

    press,

    async keep(button, ownerId) {
      return await buttons.keep(button, ownerId);
    },

    async draft({ command, input }, call) {
      // What was typed is its asker's alone, a read too.
      const proposalId = await propose(command, input, call);
      return await buttons.keep({ label: command, command, input, answer: "new", proposalId }, call.caller.userId);
    },

    async suggest(name, field, typed, call) {
      try {
        return ((await commands.get(name)?.suggest?.[field]?.(typed, call)) ?? []).slice(0, 25);
      } catch (error) {
        report(error, `suggest ${name}`);
        return [];
      }
    },
  };

  /** A message that is nothing but a look-up is run as one: no model is asked. What fails here is for the agent. */
  function plainLookUp(question: string, call: Call): Named | undefined {
    if (call.surface !== "chat") return undefined;
    try {
      const named = phrase?.(cleanText(question), call);
      return named && isOpenToAll(commands.get(named.command)) ? named : undefined;
    } catch (error) {
      report(error, "look-up");
      return undefined;
    }
  }

  /** An answer that cannot be remembered is an answer all the same. */
  async function noted(...said: Parameters<NonNullable<typeof remember>>): Promise<void> {
    try {
      await remember?.(...said);
    } catch (error) {
      report(error, "remember");
    }
  }

  async function press(buttonId: string, call: Call): Promise<Pressed> {
    let found: Awaited<ReturnType<typeof buttons.find>>;
    try {
      found = await buttons.find(buttonId);
    } catch (error) {
      return refusal(failureSentence(error, report(error, "press")));
    }
    if (!found) return refusal("This button is too old. Run the command again to get a fresh one.");
    const { button, ownerId } = found;
    const isOwn = ownerId === call.caller.userId;
    if (button.command === DELETE.command) {
      if (isOwn || (await isAdminHere(call))) {
        repeats.forget(call.place);
        return { reply: SILENCE, edit: false, removes: true };
      }
      return refusal("Only whoever asked, and admins, can delete this.");
    }
    if (isSourcesButton(button)) return sourcesOf(button, call, isOwn);
    const isForOwner = commands.get(button.command)?.effect === "write" || button.proposalId !== undefined;
    // What a place's admins or the desk's owner may do is theirs, whoever asked for the card: `dispatch` asks for that right.
    const isRightful = button.proposalId === undefined && isOfRight(commands.get(button.command));
    if (isForOwner && !isOwn && !isRightful) return refusal("Only the person who asked can press this.");
    if (isCancelButton(button)) return await cancel(button.proposalId ?? "", call);
    // Two presses are two wishes, but a proposal is carried out once however often it is confirmed.
    const pressed = button.proposalId === undefined ? call : { ...call, key: `proposal:${button.proposalId}` };
    try {
      if (button.proposalId !== undefined && !(await mayConfirm(button.command, button.proposalId, pressed)))
        return refusal("This has been confirmed already, or it has expired.");
    } catch (error) {
      return refusal(`Something went wrong on our side (reference ${report(error, "press")}). Nothing was changed.`);
    }
    const { reply, outcome } = await run(button.command, button.input, pressed, () => undefined, {
      kind: "command",
      name: button.command,
      by: "press",
    });
    // A card that somebody reads is never replaced by an error, nor by what another person asked of it.
    const edit = isOwn && outcome === "answered" && button.answer !== "new";
    const isForAll = isOwn || !call.place.isPublic || (isRightful && outcome === "answered");
    return { reply: isForAll ? reply : { ...reply, audience: "caller" }, edit };
  }

  /** By the platform's right, or by what the place has set. */
  async function isAdminHere(call: Call): Promise<boolean> {
    if (isAtLeast(call.caller.role, "admin")) return true;
    try {
      const entry = await admit({ kind: "command", name: DELETE.command, by: "press" }, call);
      return entry.state === "in" && isAtLeast(entry.call.caller.role, "admin");
    } catch (error) {
      if (!(error instanceof UserError)) report(error, "press");
      return false;
    }
  }

  /** A card that was cancelled says so in place of its buttons. */
  async function cancel(proposalId: string, call: Call): Promise<Pressed> {
    try {
      if (!(await withdraw(proposalId, call)))
        return refusal("There is nothing left to cancel: it has been confirmed already, or it has expired.");
      return { reply: { blocks: [text("Cancelled. Nothing has been changed.")] }, edit: true };
    } catch (error) {
      return refusal(failureSentence(error, report(error, "cancel")));
    }
  }

  /** Also when it was carried out before: then `dispatch` answers with the first answer. */
  async function mayConfirm(command: string, proposalId: string, call: Call): Promise<boolean> {
    return (await doneBefore?.(command, call)) !== undefined || (await claim(proposalId, call));
  }
}

/** What an answer rests on is read by whoever can read the answer. */
function sourcesOf(button: CommandButton, call: Call, isOwn: boolean): Pressed {
  const reply = sourcesReply(button, call.now);
  return { reply: isOwn || !call.place.isPublic ? reply : { ...reply, audience: "caller" }, edit: false };
}

/** No command: it does nothing but to the message that it sits on. */
const DELETE: CommandButton = { label: "Delete", command: "-delete", input: {} };

/** Only what somebody asked for anew: a button's answer takes the place of a card, and a question in words is no look-up. */
const mayRepeat = (command: AnyCommand, wanted: Wanted): boolean =>
  isOpenToAll(command) && wanted.kind !== "overheard" && !(wanted.kind === "command" && wanted.by === "press");

const refusal = (sentence: string): Pressed => ({
  reply: { blocks: [text(sentence)], audience: "caller" },
  edit: false,
});
