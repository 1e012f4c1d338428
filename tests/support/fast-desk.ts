import { createDesk, type DeskParts, type Served } from "../../src/desk.ts";
import type { AnyCommand } from "../../src/core/command.ts";
import type { Desk } from "../../src/core/desk.ts";
import { text } from "../../src/core/reply.ts";

export interface FastDesk {
  readonly desk: Desk;
  /** What the agent was asked. */
  readonly asked: readonly string[];
  /** Look-ups that the agent was told of. */
  readonly remembered: readonly string[];
  readonly faults: readonly unknown[];
  readonly served: readonly Served[];
}

/** A real desk whose agent only notes what it is asked, before which messages are tried as look-ups. */
export function fastDesk(
  commands: readonly AnyCommand[],
  phrase: NonNullable<DeskParts["phrase"]>,
  change: Partial<DeskParts> = {},
): FastDesk {
  const asked: string[] = [];
  const remembered: string[] = [];
  const faults: unknown[] = [];
  const served: Served[] = [];
  const desk = createDesk({
    commands: new Map(commands.map((command) => [command.name, command])),
    phrase,
    remember: async (question) => void remembered.push(question),
    answer: async (question) => {
      asked.push(question);
      return { blocks: [text("the agent")] };
    },
    buttons: { keep: async () => "button", find: async () => undefined },
    propose: async () => "proposal",
    claim: async () => false,
    withdraw: async () => false,
    report: (error) => {
      faults.push(error);
      return "ref123";
    },
    notice: () => undefined,
    served: (each) => served.push(each),
    ...change,
  });
  return { desk, asked, remembered, faults, served };
}
