/** An alert as the fields of `/alert add`. */
export type AlertWish = Readonly<Record<string, string>>;

const ASKED =
  /^\s*(?:(?:please|hey|hi|ok(?:ay)?|can you|could you|would you)[,!]? )*(?:(?:tell|alert|notify|ping|warn|inform|message) me|let me know)(?: please)? (?:when(?:ever)?|if|once|as soon as) (?<what>.{1,160}?)[\s.!?]*$/iu;
const TITLE = "(?:the )?(?:price of )?(?<coin>\\S+?(?: \\S+?)??)";
const SIDE =
  "(?:(?:is|goes|gets|rises|climbs|falls|drops|trades|crosses|breaks|hits|reaches|comes) )?(?<is>above|over|below|under|more than|less than)";
const VALUE =
  "(?<money>[$€£])?(?<value>\\d[\\d.,]*(?: ?(?:k|m|b|million|billion))?)(?: (?:in )?(?<currency>[a-z]{3,8}|[$€£]))?";
const PRICE = new RegExp(`^${TITLE}(?:'s)? (?:price )?${SIDE} ${VALUE}$`, "iu");
const WAY = "(?<is>moves?|changes?|rises?|gains?|climbs?|is up|goes up|falls?|drops?|loses?|is down|goes down)(?: by)?";
const MOVE = new RegExp(
  `^${TITLE} ${WAY} (?:more than )?(?<value>\\d[\\d.]*) ?(?:%|percent)(?: (?:in|within) (?:an? |one |the next )?(?<window>\\d* ?(?:minutes?|hours?|days?|[mhd])))?$`,
  "iu",
);
const NEWS = /^(?:there(?:'s| is| are) )?(?:any )?(?:news|stor(?:y|ies)) (?:about|on|of|from) (?<project>\S.{0,60})$/iu;

/**
 * What "tell me when TAO is above 400" asks to be told of. Only plain wishes: what is not read wholly is not read at all.
 * @returns undefined where the question is no such wish
 */
export function alertWish(question: string): AlertWish | undefined {
  const what = ASKED.exec(question)?.groups?.["what"]?.trim();
  if (what === undefined) return undefined;
  const news = NEWS.exec(what)?.groups?.["project"];
  if (news !== undefined) return { kind: "news", project: news };
  const price = PRICE.exec(what)?.groups;
  if (price) {
    const is = /above|over|more/i.test(price["is"] ?? "") ? "above" : "below";
    const currency = price["currency"] ?? price["money"];
    return {
      kind: "price",
      coin: coinOf(price["coin"]),
      is,
      value: price["value"] ?? "",
      ...(currency === undefined ? {} : { currency }),
    };
  }
  const move = MOVE.exec(what)?.groups;
  if (!move) return undefined;
  const window = move["window"]?.trim();
  return {
    kind: "change",
    coin: coinOf(move["coin"]),
    is: directionOf(move["is"] ?? ""),
    value: `${move["value"] ?? ""}%`,
    ...(window === undefined ? {} : { window: /^\d/.test(window) ? window : `1 ${window}` }),
  };
}

const coinOf = (word = ""): string => word.replace(/['’]s$/u, "").replace(/^\$/u, "");

function directionOf(word: string): "up" | "down" | "either" {
  if (/move|change/i.test(word)) return "either";
  return /rise|gain|climb|up/i.test(word) ? "up" : "down";
}
