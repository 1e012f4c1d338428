import type { AlertKind } from "./alert-kinds.ts";

/** What a typed line may look like, and what its named parts are: they have the names of fields. */
export interface Form {
  readonly kind: AlertKind;
  readonly pattern: RegExp;
  /** Fields that the form itself says. */
  readonly says?: Readonly<Record<string, string>>;
}

const COIN = "(?<coin>.+?)";
const IS =
  "(?:(?:is|goes|gets|rises|climbs|jumps|falls|drops|dips|sinks|trades|crosses|breaks) )?(?<is>above|over|below|under|more than|higher than|greater than|less than|lower than|at least|at most|>=?|<=?|≥|≤)";
const WAY = "(?<is>moves?|changes?|up|rises?|gains?|climbs?|down|falls?|drops?|loses?)(?: by)?";
const VALUE = "(?<value>\\S+(?: (?:%|pct|percent|per cent|k|m|b|bn|mn|mio|thousand|million|billion))?)";
const MONEY = "(?: (?:in )?(?<currency>\\S+))?";
const WITHIN =
  "(?: (?:in|within|over|per) (?:the )?(?:last |past )?(?<window>\\S+(?: (?:minutes?|mins?|hours?|days?|weeks?))?))?";
const FROM = "(?: from (?:its |the |a )?(?<window>ath|all[- ]time[- ]high|\\d+(?:d| ?days?))(?:[ -]high)?)?";
const PERIOD = "(?<window>\\d+[a-z]+|day|daily|week|weekly|month|monthly)";
const LAYER = "(?:the )?layer (?<layer>.+?)";

const form = (kind: AlertKind, pattern: string, says?: Form["says"]): Form => ({
  kind,
  pattern: new RegExp(`^${pattern}$`, "iu"),
  ...(says === undefined ? {} : { says }),
});

/** The first that fits decides. */
export const FORMS: readonly Form[] = [
  form("news", "news (?:about |on |of |for |from )?(?<project>.+)"),
  form("portfolio", `(?:my )?portfolio (?:value )?${IS} ${VALUE}${MONEY}`),
  form(
    "portfolio_change",
    `(?:my )?portfolio ${WAY} ${VALUE}(?: (?:in|within|over|per) (?:the |a |one )?(?:day|24h|1d))?`,
  ),
  form("drawdown", `${LAYER} drawdown (?:of )?${VALUE}${FROM}`),
  form("breadth", `${LAYER} breadth (?:${PERIOD} )?${IS} ${VALUE}`),
  form("rank", `${LAYER} rank (?:is |gets |becomes )?(?<is>better|above|worse|below)(?: than)? (?<value>\\S+)`),
  form("layer", `${LAYER} ${WAY} ${VALUE}${WITHIN}`),
  form("layer", `${LAYER} ${PERIOD} (?:change )?${IS} ${VALUE}`),
  form("layer", `${LAYER} (?:change )?${IS} ${VALUE}${WITHIN}`),
  form("news", "(?<project>.+) news"),
  form("rsi", `${COIN} rsi(?: ?(?<window>\\d+)d?)? ${IS} ${VALUE}`),
  form("cross", `${COIN} golden cross`, { window: "sma 50/200", is: "up" }),
  form("cross", `${COIN} death cross`, { window: "sma 50/200", is: "down" }),
  form(
    "cross",
    `${COIN} (?<average>sma|ema|ma) ?(?<fast>\\d+)d? cross(?:es)?(?: (?<is>above|over|below|under))? (?:(?:sma|ema|ma) ?)?(?<slow>\\d+)d?`,
  ),
  form(
    "range",
    `${COIN} breaks?(?: out of| through)?(?: (?<is>above|over|below|under|up|down))?(?: its| the| a)? (?<window>\\d+ ?d(?:ays?)?)(?: (?<edge>range|high|low))?`,
  ),
  form("drawdown", `${COIN} (?:ath )?drawdown (?:of )?${VALUE}${FROM}`),
  form("drawdown", `${COIN} (?:down|falls|drops) (?:by )?${VALUE}${FROM.replace(/\?$/, "")}`),
  form("volume", `${COIN} volume ${IS} ${VALUE}${MONEY}`),
  form("cap", `${COIN} (?:market ?cap|mcap|cap) ${IS} ${VALUE}${MONEY}`),
  form("ratio", `(?<coin>[^\\s/]+) ?/ ?(?<against>[^\\s/]+) ${IS} ${VALUE}`),
  form("price", `${COIN} (?:price )?${IS} ${VALUE}${MONEY}`),
  form("change", `${COIN} ${WAY} ${VALUE}${WITHIN}(?: today)?`),
  form("change", `${COIN} (?<value>[-+\u2212]\\d\\S*(?: (?:%|pct|percent))?)${WITHIN}`),
  // Whether above or below is told by where the price is now. One word: a slip in another would become part of the name.
  form(
    "price",
    `(?<coin>\\S+) (?:(?:at|(?:(?:goes|gets|rises|climbs|falls|drops) )?to|reaches|hits|touches) )?(?<value>[$€£¥]?\\d\\S*(?: (?:k|m|b|bn))?)${MONEY}`,
  ),
];

/** What a sentence is begun with: "tell me when tao …". A coin may be called so, so that more than a value has to follow. */
export const LEAD_IN =
  /^(?:please )?(?:(?:tell|notify|alert|remind|warn|ping)(?: me)? )?(?:when|whenever|if|once|as soon as) (?=\S+ \S+ \S)/i;
/** And what it is ended with: "if tao goes above 400, tell me". */
export const LEAD_OUT = /[ ,]+(?:please )?(?:tell|notify|alert|remind|warn|ping) me$/i;
/** A name with a side and a joining word in it is a condition too many. */
export const TWO_IN_ONE = / (?:above|over|below|under|[<>]=?) .* (?:and|or)(?: |$)/i;

/** What people write for a side or a direction. */
export const SIDES: Readonly<Record<string, "above" | "below">> = {
  above: "above",
  over: "above",
  "more than": "above",
  "higher than": "above",
  "greater than": "above",
  "at least": "above",
  ">": "above",
  ">=": "above",
  "≥": "above",
  below: "below",
  under: "below",
  "less than": "below",
  "lower than": "below",
  "at most": "below",
  "<": "below",
  "<=": "below",
  "≤": "below",
};

export const WAYS: Readonly<Record<string, "up" | "down" | "either">> = {
  ...Object.fromEntries(["move", "moves", "change", "changes"].map((word) => [word, "either" as const])),
  ...Object.fromEntries(
    ["up", "rise", "rises", "gain", "gains", "climb", "climbs"].map((word) => [word, "up" as const]),
  ),
  ...Object.fromEntries(
    ["down", "fall", "falls", "drop", "drops", "lose", "loses"].map((word) => [word, "down" as const]),
  ),
};

/** What may stand at the end of a line, in any order; each once. The first group is what is before it, the second the value. */
export const ENDINGS: readonly {
  readonly field: "repeat" | "until" | "target";
  readonly pattern: RegExp;
  readonly value?: string;
}[] = [
  {
    field: "repeat",
    pattern: /^(.+?)[ ,;]+(?:repeat(?:s|ing)? )?every (\d\S*|(?:\d+ )?(?:minutes?|mins?|hours?|days?|weeks?))$/iu,
  },
  { field: "repeat", pattern: /^(.+?)[ ,;]+repeat(?:s|ing)? (\d\S*|\d+ (?:minutes?|mins?|hours?|days?|weeks?))$/iu },
  { field: "repeat", pattern: /^(.+?)[ ,;]+repeat(?:s|ing)?$/iu, value: "24h" },
  { field: "repeat", pattern: /^(.+?)[ ,;]+once$/iu, value: "once" },
  { field: "until", pattern: /^(.+?)[ ,;]+until (\S+)$/iu },
  {
    field: "until",
    pattern: /^(.+?)[ ,;]+for (?:the next )?(\d\S*|(?:\d+|an?) (?:minutes?|mins?|hours?|days?|weeks?))$/iu,
  },
  { field: "target", pattern: /^(.+?)[ ,;]+here$/iu, value: "here" },
  { field: "target", pattern: /^(.+?)[ ,;]+(?:to|for) me$/iu, value: "me" },
  { field: "target", pattern: /^(.+?)[ ,;]+(?:(?:to|webhook) )?(https?:\/\/\S+)$/iu },
];

/** Words that mean something in a line; what is nearly one of them is a slip. */
export const KNOWN_WORDS: readonly string[] = [
  ...Object.keys(SIDES).filter((word) => /^[a-z]+$/.test(word)),
  ...Object.keys(WAYS),
  ..."portfolio layer news drawdown breadth rank better worse than volume cap market rsi sma ema crosses cross breaks range high low".split(
    " ",
  ),
  ..."from ath all time in within percent price repeat every once until for note here webhook golden death reaches hits".split(
    " ",
  ),
];
