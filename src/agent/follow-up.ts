import { assetsIn, currencyOf } from "./offline-words.ts";

const LEAD = "(?:(?:and|so|ok(?:ay)?|und|et|y|e)\\b[,\\s]*)?";
const ABOUT = "(?:what about|how about|was ist mit|et pour|y de|e)";
const ITS =
  /^(?:its|the|their|sein|ihr|son|sa|su|a|show me its|show its)?\s*(?<what>price|charts?|graph|funding(?: rates?)?|open interest|fees?|revenues?|tvl|market ?cap|mcap|fdv|supply|ath|all[- ]time high|profile|details|info|news|score|kurs|preis|prix|precio)\s*(?:now|today)?$/iu;
const IN = /^(?:in|en|em)\s+(?<to>[\p{L}]+|[$€£¥])$/iu;
const LED = new RegExp(`^${LEAD}(?:${ABOUT}\\s+)?(?<rest>.+)$`, "iu");
/** Longer ones say themselves what they are about. */
const LENGTH = 60;

/**
 * A short question that leans on the one before, said in full: "and its chart?" after "price of TAO" is "chart TAO". Any other
 * question is left as it is.
 * @param before  the asker's own questions here, oldest first
 */
export function saidInFull(question: string, before: readonly string[]): string {
  let last: string | undefined;
  for (const each of before) last = inFull(each, last);
  return inFull(question, last);
}

function inFull(question: string, last: string | undefined): string {
  const bare = question.trim().replace(/[\s?!.]+$/u, "");
  const rest = LED.exec(bare)?.groups?.["rest"]?.trim();
  if (last === undefined || rest === undefined || bare.length > LENGTH) return question;
  const subjects = assetsIn(last).filter((word) => currencyOf(word) === undefined);
  if (subjects.length === 0) return question;
  const what = ITS.exec(rest)?.groups?.["what"];
  if (what !== undefined) return `${what} ${subjects.join(", ")}`;
  const to = IN.exec(rest)?.groups?.["to"];
  if (to !== undefined && currencyOf(to) !== undefined) return `${subjects.join(", ")} in ${to}`;
  const isLed = rest !== bare;
  const [next, ...more] = assetsIn(rest);
  const [subject] = subjects;
  if (!isLed || next === undefined || more.length > 0 || subject === undefined || next.length !== rest.length)
    return question;
  const at = last.toLowerCase().indexOf(subject.toLowerCase());
  return at < 0 ? question : `${last.slice(0, at)}${next}${last.slice(at + subject.length)}`;
}
