import type { Call, Progress } from "../core/call.ts";
import { cleanLine } from "../core/clean.ts";
import type { AnyCommand } from "../core/command.ts";
import { dispatch, validInput } from "../core/dispatch.ts";
import { UserError } from "../core/errors.ts";
import type { Report } from "../core/log.ts";
import type { BeginStep } from "./recorder.ts";
import { type Reply, text } from "../core/reply.ts";
import { userErrorReply } from "../core/user-error-reply.ts";
import { CALCULATE, calculatorTool, runCalculation } from "./calculator.ts";
import type { AgentLimits } from "./limits.ts";
import { proposalCard } from "./proposal-card.ts";
import { givenFields, type Tool, toolName, toolOf } from "./tool-definition.ts";
import { toolText } from "./tool-text.ts";

/** How a tool call ended. `facts` are what figures are checked against; `reply` is what a person would see. */
export type ToolOutcome =
  | { readonly state: "done"; readonly command: string; readonly facts: unknown; readonly reply: Reply }
  | { readonly state: "proposed"; readonly command: string; readonly reply: Reply }
  | { readonly state: "refused"; readonly command: string; readonly reply: Reply }
  | { readonly state: "failed"; readonly command: string; readonly reference: string };

/** `outcome`: absent where there is nothing to show for it. */
interface Performed {
  readonly outcome: ToolOutcome | undefined;
  readonly content: string;
}

interface ToolMessageText {
  readonly content: string;
  readonly isError: boolean;
}

/** Keeps a proposal. @returns its id */
export type Propose = (command: string, input: Readonly<Record<string, unknown>>, call: Call) => Promise<string>;

export interface ToolboxParts {
  readonly commands: ReadonlyMap<string, AnyCommand>;
  /** What the model was offered; nothing else is run. */
  readonly offered: readonly AnyCommand[];
  readonly call: Call;
  readonly marker: string;
  readonly propose: Propose;
  readonly progress: Progress;
  readonly begin: BeginStep;
  readonly report: Report;
  readonly limits: Pick<AgentLimits, "toolCalls" | "toolsAtOnce">;
  /** What the asker wrote, now and before: figures that may be calculated with. */
  readonly asked: readonly string[];
}

/** The tools of one message. */
export interface Toolbox {
  readonly tools: readonly Tool[];
  /** In the order in which the calls were made. */
  readonly outcomes: readonly ToolOutcome[];
  /** Never rejects: what went wrong is for the model to read. */
  run(name: string, input: unknown): Promise<ToolMessageText>;
}

/** What is being done, for the asker to read meanwhile: "Looking up TAO, NEAR…". */
function stepLine(command: AnyCommand, input: unknown): string {
  if (command.effect === "write") return `Preparing /${command.name}…`;
  const values = typeof input === "object" && input !== null ? Object.values(input) : [];
  const words = values
    .map((value) => (Array.isArray(value) ? value.join(", ") : value))
    .filter((value) => typeof value === "string" || typeof value === "number")
    .join(" ");
  const shown = cleanLine(words, 60);
  return shown === "" ? `Looking at /${command.name}…` : `Looking up ${shown}…`;
}

export function createToolbox({
  commands,
  offered,
  call,
  marker,
  propose,
  progress,
  begin,
  report,
  limits,
  asked,
}: ToolboxParts): Toolbox {
  const agentCall: Call = { ...call, surface: "agent" };
  const ended: (ToolOutcome | undefined)[] = [];
  const proposed = new Set<string>();
  const slots = createSlots(limits.toolsAtOnce);
  let calls = 0;

  const said = (facts: unknown): string => toolText(facts, marker, call.now);

  async function perform(command: AnyCommand, input: unknown): Promise<Performed> {
    const { facts, reply } = await dispatch(commands, command.name, input, agentCall, progress);
    return { outcome: { state: "done", command: command.name, facts, reply }, content: said(facts) };
  }

  /** Nothing happens until the person presses: the card shows what was stored, not what the model says of it. */
  async function proposeOnly(command: AnyCommand, input: unknown): Promise<Performed> {
    const stored = JSON.parse(JSON.stringify(validInput(command, input))) as Record<string, unknown>;
    const wish = JSON.stringify([command.name, stored]);
    const note = "The person has to press Confirm. Do not say that it is done.";
    const content = said({ proposed: command.name, note });
    // Asked for twice in one answer, as when its words have to be put right, it is one wish all the same.
    if (proposed.has(wish)) return { outcome: undefined, content };
    proposed.add(wish);
    const id = await propose(command.name, stored, call).catch((error: unknown) => {
      proposed.delete(wish);
      throw error;
    });
    return {
      outcome: { state: "proposed", command: command.name, reply: proposalCard(command, stored, id) },
      content,
    };
  }

  /** What cannot be worked out is for the model to read alone: the person asked for no such thing. */
  function derive(input: unknown): Performed & { readonly isError: boolean } {
    const done = ended.flatMap((each) => (each?.state === "done" ? [each.facts] : []));
    try {
      const facts = runCalculation(input, { facts: done, asked, now: call.now, locale: call.locale });
      const reply: Reply = { blocks: [text(facts.calculated)] };
      return { outcome: { state: "done", command: CALCULATE, facts, reply }, content: said(facts), isError: false };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { outcome: undefined, content: said({ error: error.message, hint: error.hint }), isError: true };
    }
  }

  async function attempt(command: AnyCommand, input: unknown): Promise<Performed & { readonly isError: boolean }> {
    try {
      const work = command.effect === "write" ? proposeOnly : perform;
      return { ...(await slots(() => work(command, input))), isError: false };
    } catch (error) {
      if (error instanceof UserError) {
        const options = error.alternatives?.choices
          .slice(0, 8)
          .map(({ label, value, description }) => ({ label, value, description }));
        return {
          outcome: { state: "refused", command: command.name, reply: userErrorReply(error, command.name, input) },
          content: said({ error: error.message, hint: error.hint, options }),
          isError: true,
        };
      }
      // Neither the model nor a person learns what broke: it may name keys and addresses.
      const reference = report(error, command.name);
      return {
        outcome: { state: "failed", command: command.name, reference },
        content: said({ error: "This is not available right now." }),
        isError: true,
      };
    }
  }

  return {
    tools: [...offered.map(toolOf), calculatorTool],
    get outcomes() {
      return ended.filter((each) => each !== undefined);
    },
    async run(name, input) {
      const end = begin();
      const command = offered.find((each) => toolName(each) === name);
      if (!command && name !== CALCULATE) {
        end({ kind: "tool", state: "refused" });
        const names = [...offered.map(toolName), CALCULATE].join(", ");
        return { content: said({ error: "There is no such tool.", hint: `There are: ${names}.` }), isError: true };
      }
      const index = calls++;
      if (calls > limits.toolCalls) {
        end({ kind: "tool", command: command?.name ?? CALCULATE, state: "refused" }, input);
        return {
          content: said({ error: "No more look-ups for this message; answer from what you have." }),
          isError: true,
        };
      }
      if (!command) {
        const { outcome, content, isError } = derive(input);
        ended[index] = outcome;
        end({ kind: "tool", command: CALCULATE, state: outcome?.state ?? "refused" }, input);
        return { content, isError };
      }
      progress(stepLine(command, input));
      const { outcome, content, isError } = await attempt(command, givenFields(command, input));
      ended[index] = outcome;
      // What was proposed already is proposed, though there is no second card of it.
      end({ kind: "tool", command: command.name, state: outcome?.state ?? "proposed" }, input);
      return { content, isError };
    },
  };
}

/** Lets a number of works run at once; the others wait in order. */
function createSlots(free: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let open = free;
  return async (work) => {
    if (open > 0) open -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else open += 1;
    }
  };
}
