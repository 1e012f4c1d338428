import { type Call, isAtLeast } from "../core/call.ts";
import type { AlertBook } from "./alert-book.ts";
import { type AlertNameParts, namesIn } from "./alert-names.ts";
import type { Choice } from "../core/command.ts";
import { conditionName } from "./alert-words.ts";

const WINDOWS = ["1h", "4h", "24h", "7d", "30d", "ath", "90d", "14d", "20d", "sma 50/200", "ema 12/26"] as const;

const choice = (value: string): Choice => ({ label: value, value });

/** Times that begin as typed. */
export const suggestWindows = (typed: string, windows: readonly string[] = WINDOWS): readonly Choice[] =>
  windows.filter((each) => each.startsWith(typed.trim().toLowerCase())).map(choice);

/** Where an alert can tell, for who asks from where they are. */
export function suggestTarget(typed: string, { caller, place }: Call): readonly Choice[] {
  const offered = [
    { label: "me, in our direct chat", value: "me" },
    ...(place.isPublic && isAtLeast(caller.role, "admin")
      ? [{ label: "here, for everybody in this place", value: "here" }]
      : []),
  ];
  return offered.filter(({ value }) => value.startsWith(typed.trim().toLowerCase()));
}

/** The caller's alerts, by number and by what they are of. */
export async function suggestAlerts(
  typed: string,
  { alerts, ...names }: Pick<AlertNameParts, "assets" | "sector"> & { readonly alerts: Pick<AlertBook, "of"> },
  call: Call,
): Promise<readonly Choice[]> {
  const wanted = typed.trim().replace(/^#/, "").toLowerCase();
  return (await alerts.of(call))
    .map(({ number, condition }) => ({
      number: String(number),
      label: `${number} · ${conditionName(condition, namesIn(condition, names), call.locale)}`.slice(0, 100),
    }))
    .filter(({ number, label }) => number.startsWith(wanted) || label.toLowerCase().includes(wanted))
    .slice(0, 25)
    .map(({ number, label }) => ({ label, value: number }));
}
