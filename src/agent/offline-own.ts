import { alertWish } from "./offline-alert.ts";
import type { Offered, OfflineStep } from "./offline-rules.ts";
import { ownAffair } from "./own-affairs.ts";
import { rangeWithin } from "../phrases/ranges.ts";

const RETURNS = /\b(?:perform\w*|returns?|xirr|beat(?:en|ing)?|rendite|rendimiento|rendement|rentabil\w*)\b/iu;
const ALLOCATION = /\b(?:allocat\w*|concentrat\w*|made of|split by|diversif\w*)\b/iu;
const REMEMBER =
  /^\s*(?:please )?(?:remember(?: that|:)|keep in mind(?: that|:)|note:)\s+(?<text>\S.{0,119}?)[\s.!]*$/iu;

/** Entries of one coin, written as one tells them: bought or sold, how much, and at what price if they say so. */
const ENTRY =
  /^\s*(?:i(?:'ve|’ve| have)? )?(?:just )?(?<did>bought|sold) (?<what>\d[\d.,]* \$?[a-z][a-z\d.]{0,14})(?: at (?<price>[$€£]?\d[\d.,]*[km]?)(?: (?<currency>usd|eur|gbp|dollars?|euros?)\b)?(?: each)?)?[\s.!]*$/iu;
const KEYS = /\b(?:seed|recovery|secret|backup) (?:phrase|words)\b|\bprivate keys?\b|\bmnemonic\b/iu;

/** What is the asker's own: what they want to be told of, their portfolio, how it did over a time, what it is made of. In public its tools are not offered. */
export function own(question: string, offered: Offered): OfflineStep | undefined {
  const call = (tool: string, args: Readonly<Record<string, unknown>> = {}): OfflineStep => ({
    kind: "call",
    call: { name: tool, args },
  });
  const note = REMEMBER.exec(question)?.groups?.["text"];
  if (note !== undefined && offered.has("note_add")) return call("note_add", { text: note });
  if (KEYS.test(question) && !/^\s*what(?:'s|’s| is| does)\b/iu.test(question))
    return {
      kind: "say",
      text: "I never ask for a seed phrase or a private key and keep none. Give them to nobody, and paste them nowhere: whoever has them has the coins.",
    };
  const entry = offered.has("portfolio_add") ? entryLine(question) : undefined;
  if (entry !== undefined) return call("portfolio_add", { line: entry });
  const wish = offered.has("alert_add") ? alertWish(question) : undefined;
  if (wish) return call("alert_add", wish);
  const name = ownAffair(question)?.replaceAll(" ", "_");
  if (name === undefined || !offered.has(name)) return undefined;
  if (name !== "portfolio") return call(name);
  if (ALLOCATION.test(question) && offered.has("portfolio_allocation")) return call("portfolio_allocation");
  if (!RETURNS.test(question) || !offered.has("portfolio_performance")) return call(name);
  const range = rangeWithin(question)?.range;
  if (range === undefined || range === "1D") return call("portfolio_performance");
  return call("portfolio_performance", { range: range === "MAX" ? "ALL" : range });
}

/** "I sold 2 TAO at 300" as `/portfolio add` reads it. "For 600" may be the price of one or of all, so it is not read. */
function entryLine(question: string): string | undefined {
  const told = ENTRY.exec(question)?.groups;
  if (!told?.["what"]) return undefined;
  const currency = told["currency"] ?? "";
  const price = told["price"] === undefined ? "" : ` at ${told["price"]} ${currency}`;
  return `${told["did"]?.toLowerCase() === "sold" ? "sell" : "buy"} ${told["what"].replace("$", "")}${price}`.trim();
}
