import { cleanLine } from "../core/clean.ts";
import type { DigestReader } from "../digest/reader.ts";
import type { Edition } from "../digest/edition.ts";
import type { EditionWords } from "../digest/words.ts";
import { MODEL_MARK } from "./digest-item-words.ts";
import { sourceLine } from "./source-line.ts";
import { utcMinute } from "../core/format.ts";

/** In full once a day; whoever has read it today is only reminded. */
const RISK = "Information, not advice: crypto assets can lose all of their value, and sources can be wrong or late.";
const RISK_KNOWN = "Not advice.";

/** Of what is missing. */
const SHOWN = 4;
const WORD = 30;

const UNWORDED: Readonly<Record<Exclude<EditionWords["state"], "told">, string>> = {
  absent: "no model was used, facts only",
  failed: "the model did not answer, facts only",
  spent: "the model has been asked often enough for now, facts only",
};

/** Sources, the time of the data, what is missing and why, whose the words are, and the risk, in one line. */
export function digestFooter(
  { sector, composedAt, missing, feedsReadAt, code, builders, commits = [], words }: Edition,
  { knowsRisk }: DigestReader,
  { now, isThreeLines }: { readonly now: number; readonly isThreeLines: boolean },
): string {
  const absent = missing.slice(0, SHOWN).map(({ what, why }) => `${cleanLine(what, WORD)} (${cleanLine(why, WORD)})`);
  const rest = missing.length > SHOWN ? [`+${missing.length - SHOWN} more`] : [];
  const hasCode = code?.asOf !== undefined && builders.length + commits.length > 0;
  return [
    ...(sector ? [cleanLine(sourceLine([sector], now).line ?? "", 90)] : []),
    ...(feedsReadAt === undefined ? [] : [`feeds read ${utcMinute(feedsReadAt)}`]),
    ...(hasCode ? [`code: ${code.source}, looked at ${utcMinute(code.asOf ?? composedAt)}`] : []),
    `composed ${utcMinute(composedAt)}`,
    ...(absent.length > 0 ? [`missing: ${[...absent, ...rest].join(", ")}`] : []),
    ...(words && !isThreeLines ? [whose(words)] : []),
    knowsRisk ? RISK_KNOWN : RISK,
  ].join(" · ");
}

function whose(words: EditionWords): string {
  if (words.state !== "told") return UNWORDED[words.state];
  return words.opening.length + words.lines.length === 0
    ? "nothing that the model wrote could be checked, facts only"
    : `${MODEL_MARK} a model's words, figures checked`;
}
