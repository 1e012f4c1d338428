import type { AlertTarget } from "../alerts/alert.ts";
import type { CommandButton } from "../core/reply.ts";

/** What is done with an alert that is there. */
export const ALERT_ACTIONS = ["pause", "resume", "snooze", "edit", "remove"] as const;
export type AlertAction = (typeof ALERT_ACTIONS)[number];

/** Whose button it is: an alert's number and target. */
export interface Pressable {
  readonly number: number;
  readonly target: AlertTarget["kind"];
}

/**
 * A button that does something with an alert. A place's is worked by `alert here`: whoever runs the place may press it there, which
 * is asked of the platform at each press, and it does nothing anywhere else.
 * @param more  further fields of that command
 */
export function alertButton(
  { number, target }: Pressable,
  label: string,
  action: AlertAction | "why",
  more: Readonly<Record<string, unknown>> = {},
): CommandButton {
  if (target === "place") {
    const what = action === "why" ? {} : { action };
    return { label, command: "alert here", input: { number, ...what, ...more } };
  }
  const input = action === "remove" ? { numbers: [String(number)] } : { number, ...more };
  return { label, command: `alert ${action}`, input };
}

/** The same as it is typed: "/alert pause 12", and of a place "/alert here 12 pause". */
export const typedFor = ({ number, target }: Pressable, action: AlertAction): string =>
  target === "place" ? `/alert here ${number} ${action}` : `/alert ${action} ${number}`;

/** The same, which leaves the message it sits on as it is. */
export const newAnswer = (button: CommandButton): CommandButton => ({ ...button, answer: "new" });

const ALL_ALERTS: CommandButton = { label: "All alerts", command: "alert list", input: {}, answer: "new" };
const ALL_HERE: CommandButton = { label: "All alerts here", command: "alert here", input: {}, answer: "new" };

/** The list that an alert is in: its owner's, or its place's. */
export const allLike = (target: AlertTarget["kind"]): CommandButton => (target === "place" ? ALL_HERE : ALL_ALERTS);
