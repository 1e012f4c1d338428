import { ownAffair, ownAffairReply, typedAffair } from "./own-affairs.ts";
import { randomBytes } from "node:crypto";
import type { Call, Progress } from "../core/call.ts";
import type { AnyCommand } from "../core/command.ts";
import { UserError } from "../core/errors.ts";
import type { Log, Report } from "../core/log.ts";
import { secretError } from "../core/pasted-secret.ts";
import { isEmpty, type Reply, SILENCE, text } from "../core/reply.ts";
import { holdsSeedPhrase } from "../core/seed-phrase.ts";
import { cardsReply } from "./cards.ts";
import { within } from "./deadline.ts";
import { failureSentence, ModelFailure } from "./failures.ts";
import { answerText, conversationOf, cutForHistory, type History } from "./history.ts";
import { AGENT_LIMITS, type AgentLimits } from "./limits.ts";
import type { Model } from "./model.ts";
import { askModel } from "./model-answer.ts";
import type { Message } from "./message.ts";
import { type CannotParts, cannotReply } from "./offline-answer.ts";
import { type Prompts, promptVersion } from "./prompts.ts";
import { createQueue } from "./queue.ts";
import { createRecorder } from "./recorder.ts";
import { createRunning, type Running } from "./running.ts";
import { askRules, createRestraint, rulesReply } from "./rules-answer.ts";
import { offeredTools } from "./tool-choice.ts";
import { createToolbox, type Propose, type Toolbox } from "./tools.ts";
import type { Trace, TraceTexts } from "../core/trace.ts";

/**
 * Whether words may go to the model. `closed`: the owner has not allowed it there; `off`: admins have switched it off; `spent`: the
 * place has asked as often today as it may.
 */
export type ModelAccess = "open" | "closed" | "off" | "spent" | BudgetReached;

/** A limit of spending is reached; `sentence` where this place has not heard of it today. */
export interface BudgetReached {
  readonly sentence?: string;
}

export interface AnswerParts {
  /** Read when a question is asked, so it may be filled later. */
  readonly commands: ReadonlyMap<string, AnyCommand>;
  /** Undefined: the offline rules answer. */
  readonly model: Model | undefined;
  /** Whether this caller may use the model in this place, for one question; otherwise the offline rules answer. */
  readonly accessFor: (call: Call) => Promise<ModelAccess>;
  readonly propose: Propose;
  readonly history: History;
  /** What the asker wants remembered, for the model to read here. */
  readonly notesOf?: (call: Call) => Promise<readonly string[]>;
  /** Where questions can be stopped from. */
  readonly running?: Running;
  /** Where traces are kept; the words only of people who agreed. Never rejects. */
  readonly keepTrace?: (call: Call, trace: Trace, texts: TraceTexts) => Promise<void>;
  readonly prompts: Prompts;
  /** What must never be in an answer: keys and tokens. */
  readonly secrets: readonly string[];
  readonly log: Log;
  readonly report: Report;
  readonly clock: () => number;
  readonly limits?: AgentLimits;
}

/**
 * Answers free questions by the commands: one at a time per person and place, each within its deadline. A model that fails is
 * said in one line, and the look-up that the rules find is answered all the same.
 * The function it gives throws UserError when too many questions of one conversation wait.
 */
export function createAnswer(parts: AnswerParts): (question: string, call: Call, progress: Progress) => Promise<Reply> {
  const { commands, model, accessFor, propose, prompts, log, report, clock, limits = AGENT_LIMITS } = parts;
  const { history, running = createRunning() } = parts;
  const queue = createQueue(limits.waiting);
  const maySayCannot = createRestraint();

  return async (question, call, progress) => {
    const conversation = conversationOf(call);
    const { signal, close } = running.open(conversation);
    const answer = queue.run(conversation, () => answerNext(question, call, progress, signal));
    if (!answer) {
      close();
      throw new UserError("I am still working on your earlier questions.", {
        hint: "Ask again when they are answered.",
      });
    }
    return await answer.finally(close);
  };

  async function answerNext(question: string, call: Call, progress: Progress, stop: AbortSignal): Promise<Reply> {
    let isOpen = true;
    // A look-up that was left behind has nothing more to say.
    const tell: Progress = (line) => void (isOpen && progress(line));
    try {
      stop.throwIfAborted();
      return await answerOne(question, call, tell, stop);
    } catch (error) {
      if (stop.aborted) return { blocks: [text("Stopped.")] };
      throw error;
    } finally {
      isOpen = false;
    }
  }

  async function answerOne(question: string, call: Call, progress: Progress, stop: AbortSignal): Promise<Reply> {
    const startedAt = clock();
    const own = call.place.isPublic ? (ownAffair(question) ?? typedAffair(question, commands)) : undefined;
    const aside = own === undefined ? undefined : ownAffairReply(commands.get(own));
    if (aside) return aside;
    // Half of a phrase is no phrase to a door; the other half comes with the next message.
    const before = (await history.recent(call)).map((each) => each.question);
    if (holdsSeedPhrase(`${before.at(-1) ?? ""} ${question}`)) throw secretError();
    const tools = offeredTools(commands, call, question, before.at(-1));
    const marker = `data_${randomBytes(4).toString("hex")}`;
    const notes = (await parts.notesOf?.(call)) ?? [];
    const recorder = createRecorder(clock);
    const message: Message = { question, call, marker, progress, begin: recorder.begin, notes };
    const openToolbox = (): Toolbox =>
      createToolbox({
        commands,
        offered: tools,
        ...message,
        asked: [question, ...before, ...notes],
        propose,
        report,
        limits,
      });
    const prompt = promptVersion(prompts.agent);
    let traced: Pick<Trace, "lane"> & Partial<Trace> = { lane: model ? "model" : "offline" };
    const record = (fields: Readonly<Record<string, unknown>>, { outcomes }: Toolbox): void => {
      const looked = outcomes.map(({ command, state }) => `${command}: ${state}`);
      log.info(
        { prompt, platform: call.place.platform, tools: looked, ms: clock() - startedAt, ...fields },
        "answered",
      );
    };

    let reply: Reply | undefined;
    try {
      reply = await byLane();
      return reply;
    } finally {
      // Whom nothing was said to has had no answer.
      if (reply === undefined || !isEmpty(reply)) {
        const { steps, calls } = recorder;
        const ended = reply ? "answered" : stop.aborted ? "stopped" : "failed";
        const answer = reply ? cutForHistory(answerText(reply)) : "";
        const done: Trace = { ...traced, prompt, ended, steps, ms: clock() - startedAt };
        await parts.keepTrace?.(call, done, { question: cutForHistory(question), answer, calls });
      }
    }

    async function byLane(): Promise<Reply> {
      if (!model) return await byRules("absent", limits.messageMs);
      const access = await accessFor(call);
      if (typeof access === "object") {
        // Said once, whatever was asked; then as where a place has asked as often as it may.
        const why = access.sentence === undefined ? "spent" : "failed";
        return await byRules(why, limits.messageMs, access.sentence);
      }
      if (access !== "open") return await byRules(access, limits.messageMs);
      return await byModel(model);
    }

    async function byModel(asked: Model): Promise<Reply> {
      const toolbox = openToolbox();
      const lane = { lane: "model", model: asked.description } as const;
      try {
        const answered = await within(
          limits.messageMs - limits.reserveMs,
          (signal) => askModel({ ...parts, limits, model: asked, history }, message, toolbox, signal),
          stop,
        );
        record({ ...lane, ...answered.record }, toolbox);
        traced = { ...lane, ...answered.traced };
        await history.add(call, question, answerText(answered.reply));
        return answered.reply;
      } catch (error) {
        if (!(error instanceof ModelFailure)) throw error;
        record({ ...lane, failure: error.kind }, toolbox);
        traced = { ...lane, failure: error.kind };
        const sentence = failureSentence(error.kind);
        // What was looked up before it failed is the answer, as far as it goes.
        // A model that found nothing to add has not failed anybody who reads the card.
        if (toolbox.outcomes.some(({ state }) => state !== "failed"))
          return cardsReply(toolbox.outcomes, error.kind === "empty" ? undefined : sentence);
        return await byRules("failed", Math.max(1, limits.messageMs - (clock() - startedAt)), sentence);
      }
    }

    async function byRules(why: CannotParts["model"], ms: number, lead?: string): Promise<Reply> {
      const toolbox = openToolbox();
      traced = { ...traced, lane: "offline" };
      const cannot: CannotParts = { commands, tools, call, model: why };
      try {
        const step = await within(ms, (signal) => askRules(message, toolbox, limits, signal, before), stop);
        record({ lane: "offline", step: step.kind }, toolbox);
        // Whoever asked while the model is down hears so each time; that there is none is old news.
        if (step.kind === "cannot" && why !== "failed" && !maySayCannot(call)) return SILENCE;
        const reply = rulesReply(step, toolbox, cannot, lead);
        // A model that reads of failures as its own words says that it fails.
        if (step.kind !== "cannot" && why !== "failed") await history.add(call, question, answerText(reply));
        return reply;
      } catch (error) {
        if (!(error instanceof ModelFailure)) throw error;
        record({ lane: "offline", failure: error.kind }, toolbox);
        const parting = lead ?? failureSentence(error.kind);
        return cannotReply({ kind: "cannot", why: "unknown" }, { ...cannot, model: "failed" }, parting);
      }
    }
  }
}
