/** Codes that a sign or a word for money may stand for. */
const SIGNS: Readonly<Record<string, readonly string[]>> = {
  $: ["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "USDT", "USDC"],
  "€": ["EUR"],
  "£": ["GBP"],
  "¥": ["JPY", "CNY"],
  "₹": ["INR"],
  "₩": ["KRW"],
  "₽": ["RUB"],
  "₺": ["TRY"],
  "₴": ["UAH"],
  "₿": ["BTC"],
  Ξ: ["ETH"],
  dollar: ["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "USDT", "USDC"],
  buck: ["USD"],
  euro: ["EUR"],
  pound: ["GBP"],
  yen: ["JPY"],
  yuan: ["CNY"],
  rupee: ["INR"],
  franc: ["CHF"],
  cent: ["USD", "EUR"],
};

const CODES: ReadonlySet<string> = new Set([...Intl.supportedValuesOf("currency"), "BTC", "ETH", "USDT", "USDC"]);

/** Whether a word in capitals is a currency by itself. */
export const isCurrencyCode = (word: string): boolean => CODES.has(word);

/** The codes that a sign ("$", "US$"), a word ("euros") or a code stands for; undefined when it is none of them. */
export function currencyCodes(written: string): readonly string[] | undefined {
  if (isCurrencyCode(written)) return [written];
  if (/^US\$$/.test(written)) return ["USD"];
  const sign = /[$€£¥₹₩₽₺₴₿Ξ]$/.exec(written)?.[0];
  if (sign !== undefined) return SIGNS[sign];
  return SIGNS[written.toLowerCase().replace(/s$/, "")];
}

/** Words for money behind a number. */
export const MONEY_WORD = /^(?:dollars?|bucks?|euros?|pounds?|yen|yuan|rupees?|francs?|cents?)(?!\p{L})/iu;
