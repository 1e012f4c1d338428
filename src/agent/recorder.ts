import type { TraceStep } from "../core/trace.ts";

type WithoutTimes<Step> = Step extends unknown ? Omit<Step, "at" | "ms"> : never;

/** Ends a step. @param input  what a look-up was asked with: words, which are kept only of people who agreed */
type EndStep = (step: WithoutTimes<TraceStep>, input?: unknown) => void;

/** Begins a step of an answer. */
export type BeginStep = () => EndStep;

/** The steps of one answer. */
export interface Recorder {
  readonly begin: BeginStep;
  readonly steps: readonly TraceStep[];
  /** The look-ups with their input, as text. */
  readonly calls: readonly string[];
}

/** A model may call tools that are refused again and again: nobody reads more. */
const STEP_LIMIT = 40;
const INPUT_LENGTH = 200;

const written = (input: unknown): string => (JSON.stringify(input) ?? "").slice(0, INPUT_LENGTH);

/** @param clock  milliseconds; the work begins now */
export function createRecorder(clock: () => number): Recorder {
  const startedAt = clock();
  const steps: TraceStep[] = [];
  const calls: string[] = [];
  return {
    steps,
    calls,
    begin() {
      const from = clock();
      return (step, input) => {
        if (steps.length === STEP_LIMIT) return;
        steps.push({ ...step, at: from - startedAt, ms: clock() - from });
        if (step.kind === "tool" && step.command !== undefined) calls.push(`/${step.command} ${written(input)}`);
      };
    },
  };
}
