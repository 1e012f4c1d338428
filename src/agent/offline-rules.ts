import { readNumber } from "../core/fields.ts";
import { rangeWithin } from "../phrases/ranges.ts";
import { assetsIn, currencyOf } from "./offline-words.ts";
import { own } from "./offline-own.ts";
import { sectorLookUp } from "./offline-sector.ts";
import { subjectOf } from "./offline-subject.ts";

export interface OfflineCall {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** What the rules make of a question. */
export type OfflineStep =
  | { readonly kind: "call"; readonly call: OfflineCall }
  | { readonly kind: "say"; readonly text: string }
  /** Nothing here can answer it; `nearest` is the look-up that comes closest. */
  | { readonly kind: "cannot"; readonly why: "opinion" | "unknown" | "which"; readonly nearest?: OfflineCall };

/** Names of the fields of each tool that is offered, by the tool's name. */
export type Offered = ReadonlyMap<string, readonly string[]>;

type Rule = (question: string, offered: Offered) => OfflineStep | undefined;

const call = (name: string, args: Readonly<Record<string, unknown>>): OfflineStep => ({
  kind: "call",
  call: { name, args },
});

const whole = (pattern: string): RegExp => new RegExp(`^\\s*(?:${pattern})[\\s!.,?)🙏👋😊❤️]*$`, "iu");

const GREETING = whole(
  "(?:hi|hello|hey|hallo|hola|salut|bonjour|ciao|moin|servus|gm|good (?:morning|evening|afternoon|day)|yo|привет|你好|こんにちは)(?: (?:there|all|everyone|bot|desk|westbound))?",
);
const THANKS = whole(
  "(?:(?:many |great |ok |okay |cool |nice )?thanks?(?: you)?(?: (?:a lot|so much|very much|mate|man|westbound))?|ty|thx|cheers|danke(?: schön| sehr)?|merci|gracias|obrigad[oa]|спасибо|谢谢|ありがとう|well done|great|nice|cool|ok(?:ay)?|good bot)",
);
const BYE = whole("(?:good ?bye|bye|see you|gn|good night|tschüss|ciao|adiós|au revoir)");
const WHO =
  /^\s*(?:who|what) (?:are|r) (?:you|u)\b|\bwho (?:made|built|runs) you\b|\byour name\b|^\s*(?:wer bist du|qui es-tu|quién eres)/iu;
const ABOUT =
  /\b(?:which|what) (?:(?:ai )?model|version|llm)\b|\bwhere (?:do|does) (?:your|the|you get (?:your )?) ?(?:data|prices|figures)|\bdata sources?\b|\b(?:which|what) data do you (?:use|have)\b|^\s*(?:about|version)[\s?!.]*$/iu;
const HELP =
  /^\s*(?:help|hilfe|aide|ayuda|commands?|menu|\?+)[\s?!.]*$|\bwhat (?:can|do) you (?:do|know)\b(?! about \p{L})|\bhow (?:do|can|should) (?:i|we) (?:use|ask|convert|get|see|start)\b|\b(?:list|show)(?: me)?(?: all| the| your)* commands\b|^\s*help (?:me )?(?:with )?/iu;
const OPINION =
  /\b(?:why|should|shall|predict\w*|predictions?|forecast\w*|recommend\w*|advice|advise|best|worst|invest|buy|sell|hodl|moon|think|opinion|going to|gonna|reach|news|explain|happened|happening|warum|soll(?:te)?|pourquoi|почему)\b|\bwill\b(?! you\b)/iu;
const CHART =
  /\b(?:charts?|chrat|graphs?|plot|candles?|history|diagramm?|verlauf|gráfico|graphique)\b|график|走势图|チャート/iu;
const COMPARE =
  /\b(?:compare[ds]?|comapre|comparison|vs\.?|versus|against|better|stronger|weaker|outperform\w*|(?:which|what) (?:is|one|coin)\b.*\bor\b)/iu;
const PRICE =
  /\b(?:prices?|priced|pricing|costs?|worth|quotes?|value[ds]?|rates?|trading|trades?|doing|perform\w*|how m(?:uch|cuh)|p(?:x|irce|rcie|rise)|lookin|market ?cap|mcap|rank|change[ds]?|volume|up|down|at|moved?|stands?|preis|kurs|kostet|wert|prix|coûte|vaut|combien|precio|cuesta|vale|preço|custa|quanto)\b|\bhow (?:did|has|have)\b.*\b(?:do|done|gone|fare|fared)\b|цена|курс|стоит|价格|價格|多少钱|価格|いくら|가격/iu;
const MARKET =
  /\bfear\s*(?:and|&|n|\+)\s*greed\b|\bhow(?:'s| is| are| does| did)? the (?:whole |entire |overall |crypto )*markets?\b(?!\s*(?:cap|for|of)\b)|^\s*(?:the )?(?:whole |crypto )?markets?(?: overview| summary| today| now)?[\s?!.]*$|\b(?:total|global|whole|overall) (?:crypto )?market(?: ?cap)?\b(?!\s*(?:for|of) (?!crypto))|\b(?:btc|bitcoin|eth(?:ereum)?)(?:'s)? dominance\b/iu;
const CANDLES = /\bcandle(?:s|sticks?)?\b/i;
const MOVERS =
  /\b(?:movers|gainers|losers)\b|\b(?:gained|lost|moved|rose|fell) (?:the )?most\b|\b(?:biggest|largest|top) (?:gains|losses|moves|winners)\b/i;
const FUNDING = /\bfunding(?: rates?)?\b|\bopen interest\b/i;
const FEES = /\b(?:fees?|revenues?|tvl)\b/i;
const COIN = /\b(?:market ?cap|mcap|fdv|supply|all[- ]time (?:high|low)|ath|contract address|profile|info|details)\b/i;
const ADDRESS =
  /(?<![\w/])(?:0x[0-9a-f]{40}|(?=[1-9A-HJ-NP-Za-km-z]*\d)(?=[1-9A-HJ-NP-Za-km-z]*[a-z])[1-9A-HJ-NP-Z][1-9A-HJ-NP-Za-km-z]{31,43})(?!\w)/i;
/** "Is TAO trending up?" asks for its price. */
const TRENDING = /\btrending\b(?!\s+(?:up|down|higher|lower|sideways)\b)|\bpeople (?:are )?search(?:ing)? for\b/iu;

const UNIT =
  "\\$?[\\p{L}][\\p{L}\\d.-]*(?: (?!to\\b|in\\b|into\\b|as\\b|is\\b|worth\\b|for\\b)[\\p{L}][\\p{L}\\d.-]*)?";
const NUMBER = "(?<sign>-?)(?<money>[$€£¥])?\\s?(?<amount>\\d[\\d.,_]*(?:e[+-]?\\d+)?(?<scale>[kmb](?![\\p{L}]))?)";
const CONVERT = new RegExp(
  `${NUMBER}\\s*(?<from>${UNIT})?\\s*(?:worth\\s*)?(?:to|in(?:to)?|as|=|->|→|nach|en|em)\\s+(?:\\?\\s*)?(?<to>${UNIT}|[$€£¥])`,
  "iu",
);
const HOW_MANY = new RegExp(
  `how (?:many|much) (?<to>${UNIT}?)\\s+(?:can|could|do|does|would|will|is|are|for)\\b.*?${NUMBER}\\s*(?<from>${UNIT})?`,
  "iu",
);
/** "How much is -3 TAO": an amount, and nothing to convert it into. */
const AMOUNT_OF = new RegExp(
  `^\\s*(?:how much|what)(?:'s| is| are) ${NUMBER}\\s*(?<from>${UNIT})(?: worth)?\\s*[?!.]*$`,
  "iu",
);
const WORTH_IN = new RegExp(
  `(?<![^\\n])(?<what>.+?)\\s+(?:worth\\s+)?(?:in(?:to)?|to|en|em)\\s+(?<to>[\\p{L}]+|[$€£¥])\\s*[?!.]*$`,
  "iu",
);
const amountOf = (groups: Readonly<Record<string, string | undefined>>): unknown => {
  const written = `${groups["sign"] ?? ""}${groups["amount"] ?? ""}`.replace(/[.,]$/, "");
  return readNumber(written) ?? written;
};

const unit = (word: string): string => currencyOf(word.trim()) ?? word.trim().replace(/^\$/, "");

const convert: Rule = (question, offered) => {
  if (!offered.has("convert")) return undefined;
  const many = HOW_MANY.exec(question)?.groups;
  if (many?.["to"] && (many["from"] ?? many["money"]) && assetsIn(many["to"]).length > 0)
    return call("convert", {
      amount: amountOf(many),
      from: unit(many["money"] ?? many["from"] ?? ""),
      to: unit(many["to"]),
    });
  const found = CONVERT.exec(question)?.groups;
  const from = found?.["money"] ?? found?.["from"];
  if (found?.["to"] && from !== undefined) {
    // "in total", "to me": what follows is no currency and no asset.
    const [target] = currencyOf(found["to"].split(" ")[0] ?? "") ? [found["to"].split(" ")[0]] : assetsIn(found["to"]);
    if (target !== undefined) return call("convert", { amount: amountOf(found), from: unit(from), to: unit(target) });
  }
  const alone = AMOUNT_OF.exec(question)?.groups;
  if (alone?.["from"] && alone["money"] === undefined && assetsIn(alone["from"]).length === 1)
    return call("convert", { amount: amountOf(alone), from: unit(alone["from"]) });
  const worth = WORTH_IN.exec(question)?.groups;
  const to = worth?.["to"] && currencyOf(worth["to"]);
  const [asset, ...more] = worth?.["what"] ? assetsIn(worth["what"]) : [];
  if (to && asset !== undefined && more.length === 0 && !/\d/.test(worth?.["what"] ?? ""))
    return call("convert", { amount: 1, from: asset, to });
  return undefined;
};

const talk: Rule = (question) => {
  if (GREETING.test(question))
    return {
      kind: "say",
      text: "Hello. Ask me for a price or a conversion, for example: price TAO, or 2.5 TAO in euros.",
    };
  if (THANKS.test(question)) return { kind: "say", text: "You are welcome." };
  if (BYE.test(question)) return { kind: "say", text: "See you." };
  if (WHO.test(question))
    return {
      kind: "say",
      text: "I am Westbound, a desk for the crypto-AI sector: prices, conversions and facts with their source and age. Nothing I say is advice. /help lists what I can do.",
    };
  return undefined;
};

const about: Rule = (question, offered) =>
  ABOUT.test(question) && offered.has("about") ? call("about", {}) : undefined;

const help: Rule = (question, offered) => {
  if (!HELP.test(question) || !offered.has("help")) return undefined;
  const command = [...offered.keys()].find(
    (name) => new RegExp(`\\b${name.replaceAll("_", "[ _]")}\\b`, "i").test(question) && name !== "help",
  );
  return call("help", command === undefined ? {} : { command: command.replaceAll("_", " ") });
};

const IN_CURRENCY = /\s+(?:in|to|en|em)\s+(?<currency>[\p{L}]+|[$€£¥])\s*[?!.]*$/iu;

/** The price look-up of what a question names; undefined when it names nothing. */
function priceOf(
  question: string,
  offered: Offered,
  details: { readonly details?: true } = {},
): OfflineCall | undefined {
  const fields = offered.get("price");
  if (!fields) return undefined;
  const named = IN_CURRENCY.exec(question);
  const currency = named?.groups?.["currency"] === undefined ? undefined : currencyOf(named.groups["currency"]);
  const isNamed = currency !== undefined && fields.includes("currency");
  const assets = assetsIn(isNamed ? question.slice(0, named?.index) : question);
  if (assets.length === 0) return undefined;
  return {
    name: "price",
    args: { assets, ...(isNamed ? { currency } : {}), ...(fields.includes("details") ? details : {}) },
  };
}

/** Whatever else stands in a question, what is written as a symbol is surely a coin. */
const symbolsIn = (question: string): readonly string[] =>
  question.match(/\$[a-z][a-z0-9]{1,9}\b|\b[A-Z][A-Z0-9]{1,9}\b/g)?.filter((each) => assetsIn(each).length > 0) ?? [];

/** A question that asks for more than figures: the figures are offered, and it is said that they are all there is. */
const opinion: Rule = (question, offered) => {
  if (!OPINION.test(question)) return undefined;
  const symbols = symbolsIn(question);
  const nearest = question === question.toUpperCase() ? undefined : priceOf(symbols.join(", "), offered);
  return { kind: "cannot", why: "opinion", ...(nearest ? { nearest } : {}) };
};

const market: Rule = (question, offered) =>
  MARKET.test(question) && offered.has("market") ? call("market", {}) : undefined;

const trending: Rule = (question, offered) =>
  TRENDING.test(question) && offered.has("trending") ? call("trending", {}) : undefined;

const movers: Rule = (question, offered) => {
  if (!MOVERS.test(question) || !offered.has("movers")) return undefined;
  const isWeek = offered.get("movers")?.includes("over") && rangeWithin(question)?.range === "7D";
  return call("movers", isWeek ? { over: "7d" } : {});
};

const token: Rule = (question, offered) => {
  const address = ADDRESS.exec(question)?.[0];
  return address !== undefined && offered.has("token") ? call("token", { token: address }) : undefined;
};

/** A look-up about one coin, by the word that tells which. */
const ofOne =
  (name: string, field: string, says: RegExp): Rule =>
  (question, offered) => {
    if (!says.test(question) || offered.get(name)?.includes(field) !== true) return undefined;
    const rest = question.replace(says, " ");
    const symbols = symbolsIn(rest);
    const [asset, another] = symbols.length > 0 ? symbols.flatMap(assetsIn) : assetsIn(rest);
    if (asset === undefined || another !== undefined) return undefined;
    return call(name, { [field]: field === "assets" ? [asset] : asset });
  };

const chart: Rule = (question, offered) => {
  if (!CHART.test(question)) return undefined;
  const fields = offered.get("chart");
  const within = fields?.includes("range") ? rangeWithin(question) : undefined;
  const assets = assetsIn(within ? within.rest : question);
  if (assets.length === 0) return { kind: "cannot", why: "which" };
  if (fields)
    return call("chart", {
      assets,
      ...(within ? { range: within.range } : {}),
      ...(CANDLES.test(question) && fields.includes("kind") ? { kind: "candles" } : {}),
    });
  const nearest = priceOf(question, offered, { details: true });
  return nearest && { kind: "call", call: nearest };
};

/** Two to four that are put beside each other; more are a list of prices. */
const compare: Rule = (question, offered) => {
  if (!COMPARE.test(question) || !offered.has("compare")) return undefined;
  const assets = assetsIn(question);
  return assets.length >= 2 && assets.length <= 4 ? call("compare", { assets }) : undefined;
};

const price: Rule = (question, offered) => {
  const found = priceOf(question, offered);
  const words = question.trim().split(/\s+/);
  const isAsked = PRICE.test(question) || COMPARE.test(question);
  // "TAO", "$tao near", "render network": nothing but names.
  const isBare = words.length <= 5 && !/\d\s*[+*/=-]\s*\d/.test(question) && isOnlyNames(question);
  if (found && (isAsked || isBare)) return { kind: "call", call: found };
  return isAsked && words.length <= 6 && offered.has("price") ? { kind: "cannot", why: "which" } : undefined;
};

/** Symbols, or one name of one or two words: longer texts without a word for prices are talk. */
function isOnlyNames(question: string): boolean {
  const words = question
    .trim()
    .replace(/[?!.]+$/, "")
    .split(/[\s,]+/);
  const isSymbols = words.every((word) => /^\$[a-z0-9.]{1,11}$/i.test(word) || /^[A-Z][A-Z0-9]{1,9}$/.test(word));
  return isSymbols || (words.length <= 2 && assetsIn(question).join(" ") === words.join(" ").replaceAll("$", ""));
}

/** What the first field of each tool about the sector takes: a list, or one text. */
const sector: Rule = (question, offered) => {
  const found = sectorLookUp(question);
  const [field] = (found && offered.get(found.tool)) ?? [];
  if (!found || !offered.has(found.tool)) return undefined;
  if (found.about === undefined || field === undefined) return call(found.tool, {});
  const isText = found.tool === "source" || found.tool === "glossary";
  return call(found.tool, { [field]: isText ? found.about : [found.about] });
};

/** Last: what no other look-up took may be a project of the map, which says so itself where it is none. */
const project: Rule = (question, offered) => {
  const subject = subjectOf(question);
  return subject !== undefined && offered.has("project") ? call("project", { name: [subject] }) : undefined;
};

const RULES: readonly Rule[] = [
  talk,
  about,
  help,
  own,
  convert,
  sector,
  opinion,
  token,
  movers,
  market,
  trending,
  ofOne("funding", "asset", FUNDING),
  ofOne("fees", "protocol", FEES),
  chart,
  ofOne("coin", "assets", COIN),
  compare,
  price,
  project,
];

/** Runs of blanks say nothing, and the rules would try each way to divide them: a page of them takes seconds. */
const squeezed = (question: string): string => question.replaceAll(/[^\S\n]+/g, " ").replaceAll(/ ?\n[ \n]*/g, "\n");

/** The first rule that fits a question decides. */
export function decide(asked: string, offered: Offered): OfflineStep {
  const question = squeezed(asked);
  for (const rule of RULES) {
    const step = rule(question, offered);
    if (step) return step;
  }
  return { kind: "cannot", why: "unknown" };
}
