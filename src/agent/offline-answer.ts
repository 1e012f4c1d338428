import type { Call } from "../core/call.ts";
import type { AnyCommand } from "../core/command.ts";
import { isOffered } from "../core/dispatch.ts";
import { fieldsOf } from "../core/fields.ts";
import { type CommandButton, type Reply, text } from "../core/reply.ts";
import type { OfflineCall, OfflineStep } from "./offline-rules.ts";

type Cannot = Extract<OfflineStep, { kind: "cannot" }>;

const isTypable = (commands: ReadonlyMap<string, AnyCommand>, name: string, call: Call): boolean => {
  const command = commands.get(name);
  return command !== undefined && isOffered(command, { ...call, surface: "chat" });
};

/** A look-up that works whatever the model does, as one types it: "/price tao" where there is one. */
function exampleLookUp(tools: readonly AnyCommand[]): string | undefined {
  const reads = tools.filter(({ effect }) => effect === "read");
  const command =
    reads.find(({ name }) => name === "price") ??
    reads.find((each) => fieldsOf(each).some(({ required }) => required)) ??
    reads[0];
  return command && `/${command.examples[0]}`;
}

function nearestButton(
  commands: ReadonlyMap<string, AnyCommand>,
  nearest: OfflineCall | undefined,
  call: Call,
): CommandButton[] {
  const name = nearest?.name.replaceAll("_", " ");
  if (nearest && name !== undefined && isTypable(commands, name, call)) {
    const values = Object.values(nearest.args)
      .flat()
      .filter((value) => typeof value === "string" || typeof value === "number");
    return [{ label: `/${name} ${values.join(" ")}`.slice(0, 40), command: name, input: nearest.args, answer: "new" }];
  }
  return isTypable(commands, "help", call)
    ? [{ label: "What I can do", command: "help", input: {}, answer: "new" }]
    : [];
}

export interface CannotParts {
  readonly commands: ReadonlyMap<string, AnyCommand>;
  readonly tools: readonly AnyCommand[];
  readonly call: Call;
  /** Why no model answers: none is set up, it may not be used here (see `ModelAccess`), or it failed (then that has been said). */
  readonly model: "absent" | "closed" | "off" | "spent" | "failed";
}

const withoutModel = ({ commands, call, model }: CannotParts): string => {
  if (model === "absent") return "I cannot answer that: no language model is set up here, so I only do look-ups.";
  if (model === "off")
    return "I cannot answer that: admins have switched the language model off here, so I only do look-ups.";
  if (model === "spent")
    return "I cannot answer that today: the language model was asked as often as it may be here. Look-ups go on.";
  const opener = isTypable(commands, "allow", { ...call, caller: { ...call.caller, role: "owner" } })
    ? " The owner can switch it on with /allow."
    : "";
  return `I cannot answer that: the language model is not switched on here, so I only do look-ups.${opener}`;
};

/** Says plainly what the rules cannot do, what works, and offers the nearest look-up. @param lead  a line on top */
export function cannotReply(step: Cannot, parts: CannotParts, lead?: string): Reply {
  const example = exampleLookUp(parts.tools);
  const works = example === undefined ? "" : ` Look-ups work: ${example}`;
  const words = {
    which: `Which coin do you mean?${example === undefined ? "" : ` For example: ${example}`}`,
    opinion: `I give figures, not reasons, forecasts or advice.${works}`,
    unknown: parts.model === "failed" ? works.trim() : `${withoutModel(parts)}${works}`,
  }[step.why];
  return {
    blocks: [text([lead, words].filter((each) => each !== undefined && each !== "").join(" "))],
    buttons: nearestButton(parts.commands, step.nearest, parts.call),
    audience: "caller-if-possible",
  };
}
