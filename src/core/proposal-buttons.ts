import type { CommandButton } from "./reply.ts";

/** A press on it leaves all as it is: no command, so that nobody can type it. */
const CANCEL = "-cancel";

export const isCancelButton = ({ command }: Pick<CommandButton, "command">): boolean => command === CANCEL;

/** Whether a press carries a proposal out. */
export const isConfirmButton = (button: Pick<CommandButton, "command" | "proposalId">): boolean =>
  button.proposalId !== undefined && !isCancelButton(button);

/** What stands below the card of a proposal. @param input  as stored under `proposalId` */
export const proposalButtons = (
  command: string,
  input: Readonly<Record<string, unknown>>,
  proposalId: string,
): readonly CommandButton[] => [
  { label: "Confirm", command, input, proposalId },
  { label: "Cancel", command: CANCEL, input: {}, proposalId },
];
