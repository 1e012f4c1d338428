import { type Call, isAtLeast } from "../core/call.ts";
import type { AlertBook } from "./alert-book.ts";
import { type AlertNameParts, namesIn } from "./alert-names.ts";
import type { AlertParts } from "./alert-details.ts";
import type { Choice, Command } from "../core/command.ts";
import { conditionName } from "./alert-words.ts";
import { suggestCurrencies } from "./suggest-market.ts";
import { suggestLayers } from "./which-layer.ts";
import { suggestProjects } from "./which-project.ts";

const WINDOWS = ["1h", "4h", "24h", "7d", "30d", "ath", "90d", "14d", "20d", "sma 50/200", "ema 12/26"] as const;

const choice = (value: string): Choice => ({ label: value, value });

/** Times that begin as typed. */
const suggestWindows = (typed: string, windows: readonly string[] = WINDOWS): readonly Choice[] =>
  windows.filter((each) => each.startsWith(typed.trim().toLowerCase())).map(choice);

/** What is offered for the fields of a condition and of how it tells. @param ends  for "until" */
export const suggestCondition = (
  { assets, sector, rates }: Pick<AlertParts, "assets" | "sector" | "rates">,
  ends: readonly string[],
): NonNullable<Command["suggest"]> => ({
  coin: async (typed) => assets.suggest(typed),
  against: async (typed) => assets.suggest(typed),
  layer: async (typed) => suggestLayers(typed, sector.map),
  project: async (typed) => suggestProjects(typed, sector),
  currency: async (typed) => suggestCurrencies(rates, typed),
  window: async (typed) => suggestWindows(typed),
  repeat: async (typed) => suggestWindows(typed, ["once", "1h", "6h", "24h", "7d"]),
  until: async (typed) => suggestWindows(typed, ends),
});

/** How long people let an alert live. */
export const ENDS = ["1d", "7d", "30d", "90d"] as const;

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
