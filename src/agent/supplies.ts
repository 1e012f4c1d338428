/** Which of a coin's supplies: what is in circulation, what there is, what there can be. */
export type Supply = "circulating" | "total" | "max";

const KEYS: readonly (readonly [Supply, RegExp])[] = [
  ["circulating", /^circulating(?!.*percent)/i],
  ["total", /^totalSupply/i],
  ["max", /^max(?:$|supply)/i],
];

const WORDS: readonly (readonly [Supply, RegExp])[] = [
  ["circulating", /circulat|in umlauf|umlaufmenge|en circulación|em circulação|en circulation|в обращени|流通|유통/iu],
  [
    "total",
    /total supply|gesamtmenge|offre totale|suministro total|oferta total|общ\p{L}+ эмисси|总量|総供給|총 ?공급/iu,
  ],
  ["max", /\bmax|at most|ever be|höchstmenge|máxim|максимальн|最大|最多|최대/iu],
];

/** Of a key for a supply, which it is. */
export const supplyOfKey = (key: string): Supply | undefined => KEYS.find(([, pattern]) => pattern.test(key))?.[0];

/** The supplies that a sentence speaks of. */
export const suppliesIn = (sentence: string): ReadonlySet<Supply> =>
  new Set(WORDS.flatMap(([supply, pattern]) => (pattern.test(sentence) ? [supply] : [])));
