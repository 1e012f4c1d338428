import type { Assets } from "../market/assets.ts";
import type { Choice, Command } from "../core/command.ts";
import type { Rates } from "../market/rates.ts";
import { suggestCurrencies } from "./suggest-market.ts";
import { utcDay } from "../core/format.ts";

const DAY_MS = 86_400_000;

/** Days that people mean most, and what was typed so far, as it will be read. */
function suggestDates(typed: string, now: number): readonly Choice[] {
  const begin = typed.trim().toLowerCase();
  const days = ["today", "yesterday", ...[2, 3, 7, 30].map((count) => `${count} days ago`)];
  const fitting = days.filter((day) => day.startsWith(begin)).map((day) => ({ label: day, value: day }));
  const recent = Array.from({ length: 10 }, (_, back) => utcDay(now - back * DAY_MS)).filter((day) =>
    day.startsWith(begin),
  );
  return [...fitting, ...(begin === "" ? [] : recent.map((day) => ({ label: day, value: day })))];
}

/** What is offered for the fields of an entry. */
export const suggestEntry = (
  assets: Pick<Assets, "suggest">,
  rates: Pick<Rates, "currencies">,
): NonNullable<Command["suggest"]> => ({
  coin: async (typed) => assets.suggest(typed),
  to_coin: async (typed) => assets.suggest(typed),
  currency: async (typed) => suggestCurrencies(rates, typed),
  date: async (typed, { now }) => suggestDates(typed, now),
});
