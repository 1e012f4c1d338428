import { z } from "zod";

/** When a step began, from the start of work on the question, and how long it took: milliseconds. */
const times = { at: z.number(), ms: z.number() };

const step = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("model"),
    ...times,
    /** Absent where it answered. */
    failure: z.string().optional(),
    model: z.string().optional(),
    tokens: z.object({ input: z.number(), output: z.number() }).optional(),
  }),
  z.object({
    kind: z.literal("tool"),
    ...times,
    /** Absent where the model asked for what it was not offered: that name is its own words. */
    command: z.string().optional(),
    state: z.enum(["done", "proposed", "refused", "failed"]),
  }),
]);

const trace = z.object({
  /** What answered: a model, the rules, or a look-up that needed neither. */
  lane: z.enum(["model", "offline", "look-up"]),
  /** How it ended. `failed`: with a fault of ours. */
  ended: z.enum(["answered", "stopped", "failed"]),
  /** From the start of work to the reply, without the time in the queue; milliseconds. */
  ms: z.number(),
  /** The model that was asked, or that answered where it is known. */
  model: z.string().optional(),
  /** How the model failed, where the rules had to answer for it. */
  failure: z.string().optional(),
  /** The prompt with its version. */
  prompt: z.string().optional(),
  tokens: z.object({ input: z.number(), output: z.number() }).optional(),
  /**
   * What the check made of the figures: how many rest on a look-up, how many did not at first, how many sentences it took out in
   * the end, and whether the text was put aside as a whole.
   */
  figures: z
    .object({ rests: z.number(), unsupported: z.number(), removed: z.number(), isPutAside: z.boolean() })
    .optional(),
  steps: z.array(step).readonly(),
});

export type TraceStep = z.output<typeof step>;

/** How an answer came about: names, counts and times, none of anybody's words. */
export type Trace = z.output<typeof trace>;

const texts = z.object({
  question: z.string(),
  answer: z.string(),
  /** What was looked up with which input, in the order of the steps. */
  calls: z.array(z.string()).readonly(),
});

/** The words of an answer. */
export type TraceTexts = z.output<typeof texts>;

/** A trace to be kept: what is not of a trace is left out. */
export const writeTrace = (each: Trace): string => JSON.stringify(trace.parse(each));

/** A trace as it was kept. @throws ZodError, SyntaxError where it is none */
export const readTrace = (json: string): Trace => trace.parse(JSON.parse(json));

/** @throws ZodError, SyntaxError where these are none */
export const readTraceTexts = (json: string): TraceTexts => texts.parse(JSON.parse(json));
