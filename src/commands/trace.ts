import { age } from "../core/format.ts";
import type { AnyCommand } from "../core/command.ts";
import { cleanLine } from "../core/clean.ts";
import { defineCommand } from "../core/command.ts";
import { type Reply, text } from "../core/reply.ts";
import type { Trace, TraceStep } from "../core/trace.ts";
import type { TraceBook } from "./trace-book.ts";
import { z } from "zod";

export interface TraceParts {
  readonly traces: TraceBook;
}

const LIFE_DAYS = 14;
/** More steps than a screen has lines are counted. */
const STEP_LINES = 15;
const WORDS_LENGTH = 300;

const took = (ms: number, locale: string): string =>
  ms < 1_000
    ? `${Math.round(ms)} ms`
    : `${(ms / 1_000).toLocaleString(locale, { maximumFractionDigits: 1, minimumFractionDigits: 1 })} s`;

const tokensOf = ({ input, output }: NonNullable<Trace["tokens"]>, locale: string): string =>
  `${input.toLocaleString(locale)} tokens in, ${output.toLocaleString(locale)} out`;

function whoAnswered({ lane, model, failure }: Trace): string {
  if (lane === "look-up") return "A look-up; no model was asked";
  if (failure !== undefined) return `The model failed (${failure}); the desk answered without it`;
  return lane === "model" ? cleanLine(model ?? "A model", 60) : "The rules; no model was asked";
}

const ENDED: Readonly<Record<Trace["ended"], string | undefined>> = {
  answered: undefined,
  stopped: "stopped by you",
  failed: "failed on our side",
};

function stepLine(step: TraceStep, locale: string): string {
  if (step.kind === "tool") {
    const name = step.command === undefined ? "a tool that there is not" : `/${step.command}`;
    return [name, took(step.ms, locale), ...(step.state === "done" ? [] : [step.state])].join(" · ");
  }
  const ended = step.failure === undefined ? step.tokens && tokensOf(step.tokens, locale) : `failed (${step.failure})`;
  return [cleanLine(step.model ?? "model", 60), took(step.ms, locale), ended]
    .filter((each) => each !== undefined)
    .join(" · ");
}

function stepLines(steps: readonly TraceStep[], locale: string): string {
  const shown = steps.slice(0, STEP_LINES).map((step, index) => `${index + 1}. ${stepLine(step, locale)}`);
  const more = steps.length - shown.length;
  return [...shown, ...(more > 0 ? [`… and ${more} more`] : [])].join("\n");
}

function figuresLine({ rests, unsupported, removed, isPutAside }: NonNullable<Trace["figures"]>): string {
  const was =
    unsupported === 0
      ? ""
      : ` ${unsupported} at first did not; ${removed === 0 ? "nothing had to be left out" : `sentences left out: ${removed}`}.`;
  const aside = isPutAside ? " The text was put aside: it gave away what is not to be said." : "";
  return `Figures that rest on a look-up: ${rests}.${was}${aside}`;
}

/** `/trace last`: the steps of the last answer, for whoever was answered. */
const traceLast = ({ traces }: TraceParts) =>
  defineCommand({
    name: "trace last",
    aliases: ["trace"],
    summary: "How your last answer came about: steps, times, tokens, what was checked.",
    examples: ["trace last"],
    input: z.object({}),
    access: "member",
    effect: "read",
    visibility: "private",
    surfaces: ["chat"],
    run: async (_input, call) => ({ last: await traces.last(call), keepsWords: await traces.keepsWords(call) }),
    show({ last, keepsWords }, { locale, now }): Reply {
      const words = keepsWords
        ? { label: "Keep no words", command: "trace off", input: {}, answer: "new" as const }
        : { label: "Keep the words too", command: "trace on", input: {}, answer: "new" as const };
      const life = `kept ${LIFE_DAYS} days, ${keepsWords ? "with" : "without"} your words`;
      if (!last) return { blocks: [text("No answer of yours has left a trace yet.")], footer: life, buttons: [words] };
      const { trace, texts } = last;
      const head = [
        whoAnswered(trace),
        took(trace.ms, locale),
        trace.tokens && tokensOf(trace.tokens, locale),
        ENDED[trace.ended],
      ];
      return {
        title: "How your last answer came about",
        blocks: [
          text(head.filter((each) => each !== undefined).join(" · ")),
          ...(trace.steps.length === 0 ? [] : [text(stepLines(trace.steps, locale))]),
          ...(trace.figures === undefined ? [] : [text(figuresLine(trace.figures))]),
          ...(texts === undefined
            ? []
            : [
                text(`You asked: ${cleanLine(texts.question, WORDS_LENGTH)}`),
                ...(texts.calls.length === 0
                  ? []
                  : [text(`Looked up: ${cleanLine(texts.calls.join("; "), WORDS_LENGTH)}`)]),
                text(`Answer: ${cleanLine(texts.answer, WORDS_LENGTH)}`),
              ]),
        ],
        footer: [age(last.answeredAt, now), trace.prompt && `prompt ${trace.prompt}`, life]
          .filter((each) => each !== undefined)
          .join(" · "),
        buttons: [words],
      };
    },
  });

/** `/trace on`: questions, answers and what was looked up are kept with the steps. */
const traceOn = ({ traces }: TraceParts) =>
  defineCommand({
    name: "trace on",
    summary: "Keeps the words of your questions and answers with their traces, for 14 days.",
    examples: ["trace on"],
    input: z.object({}),
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    run: async (_input, call) => await traces.keepWords(call),
    show: (): Reply => ({
      blocks: [
        text(
          `From now on the words of your questions and answers are kept with their steps, for ${LIFE_DAYS} days. Whoever operates this desk can read them there to see what went wrong. /trace off ends it and removes them.`,
        ),
      ],
    }),
  });

/** `/trace off`: no words, and none of those that were kept. */
const traceOff = ({ traces }: TraceParts) =>
  defineCommand({
    name: "trace off",
    summary: "Keeps no words with your traces, and removes those that were kept.",
    examples: ["trace off"],
    input: z.object({}),
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    run: async (_input, call) => await traces.dropWords(call),
    show: (): Reply => ({
      blocks: [
        text(
          `No words are kept with your traces, and those that were are removed. Steps, times and counts stay for ${LIFE_DAYS} days.`,
        ),
      ],
    }),
  });

/** Everything about traces. */
export const traceCommands = (parts: TraceParts): readonly AnyCommand[] => [
  traceLast(parts),
  traceOn(parts),
  traceOff(parts),
];
