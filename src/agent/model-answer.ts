import { cleanLine } from "../core/clean.ts";
import type { Report } from "../core/log.ts";
import { markdown } from "../core/markdown.ts";
import { type Reply, text } from "../core/reply.ts";
import type { SourceRow } from "../core/sources-card.ts";
import { cardsReply, textReply } from "./cards.ts";
import { ModelFailure } from "./failures.ts";
import { calculatedLine } from "./calculator.ts";
import { citablesIn, linkedCitations } from "./citations.ts";
import type { FigureFact } from "./figure-facts.ts";
import { type CheckedText, checkFigures, removedNote } from "./figures.ts";
import type { History } from "./history.ts";
import type { AgentLimits } from "./limits.ts";
import { type Message, messageText } from "./message.ts";
import type { Model, ModelRoute } from "./model.ts";
import { leaks, presentable, repeats } from "./output.ts";
import type { Prompts } from "./prompts.ts";
import { isSmallQuestion } from "./small-question.ts";
import { askerOf } from "./spending.ts";
import type { Toolbox } from "./tools.ts";
import type { Trace } from "../core/trace.ts";
import type { Turn } from "./turn.ts";

export interface ModelAnswerParts {
  readonly model: Model;
  readonly history: History;
  readonly prompts: Prompts;
  readonly secrets: readonly string[];
  readonly report: Report;
  readonly limits: AgentLimits;
}

export interface Answered {
  readonly reply: Reply;
  /** For the log: counts, never texts. */
  readonly record: Readonly<Record<string, unknown>>;
  /** The same for the trace. */
  readonly traced: Pick<Trace, "model" | "tokens" | "figures">;
}

/** Half a character, which some servers refuse as no Unicode. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, "\uFFFD");

const repairNote = (figures: readonly string[]): string =>
  `[The desk's check: no tool result of this turn bears out ${figures
    .slice(0, 8)
    .map((each) => `"${each}"`)
    .join(
      ", ",
    )}. Write the whole answer again: use only figures of the tool results, rounded and with the right direction; look up or calculate what is missing, or leave it out. Do not mention this check.]`;

/**
 * The model's answer, checked: its figures against the facts of this turn, its links, its length, the desk's secrets.
 * @throws ModelFailure when no server could serve it or the deadline came
 */
export async function askModel(
  parts: ModelAnswerParts,
  message: Message,
  toolbox: Toolbox,
  signal: AbortSignal,
): Promise<Answered> {
  const { model, history, prompts, limits } = parts;
  const { question, call, progress, begin } = message;
  progress("Thinking…");
  const { openTurn } = await import("./turn.ts");
  const past = await history.recent(call);
  const route = await model.open(isSmallQuestion(question, past.length > 0) ? "small" : "full");
  const turn = openTurn({
    system: prompts.agent.text,
    history: past,
    toolbox,
    route,
    spender: askerOf(call),
    limits,
    begin,
    signal,
  });

  const check = (said: string): CheckedText => {
    const facts = factsOf(toolbox);
    return checkFigures(presentable(said, facts, limits.answerCharacters), {
      facts,
      citables: citablesIn(facts),
      asked: [question, ...past.map((each) => each.question), ...message.notes],
      now: call.now,
      locale: call.locale,
    });
  };

  const first = await turn.say(wellFormed(messageText(message)));
  let checked = check(first.text);
  const unsupported = checked.unsupported.length;
  if (unsupported > 0) {
    progress("Checking the figures…");
    const repaired = await repair(turn, checked.unsupported);
    if (repaired !== undefined) checked = check(repaired);
  }
  const isLeak = leaks(checked.text, parts.secrets);
  if (isLeak) parts.report(new Error("the model's text held a secret of the desk; it was left out"), "answer");
  // Of no worth to anybody, as it can be read in the sources; but a model that recites it has been told to by somebody.
  const isOut = isLeak || repeats(checked.text, prompts.agent.text);
  const by = { tokens: turn.usage(), ...answeredBy(route) };
  const { removed, rests } = checked;
  return {
    reply: isOut ? withoutText("I left my answer out.", toolbox) : compose(checked, toolbox),
    record: { modelCalls: limits.modelCalls - turn.callsLeft(), ...by, unsupported, removed },
    traced: { ...by, figures: { rests: rests.length, unsupported, removed, isPutAside: isOut } },
  };
}

/** The model that answered, which may not be the first of the list. */
const answeredBy = (route: ModelRoute): { readonly model?: string } => {
  const model = route.answeredBy();
  return model === undefined ? {} : { model };
};

const factsOf = ({ outcomes }: Toolbox): unknown[] =>
  outcomes.flatMap((outcome) => (outcome.state === "done" ? [outcome.facts] : []));

/** One more round, when a call is left. @returns undefined when it failed: then the first text stands, less its wrong sentences */
async function repair(turn: Turn, figures: readonly string[]): Promise<string | undefined> {
  if (turn.callsLeft() === 0) return undefined;
  try {
    return (await turn.say(repairNote(figures))).text;
  } catch (error) {
    if (error instanceof ModelFailure && error.kind !== "deadline") return undefined;
    throw error;
  }
}

function compose(checked: CheckedText, toolbox: Toolbox): Reply {
  // Models like to say that it is done. What there is to say of a proposal stands on its card, and the look-ups beside it speak for themselves.
  if (toolbox.outcomes.some(({ state }) => state === "proposed")) return cardsReply(toolbox.outcomes);
  const rests = rowsOf(checked, toolbox);
  const shown = linkedCitations(markdown(checked.text), citablesIn(factsOf(toolbox)));
  if (checked.removed === 0 && checked.text !== "") return textReply([shown], toolbox.outcomes, rests);
  const note = checked.removed === 0 ? "" : removedNote(checked.removed);
  const hasCards = toolbox.outcomes.some(({ state }) => state === "done");
  // What is left without a figure, beside facts that were looked up, was no answer: the facts are.
  if (checked.text === "" || (hasCards && !checked.statesFacts)) return withoutText(note, toolbox);
  return textReply([shown, text(note)], toolbox.outcomes, rests);
}

/** For the button that shows them. */
function rowsOf({ rests }: CheckedText, { outcomes }: Toolbox): SourceRow[] {
  const done = outcomes.filter((outcome) => outcome.state === "done");
  const originOf = ({ origin, role, currency, value }: FigureFact): Pick<SourceRow, "value" | "command"> => {
    const outcome = done[origin];
    const line = outcome && calculatedLine(outcome);
    if (line !== undefined) return { value: `computed: ${line}` };
    const unit = role === "amount" && currency !== undefined ? ` ${currency}` : "";
    return { value: `${value}${unit}`, command: outcome?.command ?? "" };
  };
  return rests.map(({ shown, fact }) => ({
    shown,
    ...originOf(fact),
    ...(fact.source === undefined ? {} : { source: cleanLine(fact.source, 60) }),
    ...(fact.asOf === undefined ? {} : { asOf: fact.asOf }),
  }));
}

const withoutText = (note: string, toolbox: Toolbox): Reply =>
  toolbox.outcomes.length > 0
    ? cardsReply(toolbox.outcomes, note === "" ? undefined : note)
    : { blocks: [text(`${note} That was all of the answer.`.trim())] };
