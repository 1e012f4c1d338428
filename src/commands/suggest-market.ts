import type { Assets } from "../market/assets.ts";
import type { Choice } from "../core/command.ts";
import type { Rates } from "../market/rates.ts";

/** Suggestions for the item of a list that is being typed: behind the last comma, or else behind the last blank. */
export function suggestAssets(assets: Pick<Assets, "suggest">, typed: string): readonly Choice[] {
  const [, listed = "", item = typed] = /^(.*[,;]\s*)(.*)$/s.exec(typed) ?? [];
  const whole = assets.suggest(item);
  const [, words = "", word = ""] = /^(.*\S\s+)(\S+)$/s.exec(item) ?? [];
  if (whole.length > 0 || word === "") return whole.map((choice) => behind(listed, choice));
  return assets.suggest(word).map((choice) => behind(listed + words, choice));
}

const behind = (before: string, choice: Choice): Choice =>
  before === "" ? choice : { ...choice, label: `${before}${choice.label}`, value: `${before}${choice.value}` };

/** Currency codes that begin as typed, the most used first. */
export const suggestCurrencies = (rates: Pick<Rates, "currencies">, typed: string): readonly Choice[] =>
  rates
    .currencies()
    .filter((code) => code.startsWith(typed.trim().toUpperCase()))
    .map((code) => ({ label: code, value: code }));
